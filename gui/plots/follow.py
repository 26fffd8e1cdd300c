"""Where the axes of a plot that follows a run begin and end: at places that stay for long, so that nothing jumps."""

from __future__ import annotations

import math

FIRST = 1000  # steps that a logarithmic axis shows from the beginning on


def last_decade(step: int) -> float:
    """The decimal logarithm at which an axis of log steps ends that holds ``step``: half decades, with some room."""
    return max(math.log10(FIRST), math.ceil(2 * math.log10(max(step, 1)) + 0.1) / 2)


def steady(
    low: float, high: float, before: tuple[float, float] | None, below: float, above: float
) -> tuple[float, float]:
    """A range around low to high with room ``below`` and ``above`` as shares of it.

    It stays the one from ``before`` for as long as that fits well enough.
    """
    span = max(high - low, 1e-9 * max(abs(high), 1.0))
    if before is not None and before[0] <= low and high <= before[1] and span > 0.7 * (before[1] - before[0]):
        return before
    return low - below * span, high + above * span
