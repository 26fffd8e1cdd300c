"""Lines that a test can listen to, or that say what it wants them to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.lines import Line
from core.messages.commands import Command, Envelope, Watch
from core.messages.needs import Need
from core.messages.reports import Report

OTHER = "lesson"  # the sender of what the window did not ask for


class Tapped:
    """A real line, with a second person at the window's end of it: hears what the window sends, and can send, too."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._own = 0
        self.sent: list[Command] = []  # by the window

    def start(self, notify: Callable[[], None]) -> None:
        self._line.start(notify)

    def send(self, envelope: Envelope) -> None:
        self.sent.append(envelope.command)
        self._line.send(envelope)

    def take(self) -> list[Report]:
        return self._line.take()

    def close(self, timeout: float) -> bool:
        return self._line.close(timeout)

    def order(self, command: Command) -> None:
        """Ask the engine for something that the window knows nothing of."""
        self._own += 1
        self._line.send(Envelope(OTHER, self._own, command))

    @property
    def watches(self) -> list[Watch]:
        """All that the window has ever watched, the last one in force."""
        return [command for command in self.sent if isinstance(command, Watch)]


class Scripted:
    """No engine at all: reports what it is told to, at its start."""

    def __init__(self, *reports: Report) -> None:
        self._reports = list(reports)
        self.taken = 0  # how often somebody looked

    def start(self, notify: Callable[[], None]) -> None:
        notify()

    def send(self, envelope: Envelope) -> None:
        pass

    def take(self) -> list[Report]:
        self.taken += 1
        reports, self._reports = self._reports, []
        return reports

    def close(self, timeout: float) -> bool:
        return True


def needs(watch: Watch) -> frozenset[Need[Any]]:
    """What it asks of any lane."""
    return frozenset(need for _, each in watch.needs for need in each)
