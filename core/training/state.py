"""Everything that decides a lane's next step, and all that is told about it: the one thing that is kept and restored.

Rewinding, saving and going on in another process keep this. After :meth:`core.engine.lane.Lane.restore` every later
bit is the same on the CPU, with the same number of threads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.experiment import Experiment
from core.messages.history import HistoryState
from core.messages.losses import LossCurve
from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import Mark
from core.training.divergence import DivergenceState
from core.training.feed import Place
from core.training.ramp import Ramp

if TYPE_CHECKING:
    from core.linear_algebra.condition_monitor import MonitorState
    from core.training.parameters import BlockState


@dataclass(frozen=True, eq=False)
class TrainerState:
    """What decides the next step."""

    moment: Moment
    widths: tuple[int, ...]  # the input's, then each encoder layer's
    experiment: Experiment  # the settings in force
    decoder: str  # in force: that of the dial while a ramp is under way
    dial: float  # of the dial, whether it is in force or not
    ramp: Ramp | None
    blocks: tuple[BlockState, ...]  # the tied one, then free weights if there are any
    monitors: tuple[MonitorState | None, ...]  # of every layer
    place: Place  # in the data; the order of an epoch and the noise follow from it and the seed
    divergence: DivergenceState
    limited_at: int | None
    threads: int  # the bits of a product depend on how many there are

    @property
    def nbytes(self) -> int:
        """Of the tensors."""
        return sum(tensor.nbytes for block in self.blocks for tensor in block)


@dataclass(frozen=True, eq=False)
class ChronicleState:
    """What is told of the whole sets and of changes, see :mod:`core.engine.chronicle`."""

    losses: LossCurve
    marks: tuple[Mark, ...]
    decoder_at_start: str
    segment: int = 0  # changes so far
    changed_at: int = 0  # the step of the last one
    due: int = 0  # the step at which the losses are to be taken next


@dataclass(frozen=True, eq=False)
class LaneState:
    """A trainer's state and what is told of the lane."""

    trainer: TrainerState
    batch_history: HistoryState
    chronicle: ChronicleState
    batch_loss: float = math.nan
    measured: Mapping[Need[Any], Part] = field(default_factory=dict)  # evaluation and figures, each with its moment
    diverged: bool = False  # it stands still: its loss is not finite any more, or lost
