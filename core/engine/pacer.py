"""How many steps may be taken now, so that learning is slow enough to be seen: the clock that the trainer knows not.

A frame is 1/25 s. At film pace the step grows tenfold every three seconds, step(t) = 10^(t/3), counted from the start
and from every change; the clock holds while nothing is trained. No pace is faster than the steps are.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from core.messages.pace import FILM, FULL

FRAME = 1 / 25  # seconds
TENFOLD = 3.0  # seconds in which a film's step grows by that
LONGEST = 36.0  # seconds of a film: no run has 10¹² steps


class Pacer:
    """Told of what happens at which step; ``pace`` is one of :data:`core.messages.pace.PACES`."""

    def __init__(self, pace: str = FULL, clock: Callable[[], float] = time.perf_counter) -> None:
        self.pace = pace
        self._clock = clock
        self._base = 0  # the step from which a film counts
        self._elapsed = 0.0  # seconds of the film, but for those since it last went on
        self._since: float | None = None  # when it last went on
        self._target = 0  # the step at which the frame under way is complete
        self._next = -math.inf  # when the next frame may begin

    @property
    def limited(self) -> bool:
        """Whether there is anything to wait for."""
        return self.pace != FULL

    def choose(self, pace: str, step: int) -> None:
        """Another pace from ``step`` on: a film begins at its place."""
        self.pace = pace
        self._elapsed = self._place(step)
        self._begin(step)

    def restart(self, step: int) -> None:
        """A run began, or something was changed, at ``step``: what follows is as new as a beginning."""
        self._base, self._elapsed = step, 0.0
        self._begin(step)

    def go(self, step: int) -> None:
        """Training goes on at ``step``."""
        # Steps that were asked for one by one have been seen.
        self._elapsed = max(self._time(), self._place(step))
        self._since = self._clock()
        self._begin(step)

    def hold(self) -> None:
        """Nothing is trained for a while."""
        self._elapsed = self._time()
        self._since = None

    def share(self, step: int) -> int:
        """How many steps are to be taken now, at ``step``; 0 if it is too early."""
        if step < self._target:
            return self._target - step
        now = self._clock()
        if now < self._next:
            return 0
        # What is late is not made up for.
        self._next = self._next + FRAME if now - self._next < FRAME else now + FRAME
        self._target = self._film_step() if self.pace == FILM else step + int(self.pace)
        return max(0, self._target - step)

    def wait(self, step: int) -> float:
        """Seconds until :meth:`share` is more than 0."""
        if not self.limited or step < self._target:
            return 0.0
        wait = self._next - self._clock()
        if self.pace == FILM:
            following = TENFOLD * math.log10(max(1, step - self._base + 1))
            wait = max(wait, following - self._time())
        return max(0.0, wait)

    def complete(self, step: int) -> bool:
        """Whether ``step`` completes a frame."""
        return self.limited and step >= self._target

    def _begin(self, step: int) -> None:
        now = self._clock()
        self._target, self._next = step, now
        if self._since is not None:
            self._since = now

    def _time(self) -> float:
        """Seconds of the film so far."""
        return self._elapsed + (0.0 if self._since is None else self._clock() - self._since)

    def _film_step(self) -> int:
        # A hair more than what is computed: 10^(3 log10(8) / 3) is to be 8.
        return self._base + int(10 ** (min(self._time(), LONGEST) / TENFOLD) * (1 + 1e-9))

    def _place(self, step: int) -> float:
        """The seconds after which a film is at ``step``."""
        return TENFOLD * math.log10(max(1, step - self._base))
