"""Where the pairs of the filters view stand: as large as the room allows, in pages if they would be illegible."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from gui.painting import grid as grids

GAP = 4  # pixels between pairs, beside the columns of values that a pair brings along
LEGIBLE = 24  # pixels; a filter's longer side is hardly ever shown smaller


@dataclass(frozen=True)
class Pairs:
    """Places for pairs, in device pixels; there may be fewer than units."""

    grid: grids.Grid
    left: int
    top: int
    shape: tuple[int, int]  # of a picture, in values
    drawn: tuple[int, int]  # before the grid scales it

    @property
    def tile(self) -> tuple[int, int]:
        """The shape of a pair: two pictures and a line between them."""
        return self.drawn[0], 2 * self.drawn[1] + 1

    @property
    def enlarged(self) -> tuple[int, int] | None:
        """The shape to enlarge pictures to, if they are."""
        return self.drawn if self.drawn != self.shape else None

    def at(self, x: float, y: float) -> int | None:
        """Which pair is at this place, counted from the page's first."""
        height = self.tile[0] * self.grid.scale + self.grid.gap
        width = self.tile[1] * self.grid.scale + self.grid.gap_across
        column, row = math.floor((x - self.left) / width), math.floor((y - self.top) / height)
        inside = 0 <= column < self.grid.columns and 0 <= row < self.grid.rows
        return row * self.grid.columns + column if inside else None


@lru_cache(maxsize=8)  # Asked for at every frame, with the same answer until a window or a network is changed.
def arrange(units: int, shape: tuple[int, int], room: tuple[int, int], top: int, ratio: float) -> Pairs | None:
    """Places for ``units`` pairs of pictures of this shape in a room of (height, width) device pixels, of which the
    first ``top`` lines are taken; ``None`` if there is none. ``ratio`` is that of device pixels to pixels."""
    height, width = room[0] - top, room[1] + 2
    legible = LEGIBLE * ratio
    scale = legible / max(shape)
    # A small scale rounded up wastes room: twice what is legible, on a screen of 1.25.
    smallest = math.ceil(scale) if scale >= grids.CRISP else max(1, int(scale))
    grid = grids.fit(units, _pair(shape), (height, width), round(GAP * ratio), smallest)
    drawn = grids.roomier(units, shape, grid, (height, width), legible)
    if drawn != shape:
        grid = grids.fit(units, _pair(drawn), (height, width), grid.gap, 1)
    if not grid.places:
        return None
    grid = grids.spread(grid, _pair(drawn), (height, width))
    taken = grid.columns * (_pair(drawn)[1] * grid.scale + grid.gap_across)
    # The lines beside a pair are a part of the gap: they may lie outside of the room.
    grid = replace(grid, gap_across=grid.gap_across + 2 * grid.scale)
    return Pairs(grid, max(0, (room[1] - taken) // 2), top, shape, drawn)


def _pair(shape: tuple[int, int]) -> tuple[int, int]:
    """Two pictures, a line between them and two beside them."""
    return shape[0], 2 * shape[1] + 3
