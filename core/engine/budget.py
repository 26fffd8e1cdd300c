"""Keeps what is done beside the training to a share of the time."""

from __future__ import annotations

import math

MOST = 0.1  # of the time, whoever waits


class Budget:
    """Something to be done now and then: at most ``share`` of the time and ``per_second`` times a second.

    Somebody may wait for it: then it takes more of the time, up to :data:`MOST`, rather than pause for longer than
    ``longest`` seconds.
    """

    def __init__(self, share: float, per_second: float, longest: float = math.inf) -> None:
        self._share, self._pause = share, 1 / per_second
        self.longest = longest
        self._cost = 0.0
        self._next = float("-inf")

    @property
    def cost(self) -> float:
        """What it takes, in seconds; 0 as long as it has not been done."""
        return self._cost

    def due(self, now: float) -> bool:
        """Whether it may be done at ``now`` (seconds)."""
        return now >= self._next

    def spent(self, now: float, cost: float) -> None:
        """It was done: it took ``cost`` seconds and ended at ``now``."""
        # One slow turn (another program had the core) must not silence a figure for long: take the mean.
        self._cost = cost if not self._cost else 0.7 * self._cost + 0.3 * cost
        self.renewed(now)

    def renewed(self, now: float) -> None:
        """It was done by somebody else at ``now``, at no cost to this budget: it need not be done so soon again."""
        patient = max(self.longest, self._cost / MOST)
        self._next = now + max(self._pause, min(self._cost / self._share, patient))

    def expedite(self) -> None:
        """Let it be done at the next opportunity, whatever it cost."""
        self._next = float("-inf")
