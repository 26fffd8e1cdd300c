"""Buttons and lists that leave the keys to the window: a click must not make Space press the same thing again.

Tab still reaches them, and then Space is theirs, as everywhere.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget


def end_typing() -> None:
    """What was typed counts as soon as a person turns to something else, which need not take the focus."""
    now = QApplication.focusWidget()
    if isinstance(now, QLineEdit):
        # If nothing had it, Qt would give it to the first button as soon as the window is active again.
        now.window().setFocus()


class Button(QPushButton):
    """Does not take the focus when it is clicked."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Before ``clicked``: what the button does applies to what was typed.
        self.pressed.connect(end_typing)


class ToolButton(QToolButton):
    """The same, for the small ones of a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(end_typing)


class ChoiceBox(QComboBox):
    """Does not take the focus when it is clicked, and does not turn with a wheel that meant to scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        end_typing()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
