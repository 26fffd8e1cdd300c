"""A run without a window: the same engine, each report in its order, to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Queue
from typing import Literal

from core.command_line.interruption import Interruption
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


def train(
    experiment: Experiment,
    on_report: Callable[[Snapshot], None],
    device: str | None = None,
    interruption: Interruption | None = None,
) -> Outcome:
    """Train until the experiment's ``steps`` are done (0 counts as 4000), the loss diverges or a signal comes.

    ``on_report`` is called on this thread, with a snapshot every so many steps and with the last one. The signals
    are those of ``interruption``, which must have been entered.

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
        return _follow(engine, reports.queue, on_report, interruption or Interruption())
    finally:
        _end(engine, reports.queue)


def _follow(
    engine: Engine,
    queue: Queue[Snapshot | Event],
    on_report: Callable[[Snapshot], None],
    interruption: Interruption,
) -> Outcome:
    """Pass reports on until the end is known and the snapshot that belongs to it has come."""
    pauses = 0

    def pause() -> None:
        nonlocal pauses
        pauses += 1
        engine.send(Pause())

    interruption.ask_by(pause)
    end: Finished | Diverged | None = None
    last: Snapshot | None = None
    while end is None or last is None or last.running:
        report = queue.get()
        match report:
            case Snapshot():
                last = report
                on_report(report)
                if report.acknowledged and end is None:
                    # Nothing else but the pause was asked for.
                    return Outcome("interrupted", report)
            case Finished() | Diverged():
                end = report
            case Failed():
                return Outcome("failed", last, report)
            case Rejected(_, sentence, key):
                raise TiescopeError(sentence, key)
            case Ready():
                pass
    interruption.ask_no_more()
    if isinstance(end, Diverged):
        return Outcome("diverged", _after(engine, queue, Rewind(1.0), pauses + 1), end)
    return Outcome("done", last)


def _after(engine: Engine, queue: Queue[Snapshot | Event], command: Command, number: int) -> Snapshot | None:
    """The snapshot after ``command``, the engine's ``number``-th."""
    engine.send(command)
    while True:
        report = queue.get()
        if isinstance(report, Snapshot) and report.acknowledged >= number:
            return report
        if isinstance(report, Failed) or (isinstance(report, Rejected) and report.command is command):
            return None


def _end(engine: Engine, queue: Queue[Snapshot | Event]) -> None:
    engine.send(Stop())
    while not engine.join(0.05):
        # The engine may be waiting for room to report in.
        while not queue.empty():
            queue.get()
