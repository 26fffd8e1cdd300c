"""Times several contenders by turns, A B C A B C …, so that whatever else the machine does hits all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

TURN = 0.01  # seconds that the fastest contender gets at a time: long enough to have its data in the caches
WARM_UP = 3  # turns that are not counted


@dataclass(frozen=True)
class Spread:
    """Median and quartiles."""

    low: float
    median: float
    high: float

    def text(self, scale: float = 1.0, digits: int = 2) -> str:
        """``median (low–high)``."""
        return f"{self.median * scale:.{digits}f} ({self.low * scale:.{digits}f}–{self.high * scale:.{digits}f})"


@dataclass(frozen=True)
class Times:
    """Seconds per step of every contender, a value for every turn."""

    turns: Mapping[str, Sequence[float]]

    def of(self, name: str) -> Spread:
        """Seconds per step."""
        return spread(self.turns[name])

    def ratio(self, name: str, to: str) -> Spread:
        """How many times longer than ``to`` it took, turn by turn."""
        return spread([a / b for a, b in zip(self.turns[name], self.turns[to], strict=True)])


def interleave(contenders: Mapping[str, Callable[[int], object]], seconds: float) -> Times:
    """Give the contenders turns for ``seconds``; each takes as many steps as it is told when it is called."""
    for step in contenders.values():
        step(1)
    once = min(_timed(step, 2) for step in contenders.values())
    count = max(1, round(TURN / once))
    turns: dict[str, list[float]] = {name: [] for name in contenders}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(next(iter(turns.values()))) < 2 * WARM_UP:
        for name, step in contenders.items():
            turns[name].append(_timed(step, count))
    return Times({name: values[WARM_UP:] for name, values in turns.items()})


def spread(values: Sequence[float]) -> Spread:
    """Median and quartiles of at least two values."""
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


def _timed(step: Callable[[int], object], count: int) -> float:
    start = time.perf_counter()
    step(count)
    return (time.perf_counter() - start) / count
