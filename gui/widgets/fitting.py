"""A line of words that takes fewer where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT


class Fitting(QWidget):
    """Says the same in several ways, longest first: the first that fits is shown, the last one ends in "…"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways: tuple[str, ...] = ("",)
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, *ways: str) -> None:
        """Show one of these from now on."""
        if ways != self._ways:
            self._ways = ways
            self.setToolTip(ways[0])
            self.setAccessibleName(ways[0])
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """What can be read now."""
        metrics = self.fontMetrics()
        fitting = (way for way in self._ways if metrics.horizontalAdvance(way) <= self.width())
        return next(fitting, metrics.elidedText(self._ways[-1], Qt.TextElideMode.ElideRight, self.width()))

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and colour."""
        self._theme = theme
        self.setFont(theme.font())
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._ways[-1]) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.text())
