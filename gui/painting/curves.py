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
        self._known, self._version = 0, 0
        self._sums = np.zeros(1)

    def of(self, values: Losses, version: int) -> npt.NDArray[np.float64]:
        """Of the first 0, 1, … n values of the curve of this version; what was asked for last may be overwritten."""
        count = len(values)
        known = self._known if version == self._version and count >= self._known else 0
        if count >= len(self._sums):
            self._sums = np.resize(self._sums, 2 * count + 1)
        new = self._sums[known : count + 1]
        np.cumsum(values[known:], dtype=np.float64, out=new[1:])
        new[1:] += new[0]
        self._known, self._version = count, version
        return self._sums[: count + 1]


def smooth(
    steps: Steps, totals: npt.NDArray[np.float64], points: int, breaks: Sequence[int] = ()
) -> tuple[Steps, Losses]:
    """The mean over a fortieth of the curve around each of about ``points`` points.

    Over less at the beginning and beside the steps ``breaks``, after which everything may be different: as much on both
    sides of a point, so that the mean lies on the curve where that is steep, and nothing shows before it happens. It
    ends where half of the last mean is still to come: over less it would end in the last mini-batch, and jump about.
    ``totals`` are the curve's :class:`Totals`.
    """
    count = len(steps)
    if not count:
        return steps, totals[:0]
    edges = np.unique(np.concatenate(([0], np.searchsorted(steps, breaks, side="right"), [count])))
    regular = np.linspace(0, count - 1, min(points, count)).astype(np.int64)
    centres = np.unique(np.concatenate((regular, edges[:-1], edges[1:] - 1)))
    part = np.searchsorted(edges, centres, side="right")
    reach = np.minimum(count // 80, centres - edges[part - 1])
    whole = (part < len(edges) - 1) | (centres + reach < count)
    centres, part, reach = centres[whole], part[whole], reach[whole]
    reach = np.minimum(reach, edges[part] - 1 - centres)
    means = (totals[centres + reach + 1] - totals[centres - reach]) / (2 * reach + 1)
    return steps[centres], means


def latest(steps: Steps, totals: npt.NDArray[np.float64], breaks: Sequence[int] = ()) -> float:
    """The mean over the last fortieth of the curve, as far as that lies behind the last of ``breaks``; NaN of none."""
    count = len(steps)
    since = count - int(np.searchsorted(steps, max(breaks, default=-1), side="right"))
    length = min(max(1, count // 40), since)
    return float(totals[count] - totals[count - length]) / length if length > 0 else float("nan")


def steady(low: float, high: float, before: tuple[float, float] | None) -> tuple[float, float]:
    """A range around low to high with a margin, below it for a line of words.

    It stays the one from ``before`` for as long as that fits well enough, so that the plot doesn't jump about.
    """
    span = max(high - low, 1e-9 * max(abs(high), 1.0))
    if before is not None and before[0] <= low and high <= before[1] and span > 0.7 * (before[1] - before[0]):
        return before
    return low - 0.14 * span, high + 0.08 * span
