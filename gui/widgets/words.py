"""A line of words that changes many times a second."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.widgets.ruler import Ruler

SIDES = 8  # pixels at both


class Words(QWidget):
    """As wide as ``widest``, or as the widest thing that it ever said.

    A QLabel has everything around it laid out and painted again whenever its text changes, under a style sheet at a
    third of a millisecond each.
    """

    def __init__(self, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._widest = "", widest
        self._ruler = Ruler()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What it says."""
        return self._text

    def say(self, text: str) -> None:
        """Say this from now on."""
        if text == self._text:
            return
        self._text = text
        if self._width(text) > self._width(self._widest):
            self._widest = text
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._width(self._widest)) + 2 * SIDES, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = painter.fontMetrics()
        painter.drawText(QPoint(SIDES, (self.height() - metrics.height()) // 2 + metrics.ascent()), self._text)

    def _width(self, text: str) -> float:
        return self._ruler.width(text, self.font())
