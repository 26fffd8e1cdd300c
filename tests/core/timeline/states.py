"""States of a lane with nothing in them but what a timeline looks at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from core.messages.losses import empty
from core.messages.moment import Moment
from core.timeline.line import Keyframe, Why
from core.training.state import LaneState

NBYTES = 1000


def state(moment: Moment, changed_at: int = 0, measured: dict[Any, Any] | None = None) -> LaneState:
    """That of ``moment``, whose last change was at ``changed_at``."""
    found = SimpleNamespace(
        trainer=SimpleNamespace(moment=moment, nbytes=NBYTES),
        chronicle=SimpleNamespace(changed_at=changed_at, losses=empty()),
        measured=measured or {},
        diverged=False,
    )
    return cast(LaneState, found)


def part(size: int) -> Any:
    """An answer with an array of so many bytes."""
    return SimpleNamespace(array=np.zeros(size, np.uint8))


#: That one state takes.
WEIGHT = Keyframe(state(Moment(0)), Why.COURSE).nbytes
