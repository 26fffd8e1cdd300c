"""A run without a window: the same engine, each report in its order, to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.command_line.following import Follower, Outcome, Reports, Sender
from core.command_line.interruption import Interruption
from core.engine.engine import Engine
from core.experiment import Experiment
from core.messages.commands import Command, KeepUpTo, LaneId, Replace, Stop
from core.messages.needs import Need
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss

DEFAULT_STEPS = 4000
REPORTS = 50
LONGEST_SILENCE = 1000  # steps between two reports of a long run
NEEDS: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss(), Figures())  # of a report


@dataclass(frozen=True)
class Job:
    """What is to be trained: the command that begins it, at a step of its own, and the step at which it ends."""

    first: Command
    steps: int
    start: int = 0

    @classmethod
    def of(cls, experiments: Sequence[Experiment], names: Sequence[LaneId] = ()) -> Job:
        """New lanes from step 0 on."""
        lanes = tuple(map(ending, experiments))
        return cls(Replace(lanes, tuple(names)), lanes[0].steps)


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
    past_wanted: Callable[[], bool] | None = None,
) -> Outcome:
    """Begin with ``first``, which leads to a run that ends after ``steps``, and train to the end of all lanes that do
    not diverge, or until a signal comes.

    ``on_report`` is called on this thread, with a snapshot every so many steps, ``reports`` of them unless they would
    be too far apart, and with the last one. They answer what is ``watched`` and ``needs``. The signals are those of
    ``interruption``, which must have been entered. States of the past are kept in ``memory``, in MiB; they are there
    with the last snapshot if ``past_wanted`` is given, and with a report soon after it has said so.

    Raises:
        TiescopeError: if the engine can't run this here.
    """
    stream = Reports()
    engine = Engine(
        (),
        stream,
        device=device,
        publish_every=min(max(1, steps // reports), LONGEST_SILENCE),
        first=first,
    )
    sender = Sender(engine)
    sender.send(KeepUpTo(memory))
    follower = Follower(sender, stream, (*watched, *needs), past_wanted)
    engine.start()
    try:
        return follower.follow(on_report, interruption or Interruption())
    finally:
        sender.send(Stop())
        while not engine.join(0.05):
            stream.drop()
