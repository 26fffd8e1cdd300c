"""Single keys that work everywhere in the window except where a person is typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QGridLayout, QLabel, QWidget


@dataclass(frozen=True)
class Key:
    """A key, what it does in words, and what to call."""

    sequence: str
    does: str
    act: Callable[[], object]


class Keys(QObject):
    """Installs the keys on a window.

    A line of text keeps the letters to itself: Qt offers them to it first. Space is different: on a button that
    has the focus it presses that button, as everywhere.
    """

    def __init__(self, window: QWidget, keys: tuple[Key, ...]) -> None:
        super().__init__(window)
        self.keys = keys
        self._window = window
        self._on_space: list[QShortcut] = []
        for key in keys:
            shortcut = QShortcut(QKeySequence(key.sequence), window)
            shortcut.activated.connect(key.act)
            if key.sequence == "Space":
                self._on_space.append(shortcut)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        for shortcut in self._on_space:
            shortcut.setEnabled(not isinstance(now, (QAbstractButton, QComboBox)))

    def show_list(self) -> None:
        """A small window with all keys."""
        dialog = QDialog(self._window)
        dialog.setObjectName("keys")
        dialog.setWindowTitle(self.tr("Keys"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(dialog)
        grid.setContentsMargins(20, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        for row, key in enumerate(self.keys):
            name = QLabel(QKeySequence(key.sequence).toString(QKeySequence.SequenceFormat.NativeText))
            name.setStyleSheet("font-weight: bold")
            grid.addWidget(name, row, 0)
            grid.addWidget(QLabel(key.does), row, 1)
        dialog.show()
