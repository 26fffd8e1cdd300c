"""How far a run is to go: to a step that was asked for by number, to where it is to stop, to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.engine.stop import NO_STOP, Stop

if TYPE_CHECKING:
    from core.engine.session import Session


class Course:
    """Of the run there is; ``every``: somebody wants to see each multiple of so many steps exactly."""

    def __init__(self, every: int | None) -> None:
        self.until: int | None = None  # pause at this step
        self.stop: Stop = NO_STOP
        self._every = every

    def begin(self) -> None:
        """Another run: steps that were asked for by number were of the old one, a stop is of this one as well."""
        self.until = None

    def limit(self, session: Session, count: int, *more: int) -> int:
        """At most ``count`` and ``more`` steps, and never beyond one where something must happen."""
        # Not below 0: an end that was changed in flight may lie behind.
        ways = [step - session.step for step in self._steps(session)]
        return max(0, min([count, *more, *ways]))

    @property
    def by_number(self) -> bool:
        """Whether its steps were asked for by number."""
        return self.until is not None

    def done(self, session: Session) -> bool:
        """Whether the steps that were asked for have been taken."""
        return self.until is not None and session.step >= self.until

    def shown_at(self, session: Session) -> bool:
        """Whether this step is one that somebody wants to see: of all lanes, but for those that are far ahead."""
        if self._every is None or session.step % self._every:
            return False
        # Lanes with batches of their own come to it one after the other.
        ahead = max(lane.moment.step for lane in session.active or session.lanes) - session.step
        return ahead == 0 or ahead > self._every

    def _steps(self, session: Session) -> Iterator[int]:
        following = (session.step // self._every + 1) * self._every if self._every is not None else None
        for step in (self.until, session.end or None, self.stop.ahead(session.step), following):
            if step is not None:
                yield step


def ended(session: Session) -> bool:
    """Whether the run is at its end."""
    return bool(session.end) and session.step >= session.end


def rounder(step: int) -> int:
    """The next of 1, 2, 5 × 10ⁿ above ``step``."""
    scale = 1
    while True:
        for each in (1, 2, 5):
            if each * scale > step:
                return each * scale
        scale *= 10
