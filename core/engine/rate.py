"""How fast something goes at the moment."""

from __future__ import annotations

import time

OVER = 0.5  # seconds to average over


class Rate:
    """Steps per second over the last half second or so."""

    def __init__(self) -> None:
        self.value = 0.0
        self._since = time.perf_counter()
        self._count = 0

    def took(self, count: int, now: float) -> None:
        """So many steps more, at ``now`` (seconds)."""
        self._count += count
        if now - self._since >= OVER or not self.value:
            self.value = self._count / max(now - self._since, 1e-9)
        if now - self._since >= OVER:
            self._since, self._count = now, 0
