"""Ctrl-C, kill and a closed terminal end the window in order, as if it were closed, whatever it is doing."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Signals(QObject):
    """Calls ``end`` in the event loop after one of these signals; ``number`` is then the first that came.

    Python's own way, an exception wherever the program happens to be, would go off inside a paint event, and only
    once Python has its turn. This one wakes Qt's loop up. Signals that were ignored at the start are ignored still.
    """

    def __init__(self, end: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number: int | None = None
        self._end = end
        self._reader, self._writer = socket.socketpair()
        for end_of_pair in (self._reader, self._writer):
            end_of_pair.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._before: dict[signal.Signals, Any] = {}
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._before[number] = signal.signal(number, _leave_it_to_the_loop)

    def close(self) -> None:
        """As it was before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._take([number for number in self._reader.recv(64) if number in self._before])

    def _take(self, numbers: list[int]) -> None:
        if numbers and self.number is None:
            self.number = numbers[0]
            self._end()


def _leave_it_to_the_loop(number: int, frame: FrameType | None) -> None:
    """The number is in the socket already."""
