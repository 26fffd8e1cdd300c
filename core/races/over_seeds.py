"""The same race over several seeds: how far the losses of every lane are apart, and how often it has won."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.races.standing import Standing, winner

Loss = Literal["train", "validation"]
LOSSES: tuple[Loss, ...] = ("validation", "train")  # the first one decides who has won
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Heat:
    """The race with one seed, at its end."""

    seed: int
    lanes: tuple[Standing, ...]

    def won(self, by: Loss = LOSSES[0]) -> str | None:
        """The lane with the least loss of those that came to the end; ``None`` if there is none, or two have it."""
        there = (lane for lane in self.lanes if lane.diverged_at is None)
        return winner((lane.name, getattr(lane, by)) for lane in there)


@dataclass(frozen=True, eq=False)
class Spread:
    """The final losses of one lane that are numbers; NaN where there are none."""

    values: Values  # (n,), in the order of the seeds

    @property
    def median(self) -> float:
        """Half of them are below."""
        return float(np.median(self.values)) if len(self.values) else math.nan

    @property
    def least(self) -> float:
        """Of all."""
        return float(self.values.min()) if len(self.values) else math.nan

    @property
    def most(self) -> float:
        """Of all."""
        return float(self.values.max()) if len(self.values) else math.nan


@dataclass(frozen=True, eq=False)
class Band:
    """One lane's loss over the steps at which it is known for every seed that it came to the end with."""

    steps: npt.NDArray[np.int64]  # (n,) ascending
    least: Values  # (n,)
    median: Values  # (n,)
    most: Values  # (n,)


@dataclass(frozen=True, eq=False)
class OverSeeds:
    """All heats so far; they have the same lanes."""

    heats: tuple[Heat, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the lanes."""
        return tuple(lane.name for lane in self.heats[0].lanes) if self.heats else ()

    def with_heat(self, heat: Heat) -> OverSeeds:
        """These and one more."""
        return OverSeeds((*self.heats, heat))

    def won(self, by: Loss = LOSSES[0]) -> dict[str, int]:
        """How many heats each lane has won; where two have the least loss nobody has."""
        count = Counter(heat.won(by) for heat in self.heats)
        return {name: count[name] for name in self.names}

    def diverged(self, name: str) -> int:
        """In how many heats the lane did not come to the end."""
        return sum(lane.diverged_at is not None for lane in self._lane(name))

    def spread(self, name: str, of: Loss) -> Spread:
        """Of the lane's final losses, but where it diverged."""
        losses = np.array([getattr(lane, of) for lane in self._lane(name) if lane.diverged_at is None], np.float64)
        return Spread(losses[np.isfinite(losses)])

    def band(self, name: str, of: Loss = "train") -> Band:
        """Of the lane's losses over the steps."""
        curves = [_curve(lane, of) for lane in self._lane(name) if lane.diverged_at is None]
        if not curves:
            return Band(np.empty(0, np.int64), *(np.empty(0) for _ in range(3)))
        steps = reduce(np.intersect1d, (each for each, _ in curves))
        found = np.array([values[np.searchsorted(each, steps)] for each, values in curves], np.float64)
        return Band(steps, found.min(axis=0), np.median(found, axis=0), found.max(axis=0))

    def _lane(self, name: str) -> list[Standing]:
        return [lane for heat in self.heats for lane in heat.lanes if lane.name == name]


def _curve(lane: Standing, of: Loss) -> tuple[npt.NDArray[np.int64], Values]:
    """The steps at which a loss is known, the last one included, and the loss."""
    steps, values = lane.losses.steps, np.asarray(getattr(lane.losses, of), np.float64)
    last = getattr(lane, of)
    if math.isfinite(last) and (not len(steps) or steps[-1] < lane.step):
        return np.append(steps, lane.step), np.append(values, last)
    return steps, values
