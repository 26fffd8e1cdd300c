"""The axis of a loss: equal ratios or equal differences, with numbers that can be read from afar."""

from __future__ import annotations

import math

import pyqtgraph as pg


class LossAxis(pg.AxisItem):  # type: ignore[misc]
    """Where ``logarithmic``, the plot's coordinates are decimal logarithms and the ticks say the losses."""

    logarithmic = True

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if not self.logarithmic or high - low > 12:
            return super().tickValues(low, high, size)  # type: ignore[no-any-return]
        decades = range(math.floor(low), math.ceil(high) + 1)
        for digits in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
            ticks = [decade + math.log10(digit) for decade in decades for digit in digits]
            ticks = [tick for tick in ticks if low <= tick <= high]
            if len(ticks) >= 4:
                return [(1.0, ticks)]
        levels = super().tickValues(10**low, 10**high, size)
        return [(spacing, [math.log10(value) for value in values if value > 0]) for spacing, values in levels[:1]]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{10**value if self.logarithmic else value:.4g}".replace("-", "−") for value in values]
