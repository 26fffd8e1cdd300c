"""Space belongs to whatever button has the focus, and a person can look up which keys there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QGridLayout, QLabel, QWidget

from gui.widgets.controls import by_keyboard
from gui.window.actions import Entry


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


class KeyList(QDialog):
    """A small window with all keys and what they do."""

    def __init__(self, entries: Iterable[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        for row, entry in enumerate(entries):
            key = QLabel(QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText))
            key.setStyleSheet("font-weight: bold")
            grid.addWidget(key, row, 0)
            grid.addWidget(QLabel(entry.does), row, 1)
