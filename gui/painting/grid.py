"""Equal tiles in rows and columns, and all of them in one array of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Grid:
    """Equal tiles in rows and columns; all lengths in device pixels."""

    columns: int
    rows: int
    height: int  # of a tile
    width: int
    gap: int  # below a tile
    gap_across: int  # right of it

    @property
    def places(self) -> int:
        """How many tiles there is room for."""
        return self.columns * self.rows

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of all of them, without a gap after the last."""
        down, across = self.height + self.gap, self.width + self.gap_across
        return max(0, self.rows * down - self.gap), max(0, self.columns * across - self.gap_across)

    def corner(self, place: int) -> tuple[int, int]:
        """The upper left corner of a tile, (x, y)."""
        row, column = divmod(place, self.columns)
        return column * (self.width + self.gap_across), row * (self.height + self.gap)

    def at(self, x: float, y: float) -> int | None:
        """Which tile is here; what is in the gap after it is its own."""
        column, row = int(x // (self.width + self.gap_across)), int(y // (self.height + self.gap))
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return row * self.columns + column if inside else None


AnyPixel = TypeVar("AnyPixel", np.uint8, np.uint32)  # a place in a table of colours, or a colour


class Mosaic(Generic[AnyPixel]):
    """Pictures in the places of a grid, put together in an array that is kept from one frame to the next.

    Fresh memory would cost more than all the copying. ``whole`` is that array; ``pixels`` leaves out what is behind the
    last row and column.
    """

    def __init__(self, grid: Grid, background: AnyPixel) -> None:
        self._grid = grid
        down, across = grid.height + grid.gap, grid.width + grid.gap_across
        self.whole: npt.NDArray[AnyPixel] = np.full(
            (grid.rows * down, grid.columns * across), background, background.dtype
        )
        self._places: npt.NDArray[AnyPixel] = self.whole.reshape(grid.rows, down, grid.columns, across)
        height, width = grid.size
        self.pixels: npt.NDArray[AnyPixel] = self.whole[:height, :width]

    def put(self, pictures: npt.NDArray[AnyPixel], across: int = 0) -> None:
        """Copy (n, rows, columns) pictures, n at most the grid's places, into the tiles, so far from their left."""
        count, height, width = pictures.shape
        places = self._places[:, :height, :, across : across + width]
        columns = self._grid.columns
        full, rest = divmod(count, columns)
        places[:full] = pictures[: full * columns].reshape(full, columns, height, width).transpose(0, 2, 1, 3)
        if rest:
            places[full, :, :rest] = pictures[full * columns :].transpose(1, 0, 2)
