"""Where pictures stand: the pairs of the filters view and the rows of the reconstructions view."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.painting import grid as grids
from gui.painting import pairs, rows

shapes = st.tuples(st.integers(1, 30), st.integers(1, 30))
rooms = st.tuples(st.integers(1, 700), st.integers(1, 900))
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0])


@given(st.integers(1, 300), shapes, rooms, st.integers(0, 40), ratios)
def test_all_pairs_of_a_page_are_within_the_room(
    units: int, shape: tuple[int, int], room: tuple[int, int], top: int, ratio: float
) -> None:
    placed = pairs.arrange(units, shape, room, top, ratio)
    if placed is None:
        return
    height, width = grids.Mosaic(placed.grid, placed.tile, np.uint32(0)).pixels.shape
    assert placed.top + height <= room[0]
    assert placed.left + width <= room[1]
    assert placed.at(placed.left, placed.top) == 0


@given(st.integers(1, 40), shapes, rooms, st.integers(0, 150), st.integers(0, 20), ratios)
def test_all_rows_are_within_the_room_and_below_each_other(
    examples: int, shape: tuple[int, int], room: tuple[int, int], left: int, line: int, ratio: float
) -> None:
    words = rows.Words(left=left, above=line, below=line, figure=50, row=2 * line)
    placed = rows.arrange(examples, shape, room, words, ratio)
    if not placed.count:
        return
    assert placed.left >= left
    assert placed.left + placed.count * placed.pitch - placed.grid.gap_across <= room[1]
    assert placed.top >= line
    assert placed.top + rows.ROWS * placed.line - placed.grid.gap + line <= room[0]
    assert [placed.at(placed.left + column * placed.pitch) for column in range(placed.count)] == [*range(placed.count)]
