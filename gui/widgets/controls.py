"""Buttons and lists that leave the keys to the window: a click must not make Space press the same thing again.

Tab still reaches them, and then Space is theirs, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget

KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
RING = 2  # pixels wide


def end_typing() -> None:
    """What was typed counts as soon as a person turns to something else, which need not take the focus."""
    now = QApplication.focusWidget()
    if isinstance(now, QLineEdit):
        # If nothing had it, Qt would give it to the first button as soon as the window is active again.
        now.window().setFocus()


def _leave_keyboard() -> None:
    """A person has taken the mouse: no button that was found with the keyboard keeps Space to itself."""
    now = QApplication.focusWidget()
    if isinstance(now, QAbstractButton | QComboBox):
        now.window().setFocus()


def by_keyboard(widget: QWidget | None) -> bool:
    """Whether a person has gone to this button or list with the keyboard, and so has a ring around it."""
    return isinstance(widget, QWidget) and bool(widget.property("ring"))


if TYPE_CHECKING:
    _Mixed = QWidget
else:
    _Mixed = object  # beside a class of Qt's there can't be another one


class _Ringed(_Mixed):
    """Has a ring around it while it has the focus that the keyboard gave it; one that a click gave leaves no trace."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in KEYBOARD:
            self.setProperty("ring", True)
            self._ring_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        window = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self.property("ring") and event.reason() not in window:
            self.setProperty("ring", False)
            self._ring_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        _leave_keyboard()
        super().mousePressEvent(event)

    def _ring_changed(self) -> None:
        self.update()

    def _draw_ring(self, filled: bool) -> None:
        """Inside of the button's edge, so that it stands out from a chosen one as well."""
        palette = QApplication.palette()
        colour = palette.color(QPalette.ColorRole.Base if filled else QPalette.ColorRole.Accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), RING))
        inset = RING if filled else RING / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 5, 5)
        painter.end()


class Button(_Ringed, QPushButton):
    """Does not take the focus when it is clicked."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Before ``clicked``: what the button does applies to what was typed.
        self.pressed.connect(end_typing)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("ring") and self.hasFocus():
            self._draw_ring(self.isChecked() or self.property("role") == "primary")


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
        self._words = True
        self.setObjectName(action.objectName())
        self.setAccessibleName(spoken)
        self.setToolTip(action.toolTip())
        self.setIconSize(QSize(14, 14))
        self.setCheckable(action.isCheckable())
        self.clicked.connect(self._trigger)
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self._words:
            return hint
        font = QFont(self.font())
        now = _wide(self.text(), font)
        if self.isCheckable():
            font.setWeight(QFont.Weight.DemiBold)
        widest = max(_wide(text, font) for text in (self.text(), *self._others))
        return hint + QSize(max(0, widest - now), 0)

    def _trigger(self) -> None:
        self._action.trigger()
        # The click has let a button go that is to stay down.
        self._follow()

    def show_words(self, shown: bool) -> None:
        """With words, or the picture alone where there is no room for them."""
        self._words = shown
        self._follow()

    def _follow(self) -> None:
        text = self._action.text() if self._words else ""
        if self.text() != text:
            self.setText(text)
        self.setToolTip(self._action.toolTip())
        if self.icon().cacheKey() != self._action.icon().cacheKey():
            self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())


def _wide(text: str, font: QFont) -> int:
    """As Qt measures a button's text: to the pixel."""
    return QFontMetrics(font).size(Qt.TextFlag.TextShowMnemonic, text).width()


class ToolButton(_Ringed, QToolButton):
    """The same, for the small ones of a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(end_typing)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("ring") and self.hasFocus():
            self._draw_ring(False)


class ChoiceBox(_Ringed, QComboBox):
    """Does not take the focus when it is clicked, and does not turn with a wheel that meant to scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _ring_changed(self) -> None:
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        end_typing()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
