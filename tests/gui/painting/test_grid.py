"""Pictures in rows and columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting import grid as grids


def test_a_mosaic_has_its_pictures_side_by_side_with_gaps_between_them() -> None:
    pictures = np.array([[[1, 2]], [[3, 4]], [[5, 6]]], np.uint32)
    mosaic = grids.Mosaic(grids.Grid(columns=2, rows=2, height=1, width=3, gap=1, gap_across=1), np.uint32(9))
    mosaic.put(pictures)
    mosaic.put(np.full((2, 1, 1), 7, np.uint32), across=2)
    assert mosaic.pixels.tolist() == [[1, 2, 7, 9, 3, 4, 7], [9] * 7, [5, 6, 9, 9, 9, 9, 9]]


@given(*(st.integers(1, 5) for _ in range(4)), st.integers(0, 4), st.integers(0, 4))
def test_every_pixel_of_a_mosaic_is_that_of_its_picture(
    count: int, height: int, width: int, columns: int, down: int, across: int
) -> None:
    pictures = np.arange(1, count * height * width + 1, dtype=np.uint32).reshape(count, height, width)
    grid = grids.Grid(columns, -(-count // columns), height, width, down, across)
    mosaic = grids.Mosaic(grid, np.uint32(0))
    mosaic.put(pictures)
    made = mosaic.pixels
    assert made.shape == grid.size
    for index in range(count):
        x, y = grid.corner(index)
        np.testing.assert_array_equal(made[y : y + height, x : x + width], pictures[index])
        assert grid.at(x, y) == index
    assert (made > 0).sum() == count * height * width


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (8, 0), (0, 8)])
def test_there_is_no_tile_beside_the_grid(place: tuple[int, int]) -> None:
    assert grids.Grid(2, 2, 3, 3, 1, 1).at(*place) is None
