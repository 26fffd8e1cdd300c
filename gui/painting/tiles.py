"""Pictures in the places of a grid, put on a canvas by Qt: a byte a pixel, which Qt looks up in the table of colours.

Looked up by NumPy the same would take five times as long.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QImage

from gui.painting import colours
from gui.painting.canvas import Canvas
from gui.painting.colours import Indices, Pixels
from gui.painting.grid import Grid, Mosaic


class Tiles:
    """Kept from one frame to the next, with its memory.

    Between the pictures is ``background``, the table's place 0. That is a colour of pictures, too: where it occurs in
    one NumPy draws them all.
    """

    def __init__(self, grid: Grid, background: str) -> None:
        self._grid, self._background = grid, background
        self._mosaic = Mosaic(grid, np.uint8(0))
        made = self._mosaic.whole
        self._image = QImage(made.data, made.shape[1], made.shape[0], made.shape[1], QImage.Format.Format_Indexed8)
        self._table: Pixels | None = None

    def draw(
        self, canvas: Canvas, place: tuple[int, int], table: Pixels, sides: Sequence[tuple[Indices, int]], wide: int
    ) -> None:
        """Write them to ``place`` (left, top) of the canvas, ``wide`` pixels of each row.

        ``sides`` are (n, height, width) places in the table, and how far from the left of their tiles they stand.
        """
        if any(not pictures.min(initial=255) for pictures, _ in sides):
            mosaic = Mosaic(self._grid, colours.pixel(self._background))
            for pictures, across in sides:
                mosaic.put(table.take(pictures), across)
            canvas.write(mosaic.pixels[:, :wide], *place)
            return
        if table is not self._table:
            self._table = table
            self._image.setColorTable([int(colours.pixel(self._background)), *table[1:].tolist()])
        for pictures, across in sides:
            self._mosaic.put(pictures, across)
        canvas.lay(self._image, (self._grid.size[0], wide), *place)
