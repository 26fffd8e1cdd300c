"""Where pictures stand: the tiles of the filters view and the rows of the reconstructions view."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting import pairs, rows
from gui.painting.pairs import Room

aspects = st.sampled_from([0.1, 0.5, 1.0, 1.3, 8.0])
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0])
lengths = st.integers(1, 900)


@given(st.integers(1, 300), aspects, st.integers(2, 3), lengths, lengths, ratios, st.integers(-5, 9))
def test_all_tiles_of_a_page_are_within_the_room(
    units: int, aspect: float, sides: int, height: int, width: int, ratio: float, zoom: int
) -> None:
    placed = pairs.arrange(units, aspect, sides, Room(height, width, ratio), 1.25**zoom)
    if not placed.grid.places:
        return
    taken = placed.grid.size
    assert placed.top + taken[0] <= height
    assert placed.left + taken[1] <= width
    assert placed.at(placed.left, placed.top) == 0
    assert placed.picture[1] * sides + placed.seam * (sides - 1) == placed.grid.width


@pytest.mark.parametrize("units", [16, 64])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_square_numbers_of_units_stand_in_a_square_where_the_view_is_twice_as_wide_as_high(
    units: int, ratio: float
) -> None:
    room = Room(round(400 * ratio), round(760 * ratio), ratio)
    placed = pairs.arrange(units, 1.0, 2, room)
    side = math.isqrt(units)
    assert (placed.grid.columns, placed.grid.rows) == (side, side)
    height, width = placed.grid.size
    assert height * width >= 0.85 * room.height * room.width


@given(st.integers(2, 200), st.integers(300, 900), st.integers(300, 900))
def test_no_unit_stands_alone_in_the_last_row(units: int, height: int, width: int) -> None:
    placed = pairs.arrange(units, 1.0, 2, Room(height, width, 1.0))
    if placed.picture[0] > pairs.LEGIBLE and placed.grid.columns > 1 and placed.grid.rows > 1:
        assert units - (placed.grid.rows - 1) * placed.grid.columns > 1


def test_no_second_page_where_all_units_are_nearly_legible() -> None:
    room = Room(310, 990, 1.0)
    placed = pairs.arrange(64, 1.0, 2, room, legible=43)
    assert placed.grid.places >= 64
    assert placed.picture[0] >= pairs.NEARLY * 43 - 1


def test_too_many_units_come_in_pages_of_legible_ones_and_a_zoom_makes_them_larger() -> None:
    room = Room(440, 700, 1.0)
    placed = pairs.arrange(1024, 1.0, 2, room)
    assert placed.grid.places < 1024
    assert placed.picture == (pairs.LEGIBLE, pairs.LEGIBLE)
    larger, smaller = (pairs.arrange(1024, 1.0, 2, room, zoom) for zoom in (2.0, 0.5))
    assert larger.picture[0] == 2 * pairs.LEGIBLE
    assert larger.grid.places < placed.grid.places < smaller.grid.places


@given(st.integers(1, 20), aspects, lengths, lengths, st.integers(0, 150), st.integers(1, 20), st.integers(1, 3))
def test_all_rows_are_within_the_room_and_below_each_other(
    examples: int, aspect: float, height: int, width: int, left: int, line: int, count: int
) -> None:
    words = rows.Words(left=left, line=line, figure=50, labels=True)
    placed = rows.arrange(examples, aspect, (height, width), words, count, 1.0)
    for example in range(placed.count):
        x, top = placed.corner(example, 0)
        _, bottom = placed.corner(example, placed.rows - 1)
        assert x >= left
        assert x + placed.picture[1] <= width
        assert top >= line
        assert bottom + placed.picture[0] + line <= height
        assert placed.at(x, top) == example
        assert bottom == top + (placed.rows - 1) * placed.row
        assert placed.row >= placed.picture[0] or placed.rows == 1


def test_examples_wrap_when_that_makes_them_larger() -> None:
    words = rows.Words(left=120, line=18, figure=50, labels=True)
    wide, tall = (rows.arrange(10, 1.0, room, words, 2, 1.0) for room in ((200, 1200), (700, 900)))
    assert wide.lines == 1
    assert tall.lines == 2
    assert tall.picture[0] > (900 - 120) / 10


def test_pictures_grow_with_the_window() -> None:
    words = rows.Words(left=120, line=18, figure=50, labels=True)
    small, large = (rows.arrange(10, 1.0, room, words, 2, 1.0) for room in ((200, 900), (420, 1800)))
    assert large.count == small.count == 10
    assert large.picture[0] > 1.8 * small.picture[0]


@pytest.mark.parametrize("place", range(8))
def test_no_last_row_is_nearly_empty_where_that_costs_little(place: int) -> None:
    high, wide = [(360, 745), (330, 600), (420, 1000), (900, 500)][place % 4]
    for aspect in (0.5, 1.0, 1.5):
        for units in (*range(1, 65), *range(65 + place, 1025, 8)):
            placed = pairs.arrange(units, aspect, 2, Room(high, wide, 1.0), legible=1)
            if not placed.grid.places or in_last_row(units, placed.grid.columns) >= placed.grid.columns / 2:
                continue
            better = [
                width_of_a_picture(units, columns, aspect, high, wide)
                for columns in range(1, units + 1)
                if in_last_row(units, columns) >= max(2, columns / 2)
            ]
            assert max(better, default=0) <= placed.picture[1] / 1.1 + 1, f"{units} units, aspect {aspect}"


def in_last_row(units: int, columns: int) -> int:
    return (units - 1) % columns + 1


def width_of_a_picture(units: int, columns: int, aspect: float, high: int, wide: int) -> float:
    """The largest of pairs with a seam of 2 pixels and gaps of 14 % of a picture, 6 pixels at least."""
    rows = math.ceil(units / columns)
    across = min((wide - 2 * columns - 6 * (columns - 1)) / (2 * columns), wide / (2 * columns + 0.14 * (columns - 1)))
    down = min((high - 6 * (rows - 1)) / (rows * aspect), high / (rows * aspect + 0.14 * (rows - 1)))
    return min(across, down)


@pytest.mark.parametrize("room", [(360, 745), (360, 600), (300, 760)])
def test_thirty_two_units_do_not_leave_two_for_the_last_row(room: tuple[int, int]) -> None:
    columns = pairs.arrange(32, 1.0, 2, Room(*room, 1.0)).grid.columns
    assert in_last_row(32, columns) >= columns / 2


@given(st.integers(1, 20), st.integers(60, 600), st.integers(300, 2500), st.booleans())
def test_examples_fill_the_width_where_there_are_enough(most: int, height: int, width: int, labels: bool) -> None:
    words = rows.Words(left=120, line=18, figure=50, labels=labels)
    usual = rows.arrange(min(10, most), 1.0, (height, width), words, 2, 1.0)
    placed = rows.fill(usual, most, words, width)
    if not placed.count:
        return
    assert placed.picture == usual.picture
    assert usual.count <= placed.count <= most
    right = placed.corner(placed.columns - 1, 0)[0] + placed.picture[1]
    assert right <= width
    left_over = width - 120 - placed.columns * placed.pitch
    assert left_over < placed.columns or placed.pitch >= 1.9 * placed.picture[1]
    # Only where there are no more examples they stand far apart.
    assert placed.pitch <= max(1.55 * placed.picture[1], 57) or placed.count + placed.lines > most or placed.columns < 7
