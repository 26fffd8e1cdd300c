"""One moment of a run, immutable: what is told of every lane, and the parts that somebody needs.

Shapes: d input components, n fixed examples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.history import Curve
from core.messages.kept import NOTHING, Kept
from core.messages.losses import LossCurve, empty
from core.messages.moment import Moment
from core.messages.needs import Answer, Need, Part
from core.messages.pace import FULL
from core.messages.wire import message

Array = npt.NDArray[np.float32]

#: The fields of a :class:`LaneSnapshot` that are sent as what is new since the last one.
GROWING = ("batch_curve", "losses")


@message
@dataclass(frozen=True, eq=False)
class Examples:
    """The examples that are shown all along, spread over the labels."""

    shape: tuple[int, int]  # rows and columns of one example's picture
    inputs: Array  # (n, d)
    labels: tuple[str, ...] | None


@message
@dataclass(frozen=True, eq=False)
class RunFacts:
    """What never changes in a run, told once."""

    run: int
    device: str
    examples: Examples
    variance: float  # of the training set: the mean squared error of always answering with its mean


@message
@dataclass(frozen=True)
class Mark:
    """A command that changed the experiment or W: from the step after ``step`` on, ``changes`` were in force.

    They are pairs of a key of the experiment and its value, or ("balance", True), or ("rewind", step) with the step
    that was gone back from. Changes of the same keys without a step between them are
    one mark, and so is the dial while it is being turned. ``before`` and ``after`` are the losses of the training set
    as in :class:`core.messages.losses.LossCurve`; NaN until measured.
    """

    step: int
    changes: tuple[tuple[str, Any], ...]
    before: float = math.nan
    after: float = math.nan

    @property
    def decoder(self) -> str | None:
        """The decoder that was chosen, if one was."""
        return next((value for key, value in self.changes if key == "decoder"), None)


@message
@dataclass(frozen=True, eq=False)
class LaneSnapshot:
    """One network of the run. ``experiment`` holds the settings in force, the decoder among them."""

    name: LaneId
    moment: Moment
    epoch: float
    experiment: Experiment
    batch_loss: float  # of the last mini-batch; NaN before the first step
    pca_floor: float  # on the training set, at the network's narrowest layer
    batch_curve: Curve  # of mini-batches
    losses: LossCurve = field(default_factory=empty)  # its last point may be any time old
    marks: tuple[Mark, ...] = ()
    decoder_at_start: str = "transpose"  # in force before the first mark
    validation_floor: float = math.nan  # what the same plane leaves of the validation set
    dial: float | None = None  # where the decoder stands between W⁺ (0) and Wᵀ (1), in a ramp too
    limited_at: int | None = None  # the last step whose gradient had to be shortened
    not_replayed: str | None = None  # why recording some steps failed, where steps are recorded
    step_seconds: float = math.nan  # that a step of this lane takes
    diverged: bool = False  # it stands still: its loss is not finite any more, or lost
    kept: Kept = NOTHING  # the moments that can be looked at
    can_undo: bool = False
    can_redo: bool = False
    parts: Mapping[Need[Any], Part] = field(default_factory=dict)

    def part(self, need: Need[Answer]) -> Answer | None:
        """The answer to ``need``; ``None`` if it has not been computed yet, or nobody asked for it."""
        found: Answer | None = cast(Any, self.parts.get(need))
        return found


@message
@dataclass(frozen=True, eq=False)
class Snapshot:
    """All lanes of a run at once; none where no network could be built.

    ``acknowledged`` has the number of the last command handled, by sender.
    """

    run: int
    acknowledged: Mapping[str, int]
    running: bool
    steps_per_second: float  # 0 while paused
    lanes: tuple[LaneSnapshot, ...]
    facts: RunFacts | None = None  # of the run; filled in by the receiver
    pace: str = FULL  # one of core.messages.pace.PACES
    full_speed: float = 0.0  # steps per second that full pace makes here; 0 if it is not known yet
    step_seconds: Mapping[str, float] = field(default_factory=dict)  # that a step takes, by decoders seen so far
    stop_step: int | None = None  # where it will pause
    stop_at_floor: float | None = None  # times the floor at which it will
    seen: int | None = None  # the step that is looked at, where that is not now

    @property
    def step(self) -> int:
        """Steps taken by the lane that is furthest on."""
        return max((lane.moment.step for lane in self.lanes), default=0)

    @property
    def device(self) -> str:
        """Where it trains."""
        return self.facts.device if self.facts else ""

    @property
    def examples(self) -> Examples:
        """Those that are shown all along."""
        assert self.facts is not None, "a snapshot that is shown has come through a receiver"
        return self.facts.examples

    def lane(self, name: LaneId) -> LaneSnapshot | None:
        """The lane of this name."""
        return next((lane for lane in self.lanes if lane.name == name), None)


@message
@dataclass(frozen=True, eq=False)
class Past:
    """What :class:`core.messages.commands.LookAt` asked for: every lane as it was, without its curves.

    It comes again when more is measured, until it is ``complete``.
    """

    run: int
    acknowledged: Mapping[str, int]
    step: int  # of the lane that is furthest on
    lanes: tuple[LaneSnapshot, ...]
    complete: bool = False
