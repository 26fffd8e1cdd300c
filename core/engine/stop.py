"""Where a run is to pause by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.engine.session import Session


@dataclass(frozen=True)
class Stop:
    """At a step, or where a lane that goes on loses at most so many times its PCA floor, whichever comes first."""

    step: int | None = None
    times_floor: float | None = None

    def ahead(self, step: int) -> int | None:
        """The step to pause at, if it is still to come."""
        return self.step if self.step is not None and self.step > step else None

    def reached(self, session: Session) -> str | None:
        """Why to pause now, "step" or "floor"; ``None`` if there is no reason."""
        if self.step is not None and session.step == self.step:
            return "step"
        return "floor" if any(lane.reached for lane in session.active) else None


NO_STOP = Stop()
