"""Where a step is on the timeline: on an axis that stays as it is for long, as the loss plot's does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gui.plots import ticks
from gui.plots.follow import last_decade
from gui.plots.scales import LOG_STEPS, STEPS, Scale


@dataclass(frozen=True)
class TimeScale:
    """From ``left`` to ``right`` in pixels, and from ``begin`` to ``end`` in places of a scale of steps."""

    left: float
    right: float
    begin: float
    end: float
    scale: Scale = LOG_STEPS

    @classmethod
    def holding(cls, step: int, left: float, right: float, *, log_steps: bool = True) -> TimeScale:
        """One on which there is room for ``step``: over log steps, or over steps."""
        scale = LOG_STEPS if log_steps else STEPS
        end = last_decade(step) if log_steps else float(ticks.end(max(step, 10)))
        return cls(left, max(right, left + 1.0), scale.place(0.0), end, scale)

    def pixel(self, step: float) -> float:
        """Where this step is."""
        return float(self.pixels(np.array([step], np.float64))[0])

    def pixels(self, steps: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Where these steps are, (n,)."""
        shares = (self.scale.places(steps) - self.begin) / (self.end - self.begin)
        return np.asarray(self.left + shares * (self.right - self.left), np.float64)

    def step(self, pixel: float) -> int:
        """Which step is there."""
        share = min(max((pixel - self.left) / (self.right - self.left), 0.0), 1.0)
        place = self.begin + share * (self.end - self.begin)
        # What was before the first step has no logarithm: it is where the axis begins.
        return 0 if self.scale.logarithmic and place < self.begin / 2 else round(self.scale.value(place))
