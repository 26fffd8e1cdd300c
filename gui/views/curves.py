"""Long curves made fit for a plot: as many points as the screen can show, and a mean that the eye can follow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Steps = npt.NDArray[np.int64]
Losses = npt.NDArray[np.floating]


def finite(steps: Steps, values: Losses) -> tuple[Steps, Losses]:
    """Only the points at which there is a number."""
    good = np.isfinite(values)
    return (steps, values) if good.all() else (steps[good], values[good])


def outline(steps: Steps, values: Losses, points: int) -> tuple[Steps, Losses]:
    """About ``points`` points at most, keeping every peak: the smallest and the largest of each stretch."""
    stretch = -(-len(values) // max(points // 2, 1))
    if stretch <= 2:
        return steps, values
    starts = np.arange(0, len(values), stretch)
    extremes = np.stack((np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)), axis=1)
    return np.repeat(steps[starts], 2), extremes.ravel()


def smooth(steps: Steps, values: Losses, points: int, breaks: Sequence[int] = ()) -> tuple[Steps, Losses]:
    """The mean over a fortieth of the curve around each of about ``points`` points.

    Over less at the ends and beside the steps ``breaks``, after which everything may be different: as much on both
    sides of a point, so that the mean lies on the curve where that is steep, and nothing shows before it happens.
    """
    count = len(values)
    if not count:
        return steps, values
    edges = np.unique(np.concatenate(([0], np.searchsorted(steps, breaks, side="right"), [count])))
    regular = np.linspace(0, count - 1, min(points, count)).astype(np.int64)
    centres = np.unique(np.concatenate((regular, edges[:-1], edges[1:] - 1)))
    part = np.searchsorted(edges, centres, side="right")
    reach = np.minimum(count // 80, np.minimum(centres - edges[part - 1], edges[part] - 1 - centres))
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    means = (sums[centres + reach + 1] - sums[centres - reach]) / (2 * reach + 1)
    return steps[centres], means


def steady(low: float, high: float, before: tuple[float, float] | None) -> tuple[float, float]:
    """A range around low to high with a margin, below it for a line of words.

    It stays the one from ``before`` for as long as that fits well enough, so that the plot doesn't jump about.
    """
    span = max(high - low, 1e-9 * max(abs(high), 1.0))
    if before is not None and before[0] <= low and high <= before[1] and span > 0.7 * (before[1] - before[0]):
        return before
    return low - 0.14 * span, high + 0.08 * span
