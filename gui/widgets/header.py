"""The line above a view: its title, its figure, its words, its buttons; the window can be dragged out by it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.design.typography import Role


class Header(QWidget):
    """A title, and room for more: ``left`` follows it, ``right`` ends the line, ``dock`` is for the dock's buttons."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}-header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "header")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title = QLabel(title)
        self.title.setObjectName(f"{name}-title")
        self.left, self.right, self.dock = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._row = row = QHBoxLayout(self)
        row.addWidget(self.title)
        row.addLayout(self.left)
        row.addStretch(1)
        # Not at the end: what a view has there stands at the edge of its card, whether these are in sight or not.
        row.addLayout(self.dock)
        row.addLayout(self.right)

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and distances."""
        self.title.setFont(theme.font(Role.TITLE))
        self._row.setContentsMargins(theme.px(2 * STEP), theme.px(1.5 * STEP), theme.px(2 * STEP), theme.px(STEP / 2))
        for layout in (self._row, self.left, self.right):
            layout.setSpacing(theme.px(STEP))
        self.dock.setSpacing(0)

    def minimumSizeHint(self) -> QSize:
        # It gives way: a narrow dock is not made wide by what stands above it.
        return QSize(0, super().minimumSizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # To the dock, which is dragged by it.
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()
