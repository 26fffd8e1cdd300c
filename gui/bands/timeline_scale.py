"""Where a step is on the timeline: over log steps, on an axis that stays as it is for long, as the loss plot's does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gui.plots.follow import last_decade
from gui.plots.scales import LOG_STEPS


@dataclass(frozen=True)
class TimeScale:
    """From ``left`` to ``right``, in pixels; at the right end is the step ``10 ** decades``."""

    left: float
    right: float
    decades: float

    @classmethod
    def holding(cls, step: int, left: float, right: float) -> TimeScale:
        """One on which there is room for ``step``."""
        return cls(left, max(right, left + 1.0), last_decade(step))

    def pixel(self, step: float) -> float:
        """Where this step is."""
        return float(self.pixels(np.array([step], np.float64))[0])

    def pixels(self, steps: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Where these steps are, (n,)."""
        begin = LOG_STEPS.place(0.0)
        shares = (LOG_STEPS.places(steps) - begin) / (self.decades - begin)
        return np.asarray(self.left + shares * (self.right - self.left), np.float64)

    def step(self, pixel: float) -> int:
        """Which step is there."""
        begin = LOG_STEPS.place(0.0)
        share = min(max((pixel - self.left) / (self.right - self.left), 0.0), 1.0)
        place = begin + share * (self.decades - begin)
        return 0 if place < begin / 2 else round(LOG_STEPS.value(place))
