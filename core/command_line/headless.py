"""A run without a window: the same engine, each report in its order, to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from queue import Queue
from typing import Any, Literal

from core.command_line.interruption import Interruption
from core.engine.engine import Engine
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import Command, Envelope, KeepUpTo, LaneId, Pause, Replace, Rewind, Stop, Watch
from core.messages.events import Diverged, Ended, Failed, Finished, Rejected
from core.messages.needs import Need
from core.messages.receiver import Receiver
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss

DEFAULT_STEPS = 4000
REPORTS = 50
LONGEST_SILENCE = 1000  # steps between two reports of a long run
NEEDS: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss(), Figures())  # of a report
SENDER = "headless"


@dataclass(frozen=True)
class Outcome:
    """How a run ended; ``last`` is the last good moment, if there was one, ``cause`` what went wrong.

    It is done if any lane came to the end; ``lost`` are those that did not, though others may have.
    """

    how: Literal["done", "diverged", "failed", "interrupted"]
    last: Snapshot | None
    cause: Diverged | Failed | Ended | None = None
    lost: Mapping[LaneId, Diverged] = field(default_factory=dict)


class _Reports:
    """What the engine reports to, and nothing is thrown away: the reader keeps pace or is waited for."""

    empty = True

    def __init__(self) -> None:
        self._queue: Queue[Report] = Queue(maxsize=8)
        self._receiver = Receiver()

    def put(self, report: Report) -> None:
        self._queue.put(report)

    def next(self) -> Report:
        """The next one, waited for."""
        (report,) = self._receiver.take((self._queue.get(),))
        return report

    def drop(self) -> None:
        """Make room: the engine may be waiting for it."""
        while not self._queue.empty():
            self._queue.get()


class _Sender:
    """Commands to the engine, numbered."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sent = 0

    def send(self, command: Command) -> None:
        """Also in a signal handler."""
        self.sent += 1
        self._engine.send(Envelope(SENDER, self.sent, command))

    def settled(self, snapshot: Snapshot) -> bool:
        """Whether all that was sent has been handled."""
        return snapshot.acknowledged.get(SENDER, 0) >= self.sent


def train(
    experiment: Experiment,
    on_report: Callable[[Snapshot], None],
    device: str | None = None,
    interruption: Interruption | None = None,
    needs: Iterable[Need[Any]] = (),
) -> Outcome:
    """Train until the experiment's ``steps`` are done (0 counts as 4000), the loss diverges or a signal comes.

    See :func:`train_lanes`.
    """
    first = Replace((ending(experiment),))
    return train_lanes(first, first.lanes[0].steps, on_report, device, interruption, needs)


def ending(experiment: Experiment) -> Experiment:
    """``experiment`` with an end: 4000 steps if it has none."""
    return experiment.with_values({"steps": experiment.steps or DEFAULT_STEPS})


def train_lanes(
    first: Command,
    steps: int,
    on_report: Callable[[Snapshot], None],
    device: str | None = None,
    interruption: Interruption | None = None,
    needs: Iterable[Need[Any]] = (),
    watched: Iterable[Need[Any]] = NEEDS,
    reports: int = REPORTS,
    memory: int = 0,
) -> Outcome:
    """Begin with ``first``, which leads to a run that ends after ``steps``, and train to the end of all lanes that do
    not diverge, or until a signal comes.

    ``on_report`` is called on this thread, with a snapshot every so many steps, ``reports`` of them unless they would
    be too far apart, and with the last one. They answer what is ``watched`` and ``needs``. The signals are those of
    ``interruption``, which must have been entered. States of the past are kept in ``memory``, in MiB.

    Raises:
        TiescopeError: if the engine can't run this here.
    """
    stream = _Reports()
    engine = Engine(
        (),
        stream,
        device=device,
        publish_every=min(max(1, steps // reports), LONGEST_SILENCE),
        first=first,
    )
    sender = _Sender(engine)
    sender.send(KeepUpTo(memory))
    sender.send(Watch.all((*watched, *needs)))
    engine.start()
    try:
        return _follow(sender, stream, on_report, interruption or Interruption())
    finally:
        sender.send(Stop())
        while not engine.join(0.05):
            stream.drop()


def _follow(
    sender: _Sender, reports: _Reports, on_report: Callable[[Snapshot], None], interruption: Interruption
) -> Outcome:
    """Pass reports on until the end is known and the snapshot that belongs to it has come."""
    watching = sender.sent
    interruption.ask_by(lambda: sender.send(Pause()))
    lost: dict[LaneId, Diverged] = {}
    still: frozenset[LaneId] | None = None  # lanes that stood still before the first step
    last: Snapshot | None = None
    ended = False
    while not ended or last is None or last.running or not _lost(last, still) <= lost.keys():
        match reports.next():
            case Snapshot() as snapshot if snapshot.lanes and snapshot.acknowledged.get(SENDER, 0) >= watching:
                last = snapshot
                still = _lost(snapshot) if still is None else still
                on_report(snapshot)
                if not ended and snapshot.acknowledged[SENDER] > watching:
                    # Nothing else but the pause was asked for.
                    return Outcome("interrupted", _rewound(snapshot, lost, sender, reports), lost=lost)
            case Diverged() as diverged:
                lost[diverged.lane] = diverged
                ended = ended or not diverged.running
            case Finished():
                ended = True
            case Ended() as cause:
                return Outcome("failed", last, cause, lost)
            case Failed() as failed:
                # A step may have been left half taken.
                return Outcome("failed", _after(Rewind(1.0), sender, reports), failed, lost)
            case Rejected(_, _, sentence, key):
                raise TiescopeError(sentence, key)
    interruption.ask_no_more()
    diverged_all = len(_lost(last)) == len(last.lanes)
    rewound = _rewound(last, lost, sender, reports)
    if diverged_all:
        return Outcome("diverged", rewound, next(iter(lost.values()), None), lost)
    return Outcome("done", rewound, lost=lost)


def _lost(snapshot: Snapshot, but: frozenset[LaneId] | None = None) -> frozenset[LaneId]:
    """The lanes that stand still because they have diverged."""
    return frozenset(lane.name for lane in snapshot.lanes if lane.diverged) - (but or frozenset())


def _rewound(
    snapshot: Snapshot, lost: Mapping[LaneId, Diverged], sender: _Sender, reports: _Reports
) -> Snapshot | None:
    """``snapshot`` with every lane that is ``lost`` at its last good moment; ``None`` where there is none."""
    found: Snapshot | None = snapshot
    for name in lost:
        found = _after(Rewind(1.0, name), sender, reports)
    return found


def _after(command: Command, sender: _Sender, reports: _Reports) -> Snapshot | None:
    """The snapshot after ``command``."""
    sender.send(command)
    while True:
        match reports.next():
            case Snapshot() as snapshot if sender.settled(snapshot):
                return snapshot
            case Failed() | Ended():
                return None
            case Rejected(_, number) if number == sender.sent:
                return None
