"""Where the pictures of the reconstructions stand: below each other, in one line or in several, as large as fit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

GAP = 4  # pixels between the pictures of an example
WIDE_GAP = 0.1  # between examples, of a picture's width, …
LEAST_GAP = 6  # … or these pixels
APART = 1.4  # of a picture's width from one example to the next: where it would be more, more of them are shown …
WIDEST = 2.0  # … and at most, where there are no more: they are to be seen as a row
SMALLEST = 20  # pixels, a picture's longer side: fewer are shown rather than smaller ones
MOST_LINES = 4
WORTH = 1.15  # a second line makes pictures that much larger, or it is not begun


@dataclass(frozen=True)
class Words:
    """The room that words need around the pictures, in device pixels."""

    left: int  # of all rows
    line: int  # the height of one
    figure: int  # below one picture, across
    labels: bool  # whether one stands above every example
    figures: bool = True  # whether one stands below every example


@dataclass(frozen=True)
class Rows:
    """Places for examples, in device pixels; there may be fewer than examples."""

    count: int
    columns: int
    lines: int  # of examples
    rows: int  # of pictures in each of them
    picture: tuple[int, int]  # height and width
    left: int
    top: int  # of the first row of pictures
    pitch: int  # from one example to the next
    row: int  # from one row of pictures to the next
    line: int  # from one line of examples to the next
    figures: bool = True  # whether there is room for one below every example
    labels: bool = True  # whether there is room for one above every example

    def corner(self, example: int, row: int) -> tuple[int, int]:
        """Where a picture begins, (x, y)."""
        line, column = divmod(example, self.columns)
        return self.left + column * self.pitch, self.top + line * self.line + row * self.row

    def of_line(self, line: int) -> slice:
        """The examples that stand in it."""
        return slice(line * self.columns, min((line + 1) * self.columns, self.count))

    @property
    def gap_across(self) -> int:
        """Between two examples."""
        return self.pitch - self.picture[1]

    def at(self, x: float, y: float, above: int = 0) -> int | None:
        """Which example is at this place; words ``above`` it and below it are its own."""
        if not self.count:
            return None
        column = math.floor((x - self.left + self.gap_across / 2) / self.pitch)
        line = math.floor((y - self.top + above) / self.line) if self.lines > 1 else 0
        example = line * self.columns + column
        inside = 0 <= column < self.columns and 0 <= line < self.lines
        return example if inside and example < self.count else None


def fill(placed: Rows, most: int, words: Words, across: int) -> Rows:
    """The same pictures over all of ``across`` device pixels: more examples, up to ``most``, rather than far apart."""
    if not placed.count:
        return placed
    width, room = placed.picture[1], across - words.left
    columns = max(placed.columns, min(room // placed.pitch, most // placed.lines))
    pitch = max(placed.pitch, min(room // columns, round(WIDEST * width)))
    left = words.left + max(0, (pitch - width) // 2)
    return replace(placed, count=min(most, columns * placed.lines), columns=columns, pitch=pitch, left=left)


@lru_cache(maxsize=16)  # Asked for at every frame, with the same answer until a window or a network is changed.
def arrange(examples: int, aspect: float, room: tuple[int, int], words: Words, rows: int, ratio: float) -> Rows:
    """Places for ``examples``, ``rows`` pictures of this height by width each, in (height, width) device pixels.

    ``ratio`` is that of device pixels to pixels.
    """
    smallest = SMALLEST * ratio * min(1.0, aspect)
    for count in range(examples, 0, -1):
        found = max(_lines(count, aspect, room, words, rows, ratio), key=lambda each: each[0], default=None)
        if found is not None and (found[1].picture[0] >= smallest or count == 1):
            return found[1]
    return Rows(0, 1, 0, rows, (1, 1), words.left, 0, 1, 1, 1)


def _lines(
    count: int, aspect: float, room: tuple[int, int], words: Words, rows: int, ratio: float
) -> Iterator[tuple[float, Rows]]:
    """For every number of lines: how good it is."""
    gap, least = round(GAP * ratio), round(LEAST_GAP * ratio)
    above, below = words.line if words.labels else 0, words.line if words.figures else 0
    least_pitch = words.figure if words.figures else 0
    for lines in range(1, min(MOST_LINES, count) + 1):
        columns = math.ceil(count / lines)
        if math.ceil(count / columns) != lines or (lines > 1 and count % columns == 1 and columns > 1):
            continue
        between = least if lines > 1 else 0
        block = (room[0] - (lines - 1) * between) // lines
        high = (block - above - below - (rows - 1) * gap) / rows
        across = room[1] - words.left
        pitch = across / columns
        wide = min(pitch - least, pitch / (1 + WIDE_GAP))
        width = int(min(wide, high / aspect))
        height = int(width * aspect + 1e-6)  # not rounded up: rows of them have to fit
        if width < 1 or height < 1 or pitch < least_pitch:
            continue
        # What is left over at the right is for fill().
        step = min(int(pitch), max(least_pitch + least, round(APART * width)))
        taken = above + rows * height + (rows - 1) * gap + below
        left = words.left + max(0, (step - width) // 2)
        spare = max(0, block - taken)
        row = height + gap + (min(spare // (2 * rows), gap) if rows > 1 else 0)
        taken += (row - height - gap) * (rows - 1)
        top = above + max(0, block - taken) // 2
        sizes = (height, width), left, top, step, row, block + between
        made = Rows(count, columns, lines, rows, *sizes, figures=words.figures, labels=words.labels)
        yield width / WORTH ** (lines - 1), made
