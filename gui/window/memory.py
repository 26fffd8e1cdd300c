"""How much memory the past may take: what is offered, and what somebody has typed."""

from __future__ import annotations

import re

USUAL = 256  # MiB
MEMORIES = (0, 64, USUAL, 1024, 4096)  # MiB
_TYPED = re.compile(r"(?:memory|past)(?:\s+(?:for|of|the|past|memory))*\s+([0-9]{1,6})(?:\s*(m|mb|mib|g|gb|gib))?")


def typed(words: str) -> int | None:
    """MiB that somebody has typed, such as "memory for the past 512" or "past 2 GiB"."""
    found = _TYPED.fullmatch(words.strip().lower())
    if found is None:
        return None
    return int(found[1]) << (10 if (found[2] or "").startswith("g") else 0)
