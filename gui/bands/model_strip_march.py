"""Which way the data flow: with the steps, dashes go from what goes in to what comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from core.messages.pace import FULL
from core.messages.snapshot import Snapshot
from gui.bands.model_strip_link import Link
from gui.design import motion

OFTEN = 0.08  # seconds at least from one stride to the next …
SELDOM = 0.25  # … and at full speed, where what is painted is taken from the training


class March:
    """Needs no timer of its own: the dashes go with the snapshots that are drawn, and rest when none come."""

    def __init__(self, links: Sequence[Link], clock: Callable[[], float] = time.monotonic) -> None:
        self._links, self._clock = links, clock
        self._step: tuple[int, int] | None = None  # of which run
        self._last = -SELDOM

    def follow(self, snapshot: Snapshot) -> None:
        """Go a stride further if the network has learned more; rest if it learns no more."""
        if not (snapshot.running and motion.enabled()):
            self._rest()
            return
        step, now = (snapshot.run, snapshot.step), self._clock()
        if step == self._step or now - self._last < (SELDOM if snapshot.pace == FULL else OFTEN):
            return
        self._step, self._last = step, now
        for link in self._links:
            link.march()

    def _rest(self) -> None:
        for link in self._links:
            link.rest()
