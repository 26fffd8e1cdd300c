"""Arrays to pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.painting import paint
from gui.widgets.theme import DARK, LIGHT, Theme


def test_zero_is_the_middle_of_a_signed_scale_and_its_ends_are_the_limits() -> None:
    assert paint.signed(np.array([-2.0, 0.0, 2.0]), 2.0).tolist() == [1, 128, 255]


def test_what_is_not_a_number_has_a_colour_of_its_own_and_infinity_is_an_end() -> None:
    with np.errstate(all="raise"):
        indices = paint.signed(np.array([np.nan, np.inf, -np.inf, 9.0]), 1.0)
    assert indices.tolist() == [0, 255, 1, 255]
    assert paint.unsigned(np.array([np.nan, 0.0, 1.0, -3.0, 7.0])).tolist() == [0, 1, 255, 1, 255]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_value_has_a_colour_of_its_own(theme: Theme) -> None:
    table = paint.diverging(theme)
    assert len(table) == 256
    assert len(np.unique(table)) > 240


def test_the_largest_value_is_found_among_numbers_only() -> None:
    assert paint.largest(np.array([1.0, -3.0]), np.array([2.0])) == 3.0
    assert paint.largest(np.array([1.0, np.nan, -4.0, np.inf])) == 4.0
    assert paint.largest(np.array([np.nan])) == 0.0
    assert paint.largest(np.empty(0)) == 0.0


@pytest.mark.parametrize(
    ("value", "limit"), [(0.11, 0.15), (0.1, 0.1), (7.0, 8.0), (9.5, 10.0), (0.0, 1.0), (np.nan, 1.0)]
)
def test_a_limit_is_a_number_that_can_be_read(value: float, limit: float) -> None:
    assert paint.round_limit(value) == pytest.approx(limit)


def test_the_grid_is_as_large_as_fits_and_filled_evenly() -> None:
    grid = paint.fit(4, (8, 8), (100, 100), 2, 1)
    assert (grid.columns, grid.rows, grid.scale) == (2, 2, 6)


def test_what_does_not_fit_at_the_smallest_scale_is_left_to_other_pages() -> None:
    grid = paint.fit(1000, (8, 8), (100, 100), 2, 3)
    assert grid.scale == 3
    assert 0 < grid.places < 1000


def test_there_may_be_no_room_at_all() -> None:
    assert paint.fit(3, (28, 28), (10, 300), 2, 1).places == 0


def test_room_left_over_goes_between_the_tiles() -> None:
    grid = paint.spread(paint.fit(4, (8, 8), (30, 100), 2, 1), (8, 8), (30, 100))
    assert (grid.columns, grid.rows, grid.scale) == (4, 1, 2)
    assert (grid.gap, grid.gap_across) == (10, 9)


def test_pictures_are_placed_side_by_side_with_gaps_and_the_rest_is_left_alone() -> None:
    pictures = np.array([[[1, 2]], [[3, 4]], [[5, 6]]], np.uint32)
    grid = paint.Grid(columns=2, rows=2, scale=2, gap=1, gap_across=1)
    canvas = np.full((6, 10), 9, np.uint32)
    paint.place(canvas, pictures, grid, (1, 2), left=1, top=1)
    top, bottom = [9, 1, 1, 2, 2, 9, 3, 3, 4, 4], [9, 5, 5, 6, 6, 9, 9, 9, 9, 9]
    assert canvas.tolist() == [[9] * 10, top, top, [9] * 10, bottom, bottom]


@pytest.mark.parametrize("width", [3, 8])
def test_what_is_written_into_an_image_s_memory_is_in_the_image(width: int) -> None:
    image = QImage(width, 2, QImage.Format.Format_RGB32)
    image.fill(0)
    paint.pixels(image)[1, width - 1] = paint.pixel("#ff0000")
    assert image.pixelColor(width - 1, 1).name() == "#ff0000"


def test_an_image_has_the_pixels_it_was_made_of() -> None:
    red, blue = paint.pixel("#ff0000"), paint.pixel("#0000ff")
    image = paint.image(np.array([[red, blue]], np.uint32))
    assert [image.pixelColor(x, 0).name() for x in (0, 1)] == ["#ff0000", "#0000ff"]


def test_a_long_row_of_values_is_folded() -> None:
    assert paint.fold((8, 8)) == (8, 8)
    rows, columns = paint.fold((1, 50))
    assert rows * columns >= 50
    assert abs(rows - columns) <= 1
    assert paint.tiles(np.ones((3, 50)), (rows, columns)).sum() == 150


def test_enlarging_keeps_what_is_level_and_lies_between_what_is_not() -> None:
    level = paint.enlarge(np.full((2, 3, 3), 0.5, np.float32), (5, 7))
    assert level.shape == (2, 5, 7)
    np.testing.assert_allclose(level, 0.5, rtol=1e-6)
    steps = np.arange(4, dtype=np.float32)[None, None, :]
    np.testing.assert_allclose(paint.enlarge(steps, (1, 8))[0, 0], [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])


@pytest.mark.parametrize("room", [(400, 700), (300, 1200), (900, 500)])
def test_enlarged_pairs_fit_where_whole_pixels_leave_room(room: tuple[int, int]) -> None:
    shape, count, gap = (28, 28), 64, 4
    whole = paint.fit(count, (28, 59), room, gap, 1)
    height, width = paint.roomier(count, shape, whole, room)
    if (height, width) != shape:
        assert height > 28 * whole.scale
        assert paint.fit(count, (height, 2 * width + 3), room, gap, 1).places >= count


def test_pictures_are_enlarged_to_the_smallest_size_even_if_not_all_fit() -> None:
    room, gap = (300, 500), 4
    whole = paint.fit(1000, (28, 59), room, gap, 1)
    assert paint.roomier(1000, (28, 28), whole, room) == (28, 28)
    assert paint.roomier(1000, (28, 28), whole, room, smallest=36) == (36, 36)


@pytest.mark.parametrize(("left", "top"), [(0, 1), (1, 0), (-1, 0), (0, -1)])
def test_nothing_is_written_beside_the_canvas(left: int, top: int) -> None:
    pictures, grid = np.ones((4, 2, 2), np.uint32), paint.Grid(2, 2, 3, 1, 1)
    canvas = np.zeros((13, 13), np.uint32)
    paint.place(canvas, pictures, grid, (2, 2), 0, 0)
    with pytest.raises(ValueError, match="don't fit"):
        paint.place(canvas, pictures, grid, (2, 2), left, top)
