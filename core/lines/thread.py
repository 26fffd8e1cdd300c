"""An engine on a thread of this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from core.engine.engine import Engine
from core.experiment import Experiment
from core.lines.preload import preload_torch
from core.lines.promptness import SWITCH_INTERVAL, wake_promptly
from core.messages.commands import Envelope, Stop
from core.messages.receiver import Receiver
from core.messages.reports import Report, ReportQueue
from core.messages.snapshot import Snapshot


class ThreadLine:
    """The default: nothing is copied, and the interpreter lock is shared.

    ``options`` are those of :class:`core.engine.engine.Engine`.
    """

    def __init__(self, lanes: tuple[Experiment, ...], **options: Any) -> None:
        self._outbox = _Notifying()
        self._engine = Engine(lanes, self._outbox, prepare=_prepare, **options)
        self._receiver = Receiver()
        self._started = False

    def start(self, notify: Callable[[], None]) -> None:
        if not self._started:
            self._started = True
            self._outbox.notify = notify
            sys.setswitchinterval(SWITCH_INTERVAL)
            self._engine.start()

    def send(self, envelope: Envelope) -> None:
        self._engine.send(envelope)

    def take(self) -> list[Report]:
        return self._receiver.take(self._outbox.take())

    def close(self, timeout: float) -> bool:
        if not self._started:
            self._started = True  # too late for it
            return True
        self._outbox.notify = _nobody
        self.send(Envelope("line", 0, Stop()))
        return self._engine.join(timeout)


class _Notifying(ReportQueue):
    """Says when an event has come; for snapshots somebody looks anyway."""

    def __init__(self) -> None:
        super().__init__()
        self.notify: Callable[[], None] = _nobody

    def put(self, report: Report) -> None:
        super().put(report)
        if not isinstance(report, Snapshot):
            self.notify()


def _prepare() -> None:
    """What an engine's thread does first where it shares an interpreter with a window."""
    wake_promptly()
    preload_torch()


def _nobody() -> None:
    pass
