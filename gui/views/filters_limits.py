"""The scales of the filters, which don't flicker between two frames."""

from __future__ import annotations

from collections.abc import Sequence

from gui.painting import colours
from gui.painting.numbers import short
from gui.painting.steady import SteadyLimit
from gui.views.filters_picture import sides_of
from gui.views.filters_state import Filters, Scale

MOST_SIDES = 3


class Limits:
    """Of every side, and of all of them."""

    def __init__(self) -> None:
        self._each = tuple(SteadyLimit() for _ in range(MOST_SIDES))
        self._all = SteadyLimit()
        self.sides: tuple[float, ...] = (1.0, 1.0)
        self.whole = 1.0

    def follow(self, several: Sequence[Filters], sides: int, of: object) -> None:
        """Have room for all values of those that stand side by side; begin anew when they are ``of`` something else."""
        largest = [0.0] * sides
        for filters in several:
            known: dict[int, float] = {}
            each_side = sides_of(filters, sides)
            for place, side in enumerate(each_side):
                known[id(side)] = known.get(id(side)) or colours.largest(side)
                largest[place] = max(largest[place], known[id(side)])
        self.sides = tuple(steady.follow(value, of) for steady, value in zip(self._each[:sides], largest, strict=True))
        self.whole = self._all.follow(max(largest), of)

    def shown(self, scale: Scale) -> tuple[float, ...] | None:
        """By side, as far as they are known; none if each unit has its own."""
        if scale == "unit":
            return None
        return self.sides if scale == "side" else (self.whole,) * MOST_SIDES

    def words(self, scale: Scale) -> str | None:
        """The number at the ends of the bar of colours, if it is one for all."""
        return short(self.whole) if scale == "both" else None
