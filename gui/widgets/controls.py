"""Buttons and lists that leave the keys to the window: a click must not make Space press the same thing again.

Tab still reaches them, and then Space is theirs, as everywhere.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics, QMouseEvent, QWheelEvent
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


class ActionButton(Button):
    """Does what an action does, says what it says, and is down while it is checked.

    Its width is that of its widest text, of which ``others`` may be some, in bold where it can be down: nothing moves
    when that changes.
    """

    def __init__(
        self, action: QAction, spoken: str, others: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(action.text(), parent)
        self._action, self._others = action, others
        self.setObjectName(action.objectName())
        self.setAccessibleName(spoken)
        self.setToolTip(action.toolTip())
        self.setCheckable(action.isCheckable())
        self.clicked.connect(self._trigger)
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        font = QFont(self.font())
        now = QFontMetrics(font).horizontalAdvance(self.text())
        font.setBold(self.isCheckable())
        widest = max(QFontMetrics(font).horizontalAdvance(text) for text in (self.text(), *self._others))
        return hint + QSize(max(0, widest - now), 0)

    def _trigger(self) -> None:
        self._action.trigger()
        # The click has let a button go that is to stay down.
        self._follow()

    def _follow(self) -> None:
        if self.text() != self._action.text():
            self.setText(self._action.text())
        if self.icon().cacheKey() != self._action.icon().cacheKey():
            self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())


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
