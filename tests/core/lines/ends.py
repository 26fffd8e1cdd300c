"""A receiver's end of a line, for tests: waits for what is reported."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from core.experiment import Experiment
from core.lines import LINES
from core.messages.commands import Command, Envelope, Watch
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts.weights import Weights
from tests.core.engines import PATIENCE, SENDER, acknowledged

LOOK = 0.01  # seconds between two looks, as a window's frames


class End:
    """Counts how often it was notified, and keeps all reports it has taken."""

    def __init__(self, kind: str, *lanes: Experiment, **options: Any) -> None:
        self.line = LINES[kind](lanes, device="cpu", **options)
        self.reports: list[Report] = []
        self.sent = 0
        self.notified = 0
        self._told = threading.Condition()

    def notify(self) -> None:
        """For the line, on any thread."""
        with self._told:
            self.notified += 1
            self._told.notify_all()

    def send(self, command: Command) -> int:
        """A command; its number."""
        self.sent += 1
        self.line.send(Envelope(SENDER, self.sent, command))
        return self.sent

    def until(self, condition: Callable[[], bool]) -> None:
        """Take reports until ``condition`` holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"not within {PATIENCE} s; the last reports were {self.reports[-3:]}"
            with self._told:
                self._told.wait(LOOK)
            self.reports += self.line.take()

    def wait_notified(self, times: int) -> None:
        """Without taking anything."""
        with self._told:
            assert self._told.wait_for(lambda: self.notified >= times, PATIENCE)

    def ask(self, command: Command, step: int | None = None) -> Snapshot:
        """A command and the paused snapshot in which it is handled, at ``step`` if it is given."""
        number = self.send(command)
        found: list[Snapshot] = []

        def handled() -> bool:
            found[:] = [
                report
                for report in self.snapshots
                if acknowledged(report) >= number and not report.running and step in (None, report.step)
            ]
            return bool(found)

        self.until(handled)
        return found[-1]

    @property
    def snapshots(self) -> list[Snapshot]:
        return [report for report in self.reports if isinstance(report, Snapshot)]

    def of(self, kind: type[Report]) -> list[Report]:
        """All reports of this kind that were taken."""
        return [report for report in self.reports if isinstance(report, kind)]


@contextmanager
def started(kind: str, *lanes: Experiment, **options: Any) -> Iterator[End]:
    """Closed when the block ends."""
    end = End(kind, *lanes, **options)
    end.line.start(end.notify)
    end.send(Watch.all([Weights()]))
    try:
        yield end
    finally:
        assert end.line.close(PATIENCE)
