"""Where the pictures of the reconstructions view stand: three below each other, as many examples as fit legibly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from gui.painting.grid import CRISP, Grid, tall, worth_it

ROWS = 3
GAP = 5  # pixels between pictures


@dataclass(frozen=True)
class Words:
    """The room that words need around the pictures, in device pixels."""

    left: int  # of all rows
    above: int
    below: int
    figure: int  # below one picture, across
    row: int  # beside one row, down


@dataclass(frozen=True)
class Rows:
    """Places for examples, in device pixels; there may be fewer than examples."""

    grid: Grid
    shape: tuple[int, int]  # of a picture, in values
    drawn: tuple[int, int]  # before the grid scales it
    left: int
    top: int
    count: int

    @property
    def enlarged(self) -> tuple[int, int] | None:
        """The shape to enlarge pictures to, if they are."""
        return self.drawn if self.drawn != self.shape else None

    @property
    def pitch(self) -> int:
        """From one example to the next."""
        return self.drawn[1] * self.grid.scale + self.grid.gap_across

    @property
    def line(self) -> int:
        """From one row of pictures to the next."""
        return self.drawn[0] * self.grid.scale + self.grid.gap

    def at(self, x: float) -> int | None:
        """Which example is at this place."""
        column = math.floor((x - self.left) / self.pitch)
        return column if 0 <= column < self.count else None


@lru_cache(maxsize=8)  # Asked for at every frame, with the same answer until a window or a network is changed.
def arrange(examples: int, shape: tuple[int, int], room: tuple[int, int], words: Words, ratio: float) -> Rows:
    """Places for ``examples`` pictures of this shape in a room of (height, width) device pixels.

    ``ratio`` is that of device pixels to pixels.
    """
    gap = round(GAP * ratio)
    height, width = room[0] - words.above - words.below, room[1] - words.left + gap
    highest = height // ROWS - gap
    narrowest = words.figure + gap
    smallest = max(1, math.ceil(words.figure / shape[1]))
    tallest = highest // shape[0]
    scale, drawn = min(smallest, tallest), shape
    while scale < tallest and (shape[1] * (scale + 1) + gap) * examples <= width:
        scale += 1
    if scale < min(smallest, CRISP) and (not scale or worth_it(highest, scale * shape[0])):
        drawn, scale = tall(shape, max(highest, 1)), 1
    # Wider gaps where a picture is narrower than the figure below it, or lower than the words beside it.
    across = max(gap, narrowest - drawn[1] * scale)
    down = max(gap, min(words.row, height // ROWS) - drawn[0] * scale)
    left = words.left + (across - gap) // 2
    fitting = (room[1] - left + gap) // (drawn[1] * scale + across)
    count = min(examples, max(0, fitting)) if highest > 0 else 0
    spare = max(0, height - ROWS * (drawn[0] * scale + down))
    return Rows(Grid(count, ROWS, scale, down, across), shape, drawn, left, words.above + spare // 2, count)
