"""Whoever has the focus comes first: keys that go through time are a field's, a list's or a picture's as well."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from gui.painting.canvas import Canvas
from gui.widgets.controls import by_keyboard

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
MOVES = ARROWS | {Qt.Key.Key_Home, Qt.Key.Key_End}
ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class LeavesKeysToFields(QObject):
    """Offers the keys that go through time to whoever has the focus first, if it has a use for them.

    Lines of text know their own keys but for Enter; arrows move in lists, on sliders and from picture to picture.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if plain and isinstance(watched, QWidget) and event.key() in _used_by(watched):
                event.accept()
                return True
        return False

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        # One at a time: a filter of the whole application would see every event.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and _used_by(now) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


def _used_by(widget: QWidget) -> frozenset[int]:
    """The keys that are this widget's while it has the focus."""
    if isinstance(widget, QAbstractItemView) and widget.window().windowType() == Qt.WindowType.Popup:
        return MOVES  # an open list takes Enter by itself, when it is asked for it
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox | QComboBox | QAbstractItemView):
        return MOVES | ENTERS
    if isinstance(widget, QAbstractSlider):
        return MOVES
    if isinstance(widget, Canvas):
        return ARROWS | ENTERS
    return ENTERS if isinstance(widget, QAbstractButton) and by_keyboard(widget) else frozenset()
