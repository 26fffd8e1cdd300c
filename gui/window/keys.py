"""Space belongs to whatever button has the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from gui.widgets.controls import by_keyboard


class YieldsToButtons(QObject):
    """Takes an action's key away for as long as a button or a list has the focus: there it presses that.

    A line of text needs no such thing: Qt offers it all letters first.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self._action, self._key = action, action.shortcut()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        theirs = isinstance(now, QAbstractButton | QComboBox) and by_keyboard(now)
        self._action.setShortcut(QKeySequence() if theirs else self._key)
