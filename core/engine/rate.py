"""How fast something goes at the moment."""

from __future__ import annotations

import time

OVER = 0.5  # seconds to average over


class Rate:
    """Steps per second over the last half second or so; before that over all there were, as the first are slow."""

    def __init__(self) -> None:
        self.value = 0.0
        self._since = time.perf_counter()
        self._count = 0
        self._settled = False  # whether half a second is behind it

    def took(self, count: int, now: float) -> None:
        """So many steps more, at ``now`` (seconds)."""
        self._count += count
        over = now - self._since >= OVER
        if over or not self._settled:
            self.value = self._count / max(now - self._since, 1e-9)
        if over:
            self._since, self._count, self._settled = now, 0, True
