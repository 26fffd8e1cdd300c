"""An engine under a test's thumb: waits for what it publishes and says, never for the clock."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from core.engine.engine import Engine
from core.experiment import Experiment
from core.messages.commands import Command, Stop
from core.messages.events import Event
from core.messages.snapshot import Snapshot

PATIENCE = 60.0  # seconds: only a hang is a failure
Kind = TypeVar("Kind")


class Watched:
    """Keeps every snapshot and event until a test asks."""

    def __init__(self, *lanes: Experiment, **options: Any) -> None:
        self._snapshots: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._sent = 0
        self.engine = Engine(lanes, self, self._events.put, **{"device": "cpu", **options})

    @property
    def empty(self) -> bool:
        """The engine may always publish: a test reads everything."""
        return True

    def put(self, snapshot: Snapshot) -> None:
        """For the engine."""
        self._snapshots.put(snapshot)

    def send(self, command: Command) -> None:
        """A command, without waiting for it."""
        self._sent += 1
        self.engine.send(command)

    def ask(self, command: Command) -> Snapshot:
        """A command, and the first snapshot in which it is handled."""
        self.send(command)
        return self.until(lambda snapshot: snapshot.acknowledged >= self._sent)

    def until(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        """The next snapshot of which ``condition`` holds."""
        while True:
            snapshot = self._snapshots.get(timeout=PATIENCE)
            if condition(snapshot):
                return snapshot

    def event(self, kind: type[Kind]) -> Kind:
        """The next event of this kind; what comes before it is dropped."""
        while True:
            event = self._events.get(timeout=PATIENCE)
            if isinstance(event, kind):
                return event

    def events(self) -> list[Event]:
        """What has been said since last asked."""
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found


@contextmanager
def running(*lanes: Experiment, **options: Any) -> Iterator[Watched]:
    """A started engine that has ended when the block has."""
    watched = Watched(*lanes, **options)
    watched.engine.start()
    try:
        yield watched
    finally:
        watched.engine.send(Stop())
        assert watched.engine.join(PATIENCE)
