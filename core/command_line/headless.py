"""A run without a window: the same engine, each report in its order, to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Queue
from typing import Literal

from core.engine.engine import Engine
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import Command, Pause, Rewind, Stop
from core.messages.events import Diverged, Event, Failed, Finished, Ready, Rejected
from core.messages.snapshot import Snapshot

DEFAULT_STEPS = 4000
REPORTS = 50
LONGEST_SILENCE = 1000  # steps between two reports of a long run


@dataclass(frozen=True)
class Outcome:
    """How a run ended; ``last`` is the last good moment, if there was one, ``cause`` what went wrong."""

    how: Literal["done", "diverged", "failed", "interrupted"]
    last: Snapshot | None
    cause: Diverged | Failed | None = None


class _Reports:
    """What the engine takes for its mailbox, but nothing is thrown away: the reader keeps pace or is waited for."""

    empty = True

    def __init__(self) -> None:
        self.queue: Queue[Snapshot | Event] = Queue(maxsize=8)

    def put(self, report: Snapshot | Event) -> None:
        self.queue.put(report)


def train(experiment: Experiment, on_report: Callable[[Snapshot], None], device: str | None = None) -> Outcome:
    """Train until the experiment's ``steps`` are done (0 counts as 4000), the loss diverges or Ctrl-C is pressed.

    ``on_report`` is called on this thread, with a snapshot every so many steps and with the last one.

    Raises:
        TiescopeError: if the engine can't run this experiment here.
    """
    steps = experiment.steps or DEFAULT_STEPS
    reports = _Reports()
    engine = Engine(
        (experiment.with_values({"steps": steps}),),
        reports,
        reports.put,
        device=device,
        publish_every=min(max(1, steps // REPORTS), LONGEST_SILENCE),
    )
    engine.start()
    try:
        return _follow(engine, reports.queue, on_report)
    except KeyboardInterrupt:
        last = _settled(engine, reports.queue, Pause())
        if last:
            on_report(last)
        return Outcome("interrupted", last)
    finally:
        _end(engine, reports.queue)


def _follow(engine: Engine, queue: Queue[Snapshot | Event], on_report: Callable[[Snapshot], None]) -> Outcome:
    """Pass reports on until the end is known and the snapshot that belongs to it has come."""
    end: Finished | Diverged | None = None
    last: Snapshot | None = None
    while end is None or last is None or last.running:
        report = queue.get()
        match report:
            case Snapshot():
                last = report
                on_report(report)
            case Finished() | Diverged():
                end = report
            case Failed():
                return Outcome("failed", last, report)
            case Rejected(_, sentence, key):
                raise TiescopeError(sentence, key)
            case Ready():
                pass
    if isinstance(end, Diverged):
        return Outcome("diverged", _settled(engine, queue, Rewind(1.0)), end)
    return Outcome("done", last)


def _settled(engine: Engine, queue: Queue[Snapshot | Event], command: Command) -> Snapshot | None:
    """The snapshot after ``command``, the first this run's engine is sent."""
    engine.send(command)
    while True:
        report = queue.get()
        if isinstance(report, Snapshot) and report.acknowledged:
            return report
        if isinstance(report, Failed | Rejected):
            return None


def _end(engine: Engine, queue: Queue[Snapshot | Event]) -> None:
    engine.send(Stop())
    while not engine.join(0.05):
        # The engine may be waiting for room to report in.
        while not queue.empty():
            queue.get()
