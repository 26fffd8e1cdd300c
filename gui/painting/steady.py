"""A scale that does not jump to and fro."""

from __future__ import annotations

from gui.painting.colours import round_limit

LOOSE = 0.6  # of its limit: only what stays below this share makes a scale smaller


class SteadyLimit:
    """The limit of a scale: raised at once when a value lies beyond, lowered when all are well below."""

    def __init__(self) -> None:
        self._of: object = None
        self._limit = 0.0

    def follow(self, largest: float, of: object) -> float:
        """The limit for this value; it begins anew when it is ``of`` something else."""
        if of != self._of or not LOOSE * self._limit <= largest <= self._limit:
            self._of, self._limit = of, round_limit(largest)
        return self._limit
