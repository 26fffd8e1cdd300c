"""How a lane of a race has done: its losses, how near it came to the floor and when, and what its steps cost."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from core.messages.losses import LossCurve
from core.messages.snapshot import LaneSnapshot
from core.parts.losses import TrainingLoss, ValidationLoss

NEAR = 1.05  # times the floor: as good as the principal components
NO_FLOOR = 1e-12  # at most: the code is as wide as the data


@dataclass(frozen=True, eq=False)
class Standing:
    """Of one lane at one moment; numbers are NaN where they are not known."""

    name: str
    decoder: str
    step: int
    train: float
    validation: float
    floor: float  # of the training set
    near_after: int | None  # the first step known at which the training set's loss was 1.05 floors; None: it never was
    step_seconds: float
    losses: LossCurve
    diverged_at: int | None = None  # it stands still; the rest is of the last good state

    @property
    def times_floor(self) -> float:
        """The loss of the training set in floors."""
        return self.train / self.floor if self.floor > NO_FLOOR else math.nan


def standing(lane: LaneSnapshot, diverged_at: int | None = None) -> Standing:
    """Of ``lane`` at its moment."""
    train, validation = (_now(lane, need) for need in (TrainingLoss(), ValidationLoss()))
    return Standing(
        lane.name,
        lane.experiment.decoder,
        lane.moment.step,
        train,
        validation,
        lane.pca_floor,
        near_after(lane.losses, lane.pca_floor, lane.moment.step, train),
        lane.step_seconds,
        lane.losses,
        diverged_at,
    )


def near_after(losses: LossCurve, floor: float, step: int = 0, now: float = math.nan) -> int | None:
    """The first step at which the loss is known to have been within 1.05 floors; ``now`` is that at ``step``."""
    if not floor > NO_FLOOR:
        return None
    for at, loss in zip(losses.steps.tolist(), losses.train.tolist(), strict=True):
        if loss <= NEAR * floor:
            return int(at)
    return step if now <= NEAR * floor else None


def winner(losses: Iterable[tuple[str, float]]) -> str | None:
    """Of names with losses the one with the least; ``None`` if no loss is a number, or two have the least."""
    known = sorted((loss, name) for name, loss in losses if math.isfinite(loss))
    if not known or (len(known) > 1 and known[0][0] == known[1][0]):
        return None
    return known[0][1]


def _now(lane: LaneSnapshot, need: TrainingLoss | ValidationLoss) -> float:
    """NaN if it is not known of this very moment."""
    measured = lane.part(need)
    return measured.loss if measured and measured.moment == lane.moment else math.nan
