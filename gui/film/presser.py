"""Presses keys of the window while nobody sits in front of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from core.errors import TiescopeError
from core.messages.snapshot import Snapshot
from core.printable import name
from gui.film.presses import Press
from gui.window.window import MainWindow


class Presser(QObject):
    """The seconds count from the first snapshot of a step; ``pressed`` carries the key.

    What a key does is done without the keyboard: under any layout, and on a screen that has none.

    Raises:
        TiescopeError: for a key that does nothing in this window.
    """

    pressed = Signal(str)

    def __init__(self, window: MainWindow, presses: Sequence[Press]) -> None:
        super().__init__(window)
        self._window, self._presses = window, presses
        known = {shortcut for action in window.actions() for shortcut in action.shortcuts()}
        for press in presses:
            if QKeySequence(press.key) not in known:
                keys = " ".join(sorted(shortcut.toString() for shortcut in known))
                raise TiescopeError(f"--press: the window knows no key {name(press.key)}, only {keys}.", "--press")
        window.frames.shown.connect(self._begin)

    def _begin(self, snapshot: Snapshot) -> None:
        if snapshot.step == 0:
            return
        self._window.frames.shown.disconnect(self._begin)
        for press in self._presses:
            QTimer.singleShot(round(1000 * press.second), self, partial(self._press, press.key))

    def _press(self, key: str) -> None:
        dialog = QApplication.activePopupWidget()
        if dialog is None:
            self._window.commands.press(key)
        else:
            # It lies over the window, and has all keys.
            to, pressed = dialog.focusWidget() or dialog, QKeySequence(key)[0]  # type: ignore[index]
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.postEvent(to, QKeyEvent(kind, pressed.key(), pressed.keyboardModifiers()))
        self.pressed.emit(key)
