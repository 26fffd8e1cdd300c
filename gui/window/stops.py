"""Places at which a run pauses by itself, each a short name: ``step 1000``, ``1.05 floor``, and ``none``."""

from __future__ import annotations

import re

from core.messages.commands import StopAt
from core.messages.snapshot import Snapshot

NONE = "none"
OFFERED = ("1.05 floor", "1.01 floor", "step 100", "step 1000", "step 10000", NONE)
_TYPED = re.compile(
    r"(?:stop\s+)?(?:at\s+)?(?:step\s*(?P<step>[0-9]+)|(?P<times>[0-9]+(?:[.,][0-9]+)?)\s*(?:[×x*]\s*)?floors?)"
)


def command(place: str) -> StopAt:
    """What sends a run there, or nowhere."""
    number = place.replace("step", "").replace("floor", "").strip()
    if place == NONE:
        return StopAt()
    return StopAt(step=int(number)) if place.startswith("step") else StopAt(times_floor=float(number))


def named(snapshot: Snapshot) -> str:
    """The place that is in force."""
    if snapshot.stop_at_floor is not None:
        return f"{snapshot.stop_at_floor:g} floor"
    return NONE if snapshot.stop_step is None else f"step {snapshot.stop_step}"


def typed(words: str) -> str | None:
    """The place that somebody has typed, such as "stop at step 250" or "1.2 × floor"."""
    found = _TYPED.fullmatch(words.strip().lower())
    if found is None:
        return None
    if found["step"] is not None:
        return f"step {int(found['step'])}"
    return f"{float(found['times'].replace(',', '.')):g} floor"
