"""A key that is held: something is so until it is let go, or until nobody can say whether it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

GONE = frozenset({QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate, QEvent.Type.Close})


class Held(QObject):
    """Calls ``change`` with whether a key is held. It looks at events only while one is: every one of them would pass
    through here."""

    def __init__(self, window: QWidget, change: Callable[[bool], None]) -> None:
        super().__init__(window)
        self._change = change
        self._held = False

    def begin(self) -> None:
        """The key was pressed, or has repeated itself."""
        application = QApplication.instance()
        if not self._held and application is not None:
            self._held = True
            application.installEventFilter(self)
            self._change(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in GONE or (
            kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat()
        ):
            self._end()
        return False

    def _end(self) -> None:
        application = QApplication.instance()
        if self._held and application is not None:
            self._held = False
            application.removeEventFilter(self)
            self._change(False)
