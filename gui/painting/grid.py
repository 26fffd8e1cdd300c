"""Equal pictures in rows and columns: how large they can be, and all of them in one array of pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gui.painting.colours import Pixels, Values

CRISP = 3  # from this scale on single values are shown as the squares they are


@dataclass(frozen=True)
class Grid:
    """Equal tiles in rows and columns; lengths in device pixels, each value of a tile ``scale`` × ``scale`` of them."""

    columns: int
    rows: int
    scale: int
    gap: int  # below a tile
    gap_across: int  # right of it

    @property
    def places(self) -> int:
        """How many tiles there is room for."""
        return self.columns * self.rows


def fit(count: int, tile: tuple[int, int], room: tuple[int, int], gap: int, smallest: int) -> Grid:
    """The grid with the largest whole scale, at least ``smallest``, at which ``count`` tiles fit.

    If they don't fit at ``smallest``, the grid has as many places as there is room for; none if not even one fits.
    ``tile`` is (rows, columns) of values, ``room`` (height, width) of pixels.
    """
    grid = _grid(tile, room, gap, smallest)
    while (larger := _grid(tile, room, gap, grid.scale + 1)).places >= max(count, 1):
        grid = larger
    if grid.places < count:
        return grid
    # As many rows, filled evenly.
    rows = math.ceil(count / grid.columns)
    return replace(grid, columns=math.ceil(count / rows), rows=rows)


def roomier(
    count: int, shape: tuple[int, int], grid: Grid, room: tuple[int, int], smallest: float = 0
) -> tuple[int, int]:
    """The largest shape to which single pictures can be enlarged for ``count`` pairs to fit, or the ``smallest`` one
    if they don't; ``shape`` itself where whole pixels do nearly as well, which are crisp.

    A pair is two pictures side by side and three columns between and beside them; ``smallest`` is a picture's
    longer side.
    """
    if grid.scale >= CRISP:
        return shape
    whole = shape[0] * grid.scale
    height = max(whole, math.ceil(smallest * shape[0] / max(shape)))
    while _grid((height + 1, 2 * tall(shape, height + 1)[1] + 3), room, grid.gap, 1).places >= max(count, 1):
        height += 1
    return tall(shape, height) if worth_it(height, whole) else shape


def tall(shape: tuple[int, int], height: int) -> tuple[int, int]:
    """The shape made so high, or so low."""
    return height, round(shape[1] * height / shape[0])


def worth_it(height: int, whole: int) -> bool:
    """Whether a picture that could be ``height`` pixels high is better off between whole scales, of which the largest
    makes it ``whole`` pixels high: that is crisp, but it may waste the room."""
    return height >= 1.15 * whole


def spread(grid: Grid, tile: tuple[int, int], room: tuple[int, int]) -> Grid:
    """The grid with the room that is left over between its tiles, but no gap wider than half a tile."""
    gaps = (
        min(r // max(n, 1) - t * grid.scale, grid.gap + t * grid.scale // 2)
        for t, r, n in zip(tile, room, (grid.rows, grid.columns), strict=True)
    )
    down, across = (max(grid.gap, gap) for gap in gaps)
    return replace(grid, gap=down, gap_across=across)


def _grid(tile: tuple[int, int], room: tuple[int, int], gap: int, scale: int) -> Grid:
    rows, columns = (max(r + gap, 0) // (t * scale + gap) for t, r in zip(tile, room, strict=True))
    return Grid(columns, rows, scale, gap, gap)


def fold(shape: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns to show a picture of this shape in: a single row of many values is folded like text."""
    rows, columns = shape
    if min(shape) > 1 or columns * rows <= 16:
        return shape
    width = math.ceil(math.sqrt(rows * columns))
    return math.ceil(rows * columns / width), width


def tiles(values: Values, shape: tuple[int, int]) -> Values:
    """(n, d) values as (n, rows, columns); what the last row of a folded picture lacks is zero."""
    lacking = shape[0] * shape[1] - values.shape[1]
    if lacking:
        values = np.pad(values, ((0, 0), (0, lacking)))
    return values.reshape(-1, *shape)


class Mosaic:
    """Pictures in the places of a grid, put together in an array that is kept from one frame to the next.

    Fresh memory would cost more than all the copying.
    """

    def __init__(self, grid: Grid, tile: tuple[int, int], background: np.uint32) -> None:
        self._grid = grid
        down, across = tile[0] * grid.scale + grid.gap, tile[1] * grid.scale + grid.gap_across
        made = np.full((grid.rows * down, grid.columns * across), background, np.uint32)
        self._places = made.reshape(grid.rows, down, grid.columns, across)
        self.pixels = made[: max(0, grid.rows * down - grid.gap), : max(0, grid.columns * across - grid.gap_across)]

    def put(self, pictures: Pixels, column: int = 0) -> None:
        """Copy (n, rows, columns) pictures, n at most the grid's places, into the tiles from this column of each on."""
        count, height, width = pictures.shape
        scale, columns = self._grid.scale, self._grid.columns
        wide = pictures.repeat(scale, axis=2) if scale > 1 else pictures
        places = self._places[:, : height * scale, :, column * scale : (column + width) * scale]
        # One axis made two: never a copy.
        places = places.reshape(self._grid.rows, height, scale, columns, width * scale)
        full, rest = divmod(count, columns)
        whole = wide[: full * columns].reshape(full, columns, height, 1, width * scale)
        places[:full] = whole.transpose(0, 2, 3, 1, 4)
        if rest:
            places[full, :, :, :rest] = wide[full * columns :, :, None].transpose(1, 2, 0, 3)
