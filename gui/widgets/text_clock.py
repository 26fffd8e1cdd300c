"""When to write: text that changes at every frame can't be read, and writing is dear."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL = 0.25  # seconds


class TextClock(QObject):
    """``due`` is emitted when what there is to say should be written: soon after it was asked for, but not too often.

    Under a style sheet a label takes Qt a third of a millisecond to set, at the training's expense.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None, *, interval: float = INTERVAL) -> None:
        super().__init__(parent)
        self._pending = False
        self._timer = QTimer(self, singleShot=True, interval=round(1000 * interval))
        self._timer.timeout.connect(self._elapsed)

    def ask(self, *, at_once: bool) -> None:
        """Have something new to say, which must not wait if it stays for long or if somebody asked for it."""
        if at_once or not self._timer.isActive():
            self._emit()
        else:
            self._pending = True

    def _elapsed(self) -> None:
        if self._pending:
            self._emit()

    def _emit(self) -> None:
        self._pending = False
        self._timer.start()
        self.due.emit()
