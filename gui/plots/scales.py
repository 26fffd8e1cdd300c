"""From values to places along an axis and back, and the numbers that stand there: linear or logarithmic."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gui.painting import numbers
from gui.plots import ticks

Places = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.integer] | npt.NDArray[np.floating]
Spread = Callable[[float, float, int], list[float]]

SMALLEST = 1e-45  # of a float32; a loss of 0 has no logarithm, and is drawn where the eye takes it for 0
FIRST = 0.8  # where a logarithmic axis of steps begins: what was before the first step is drawn there


@dataclass(frozen=True)
class Scale:
    """``spread`` finds where numbers stand, as places; ``words`` writes the number of one of them.

    ``least`` is the smallest number that a logarithmic axis can show: what is smaller is drawn there.
    """

    logarithmic: bool
    spread: Spread
    words: Callable[[float], str]
    least: float = SMALLEST
    letters: float = 6.0  # that a number takes of a horizontal axis, and the room beside it

    def places(self, values: Numbers) -> Places:
        """Where these numbers are; what is no number stays none."""
        if not self.logarithmic:
            return values.astype(np.float64)
        return np.log10(np.maximum(values.astype(np.float64), self.least))

    def place(self, value: float) -> float:
        """Where this number is."""
        return math.log10(max(value, self.least)) if self.logarithmic else value

    def value(self, place: float) -> float:
        """Which number is there."""
        return 10.0 ** min(max(place, -300.0), 300.0) if self.logarithmic else place

    def ticks(self, low: float, high: float, most: int) -> list[tuple[float, str]]:
        """At most about so many places from low to high, and the numbers there."""
        return [(place, self.words(self.value(place))) for place in self.spread(low, high, most)]


def _whole_only(low: float, high: float, most: int) -> list[float]:
    return [place for place in ticks.linear(low, high, most, least=1) if place >= 0]


LOG_LOSS = Scale(True, ticks.logarithmic, numbers.on_plot)
LINEAR = Scale(False, ticks.linear, numbers.on_plot)
LOG_STEPS = Scale(True, ticks.powers, numbers.whole_on_plot, FIRST, letters=4.5)
STEPS = Scale(False, _whole_only, numbers.whole_on_axis, letters=7.0)
