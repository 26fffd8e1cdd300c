"""After which steps a state is kept."""

from __future__ import annotations

import math

DECADES = 5.5  # of steps that are to find room
DENSEST = 48  # states a decade: more are not told apart, and each takes as long as a third of a step
THINNEST = 3


def following(passed: int, room: int) -> int:
    """How many steps after a change a state is due next, where ``passed`` have passed and ``room`` states can be kept.

    Every step at first; then as many steps to a decade as find room.
    """
    per_decade = min(max(room / DECADES, THINNEST), DENSEST)
    return max(passed + 1, math.ceil(passed * 10 ** (1 / per_decade)))
