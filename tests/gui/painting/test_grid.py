"""Pictures in rows and columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting import grid as grids


def test_the_grid_is_as_large_as_fits_and_filled_evenly() -> None:
    grid = grids.fit(4, (8, 8), (100, 100), 2, 1)
    assert (grid.columns, grid.rows, grid.scale) == (2, 2, 6)


def test_what_does_not_fit_at_the_smallest_scale_is_left_to_other_pages() -> None:
    grid = grids.fit(1000, (8, 8), (100, 100), 2, 3)
    assert grid.scale == 3
    assert 0 < grid.places < 1000


def test_there_may_be_no_room_at_all() -> None:
    assert grids.fit(3, (28, 28), (10, 300), 2, 1).places == 0


def test_room_left_over_goes_between_the_tiles() -> None:
    grid = grids.spread(grids.fit(4, (8, 8), (30, 100), 2, 1), (8, 8), (30, 100))
    assert (grid.columns, grid.rows, grid.scale) == (4, 1, 2)
    assert (grid.gap, grid.gap_across) == (10, 9)


def test_a_long_row_of_values_is_folded() -> None:
    assert grids.fold((8, 8)) == (8, 8)
    rows, columns = grids.fold((1, 50))
    assert rows * columns >= 50
    assert abs(rows - columns) <= 1
    assert grids.tiles(np.ones((3, 50)), (rows, columns)).sum() == 150


@pytest.mark.parametrize("room", [(400, 700), (300, 1200), (900, 500)])
def test_enlarged_pairs_fit_where_whole_pixels_leave_room(room: tuple[int, int]) -> None:
    shape, count, gap = (28, 28), 64, 4
    whole = grids.fit(count, (28, 59), room, gap, 1)
    height, width = grids.roomier(count, shape, whole, room)
    if (height, width) != shape:
        assert height > 28 * whole.scale
        assert grids.fit(count, (height, 2 * width + 3), room, gap, 1).places >= count


def test_pictures_are_enlarged_to_the_smallest_size_even_if_not_all_fit() -> None:
    room, gap = (300, 500), 4
    whole = grids.fit(1000, (28, 59), room, gap, 1)
    assert grids.roomier(1000, (28, 28), whole, room) == (28, 28)
    assert grids.roomier(1000, (28, 28), whole, room, smallest=36) == (36, 36)


def test_a_mosaic_has_its_pictures_side_by_side_with_gaps_between_them() -> None:
    pictures = np.array([[[1, 2]], [[3, 4]], [[5, 6]]], np.uint32)
    grid = grids.Grid(columns=2, rows=2, scale=2, gap=1, gap_across=1)
    mosaic = grids.Mosaic(grid, (1, 3), np.uint32(9))
    mosaic.put(pictures)
    mosaic.put(np.full((2, 1, 1), 7, np.uint32), column=2)
    top, bottom = [1, 1, 2, 2, 7, 7, 9, 3, 3, 4, 4, 7, 7], [5, 5, 6, 6, *[9] * 9]
    assert mosaic.pixels.tolist() == [top, top, [9] * 13, bottom, bottom]


@given(*(st.integers(1, 5) for _ in range(5)), st.integers(0, 4), st.integers(0, 4))
def test_every_pixel_of_a_mosaic_is_that_of_its_picture(
    count: int, height: int, width: int, columns: int, scale: int, down: int, across: int
) -> None:
    pictures = np.arange(1, count * height * width + 1, dtype=np.uint32).reshape(count, height, width)
    grid = grids.Grid(columns, -(-count // columns), scale, down, across)
    mosaic = grids.Mosaic(grid, (height, width), np.uint32(0))
    mosaic.put(pictures)
    made = mosaic.pixels
    for index in range(count):
        row, column = divmod(index, columns)
        y, x = row * (height * scale + down), column * (width * scale + across)
        part = made[y : y + height * scale, x : x + width * scale]
        np.testing.assert_array_equal(part, np.kron(pictures[index], np.ones((scale, scale), np.uint32)))
    assert (made > 0).sum() == count * height * width * scale**2
