"""How a lane stands in a race: numbers, NaN where nothing is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss
from core.parts.traces import read
from gui.race.as_it_was import as_it_was
from gui.race.newest_loss import newest_loss

LAGS, SOME = 0.02, 10  # of the steps, and steps: a lane that is further behind has to catch up
LEVEL = 1.005  # times the loss of the first: more is behind it
NEAR = 1.05  # times the floor: as good as PCA


@dataclass(frozen=True)
class Standing:
    """``near_after`` is the step at which the loss came to 1.05 × floor; infinite as long as it has not."""

    name: str
    step: int
    loss: float  # of the training set
    ratio: float  # to the PCA floor
    near_after: float
    tie_gap: float
    least: float  # singular values
    most: float
    dead: float
    units: int
    floor: float
    seconds: float  # that a step takes
    diverged: bool


def standing(snapshot: Snapshot, lane: LaneSnapshot) -> Standing:
    """Of one lane at this moment."""
    if snapshot.seen is not None:
        lane = as_it_was(lane)
    dead = lane.part(DeadUnits())
    reading = read(lane.part(Figures()), dead)
    loss = newest_loss(lane, lane.part(TrainingLoss()), "train")
    ratio = loss / lane.pca_floor if lane.pca_floor > 1e-12 else math.nan
    return Standing(
        lane.name,
        lane.moment.step,
        loss,
        ratio,
        _near_after(lane, loss),
        reading.tie_gap,
        reading.least,
        reading.most,
        math.nan if dead is None else reading.dead,
        sum(lane.experiment.layers),
        lane.pca_floor,
        lane.step_seconds,
        lane.diverged,
    )


def lags(lane: Standing, ahead: int) -> bool:
    """Whether it has to catch up: to compare its loss would not be fair."""
    return not lane.diverged and ahead - lane.step > max(LAGS * ahead, SOME)


def leader(standings: Sequence[Standing]) -> Standing | None:
    """The lane with the least loss; ``None`` where not all of them are known, or they are level."""
    alive = [each for each in standings if not each.diverged]
    ahead = max((each.step for each in standings), default=0)
    if any(lags(each, ahead) for each in alive):
        return None
    if len(standings) < 2 or not alive or not all(math.isfinite(each.loss) for each in alive):
        return None
    best = min(alive, key=lambda each: each.loss)
    others = [each for each in alive if each is not best]
    return None if any(each.loss < LEVEL * best.loss or each.loss == best.loss for each in others) else best


def _near_after(lane: LaneSnapshot, loss: float) -> float:
    """The curve is known at some steps only: the first of them at which it was there."""
    if not lane.pca_floor > 1e-12:
        return math.nan
    near = np.flatnonzero(lane.losses.train <= NEAR * lane.pca_floor)
    if len(near):
        return float(lane.losses.steps[near[0]])
    return float(lane.moment.step) if loss <= NEAR * lane.pca_floor else math.inf
