"""The heading of a column of the table of a race."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.widgets.opaque_button import OpaqueButton
from gui.widgets.tips import wrapped

LANE = "lane"  # the first column, in the order of the run


class Heading(OpaqueButton):
    """Sorts by what is below it; says so by an arrow."""

    def __init__(self, name: str, words: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"race-sort-{name}")
        self.setAccessibleName(words)
        self.setToolTip(wrapped(tip))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words, self._first = words, name == LANE
        self._theme = LIGHT
        self._ascending: bool | None = None

    def use_theme(self, theme: Theme, ascending: bool | None) -> None:
        """Colours and sizes; and how it sorts, if it does."""
        self._theme, self._ascending = theme, ascending
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setFont(theme.font(Role.SMALL))
        sorts = self._ascending is not None
        painter.setPen(QColor(theme.text if sorts or self.underMouse() else theme.muted))
        words = f"{self._words} {'↑' if self._ascending else '↓'}" if sorts else self._words
        left = Qt.AlignmentFlag.AlignLeft if self._first else Qt.AlignmentFlag.AlignRight
        room = self.rect().adjusted(theme.px(2 * STEP) if self._first else 0, 0, 0, 0)
        painter.drawText(room, left | Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
