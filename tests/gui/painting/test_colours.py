"""Values to colours."""

from __future__ import annotations

import numpy as np
import pytest

from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT
from gui.painting import colours


def test_zero_is_the_middle_of_a_signed_scale_and_its_ends_are_the_limits() -> None:
    assert colours.signed(np.array([-2.0, 0.0, 2.0]), 2.0).tolist() == [1, 128, 255]


def test_what_is_not_a_number_has_a_colour_of_its_own_and_infinity_is_an_end() -> None:
    with np.errstate(all="raise"):
        indices = colours.signed(np.array([np.nan, np.inf, -np.inf, 9.0]), 1.0)
    assert indices.tolist() == [0, 255, 1, 255]
    assert colours.unsigned(np.array([np.nan, 0.0, 1.0, -3.0, 7.0])).tolist() == [0, 1, 255, 1, 255]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_value_has_a_colour_of_its_own(theme: Theme) -> None:
    table = colours.diverging(theme)
    assert len(table) == 256
    assert len(np.unique(table)) > 240


def test_the_largest_value_is_found_among_numbers_only() -> None:
    assert colours.largest(np.array([1.0, -3.0]), np.array([2.0])) == 3.0
    assert colours.largest(np.array([1.0, np.nan, -4.0, np.inf])) == 4.0
    assert colours.largest(np.array([np.nan])) == 0.0
    assert colours.largest(np.empty(0)) == 0.0


@pytest.mark.parametrize(
    ("value", "limit"), [(0.11, 0.15), (0.1, 0.1), (7.0, 8.0), (9.5, 10.0), (0.0, 1.0), (np.nan, 1.0)]
)
def test_a_limit_is_a_number_that_can_be_read(value: float, limit: float) -> None:
    assert colours.round_limit(value) == pytest.approx(limit)


def test_enlarging_keeps_what_is_level_and_lies_between_what_is_not() -> None:
    level = colours.enlarge(np.full((2, 3, 3), 0.5, np.float32), (5, 7))
    assert level.shape == (2, 5, 7)
    np.testing.assert_allclose(level, 0.5, rtol=1e-6)
    steps = np.arange(4, dtype=np.float32)[None, None, :]
    np.testing.assert_allclose(colours.enlarge(steps, (1, 8))[0, 0], [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])
