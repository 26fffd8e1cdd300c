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


class Totals:
    """The running sum of a curve that only grows: a frame pays for what is new, not for the whole run."""

    def __init__(self) -> None:
        self._values: Losses = np.empty(0)
        self._sums = np.zeros(1)

    def of(self, values: Losses) -> npt.NDArray[np.float64]:
        """Of the first 0, 1, … n values; what was asked for last may be overwritten."""
        count, known = len(values), len(self._values)
        # Nothing is ever rewritten in what one array has held, see core.messages.history.History.
        if values.base is None or values.base is not self._values.base or count < known:
            known = 0
        if count >= len(self._sums):
            self._sums = np.resize(self._sums, 2 * count + 1)
        new = self._sums[known : count + 1]
        np.cumsum(values[known:], dtype=np.float64, out=new[1:])
        new[1:] += new[0]
        self._values = values
        return self._sums[: count + 1]


def smooth(
    steps: Steps, totals: npt.NDArray[np.float64], points: int, breaks: Sequence[int] = ()
) -> tuple[Steps, Losses]:
    """The mean over a fortieth of the curve around each of about ``points`` points.

    Over less at the ends and beside the steps ``breaks``, after which everything may be different: as much on both
    sides of a point, so that the mean lies on the curve where that is steep, and nothing shows before it happens.
    ``totals`` are the curve's :class:`Totals`.
    """
    count = len(steps)
    if not count:
        return steps, totals[:0]
    edges = np.unique(np.concatenate(([0], np.searchsorted(steps, breaks, side="right"), [count])))
    regular = np.linspace(0, count - 1, min(points, count)).astype(np.int64)
    centres = np.unique(np.concatenate((regular, edges[:-1], edges[1:] - 1)))
    part = np.searchsorted(edges, centres, side="right")
    reach = np.minimum(count // 80, np.minimum(centres - edges[part - 1], edges[part] - 1 - centres))
    means = (totals[centres + reach + 1] - totals[centres - reach]) / (2 * reach + 1)
    return steps[centres], means


def steady(low: float, high: float, before: tuple[float, float] | None) -> tuple[float, float]:
    """A range around low to high with a margin, below it for a line of words.

    It stays the one from ``before`` for as long as that fits well enough, so that the plot doesn't jump about.
    """
    span = max(high - low, 1e-9 * max(abs(high), 1.0))
    if before is not None and before[0] <= low and high <= before[1] and span > 0.7 * (before[1] - before[0]):
        return before
    return low - 0.14 * span, high + 0.08 * span
