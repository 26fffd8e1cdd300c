"""An engine under a test's thumb: waits for what it reports, never for the clock."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from core.engine.engine import Engine
from core.experiment import Experiment
from core.messages.commands import Command, Envelope, Stop, Watch
from core.messages.events import Event
from core.messages.needs import Answer, Need
from core.messages.receiver import Receiver
from core.messages.reports import Report
from core.messages.snapshot import LaneSnapshot, Past, Snapshot
from core.parts.codes import Codes
from core.parts.figures import Figures
from core.parts.inversions import Inversions
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions
from core.parts.weights import Weights, WeightsPart

PATIENCE = 60.0  # seconds: only a hang is a failure
SENDER = "test"
#: What a test looks at unless it says something else.
NEEDS: tuple[Need[Any], ...] = (
    *(Weights(layer) for layer in range(3)),
    *(Reconstructions(), Codes(), Inversions(), Figures(), TrainingLoss(), ValidationLoss()),
)
Kind = TypeVar("Kind")


class Watched:
    """Keeps every report until a test asks. What is reported once can be asked for apart from snapshots."""

    def __init__(self, *lanes: Experiment, needs: Iterable[Need[Any]] = NEEDS, **options: Any) -> None:
        self._snapshots: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.pasts: queue.SimpleQueue[Past] = queue.SimpleQueue()
        self._receiver = Receiver()
        self.sent = 0
        self.engine = Engine(lanes, self, **{"device": "cpu", **options})
        self.send(Watch.all(needs))

    @property
    def empty(self) -> bool:
        """The engine may always publish: a test reads everything."""
        return True

    def put(self, report: Report) -> None:
        """For the engine, on its thread, in the order of the stream."""
        (whole,) = self._receiver.take((report,))
        if isinstance(whole, Snapshot):
            self._snapshots.put(whole)
        elif isinstance(whole, Past):
            self.pasts.put(whole)
        else:
            self._events.put(whole)

    def send(self, command: Command) -> int:
        """A command, without waiting for it; its number."""
        self.sent += 1
        self.engine.send(Envelope(SENDER, self.sent, command))
        return self.sent

    def ask(self, command: Command) -> Snapshot:
        """A command, and the first snapshot in which it is handled."""
        number = self.send(command)
        return self.until(lambda snapshot: acknowledged(snapshot) >= number)

    def until(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        """The next snapshot of which ``condition`` holds."""
        while True:
            snapshot = self._snapshots.get(timeout=PATIENCE)
            if condition(snapshot):
                return snapshot

    def first(self) -> Snapshot:
        """The next snapshot that answers what is watched."""
        return self.until(lambda snapshot: acknowledged(snapshot) > 0)

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


def acknowledged(snapshot: Snapshot) -> int:
    """The number of the test's last command that was handled."""
    return snapshot.acknowledged.get(SENDER, 0)


def lane(snapshot: Snapshot, name: str = "A") -> LaneSnapshot:
    """The lane of this name, which must be there."""
    found = snapshot.lane(name)
    assert found is not None, f"no lane is called {name}"
    return found


def part(snapshot: Snapshot, need: Need[Answer], name: str = "A") -> Answer:
    """The answer to ``need`` in the lane of this name, which must be there."""
    found = lane(snapshot, name).part(need)
    assert found is not None, f"no answer to {need}"
    return found


def weights(snapshot: Snapshot, layer: int = 0, name: str = "A") -> WeightsPart:
    """Of one layer."""
    return part(snapshot, Weights(layer), name)


@contextmanager
def running(*lanes: Experiment, **options: Any) -> Iterator[Watched]:
    """A started engine that has ended when the block has."""
    watched = Watched(*lanes, **options)
    watched.engine.start()
    try:
        yield watched
    finally:
        watched.send(Stop())
        assert watched.engine.join(PATIENCE)
