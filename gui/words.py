"""A line of words that changes many times a second."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

SIDES = 8  # pixels at both
DIGIT = re.compile(r"\d")


class Words(QWidget):
    """As wide as ``widest``, or as the widest thing that it ever said.

    A QLabel has everything around it laid out and painted again whenever its text changes, under a style sheet at a
    third of a millisecond each.
    """

    def __init__(self, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._widest = "", widest
        self._known: set[str] = set()  # texts with every digit as an 8: others like them need not be measured
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What it says."""
        return self._text

    def say(self, text: str) -> None:
        """Say this from now on."""
        if text == self._text:
            return
        self._text = text
        shape = DIGIT.sub("8", text)
        if shape not in self._known:
            self._known.add(shape)
            metrics = self.fontMetrics()
            if metrics.horizontalAdvance(shape) > metrics.horizontalAdvance(self._widest):
                self._widest = shape
                self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._widest) + 2 * SIDES, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(self.rect().adjusted(SIDES, 0, -SIDES, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
