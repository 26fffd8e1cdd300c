"""How the seconds of steps that lanes take side by side are shared out among them."""

from __future__ import annotations

import time
from collections.abc import Callable

NOW: Callable[[], float] = time.perf_counter


class LaneClock:
    """Called with the number of a lane whenever that has taken a step, and with −1 before the first of them.

    Where steps are done on a device behind Python these are the times that it takes to ask for them.
    """

    def __init__(self, lanes: int) -> None:
        self._seconds = [0.0] * lanes
        self._last = NOW()

    def __call__(self, lane: int) -> None:
        now = NOW()
        if lane >= 0:
            self._seconds[lane] += now - self._last
        self._last = now

    def shares(self) -> list[float]:
        """Of all lanes, 1 together: what is done for all of them is shared out like their own."""
        whole = sum(self._seconds)
        return [each / whole if whole else 1 / len(self._seconds) for each in self._seconds]
