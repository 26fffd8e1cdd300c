"""The signals that end a program, turned into a wish: what is under way is ended in order, and nothing is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

#: As far as this system has them: Ctrl-C, kill, a closed terminal, Ctrl-\\, and Ctrl-Break of Windows.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")


class Interruption:
    """While it lasts, the first of these signals calls what was asked for, and all others do nothing.

    Whoever started us without one of them (``nohup``, a shell's background jobs) has it ignored still. To be used on
    the main thread. What is called runs in a signal handler: it must only put something into a ``SimpleQueue``.
    """

    def __init__(self) -> None:
        self.number: int | None = None  # of the signal that came, if one did
        self._ask: Callable[[], None] | None = None
        self._before: dict[signal.Signals, Any] = {}

    @property
    def status(self) -> int:
        """The exit status that says which signal it was."""
        return 128 + (self.number or signal.SIGINT)

    def ask_by(self, ask: Callable[[], None]) -> None:
        """Call ``ask`` when a signal comes, or at once if one has come."""
        self._ask = ask
        if self.number is not None:
            ask()

    def ask_no_more(self) -> None:
        """Whatever comes now, only take note of it."""
        self._ask = None

    def __enter__(self) -> Interruption:
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        first, ask = self.number is None, self._ask
        self.number = self.number or number
        if first and ask is not None:
            ask()
