"""Where the numbers of an axis stand, and how they are written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gui.painting import numbers
from gui.plots import ticks
from gui.plots.follow import last_decade, steady
from gui.plots.scales import LINEAR, LOG_LOSS, LOG_STEPS, STEPS, Scale

Spread = Callable[[float, float, int], list[float]]
RANGES = [(-2.3, -0.5), (-2.1, -1.9), (-1.72, -1.70), (-9.0, 3.0), (-1.7, -1.6999999)]


@pytest.mark.parametrize("spread", [ticks.linear, ticks.logarithmic])
@pytest.mark.parametrize(("low", "high"), [*RANGES, (-9.0, 40.0)])
def test_an_axis_has_some_ticks_but_not_too_many(spread: Spread, low: float, high: float) -> None:
    found = spread(low, high, 10)
    assert 2 <= len(found) <= 20
    assert all(low <= tick <= high for tick in found)


@pytest.mark.parametrize("spread", [ticks.linear, ticks.logarithmic, ticks.powers])
@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (1.0, -1.0), (0.0, float("inf")), (float("nan"), 1.0)])
def test_no_range_no_ticks(spread: Spread, low: float, high: float) -> None:
    assert spread(low, high, 10) == []


def test_steps_stand_at_powers_of_ten_and_are_few_where_there_is_little_room() -> None:
    assert [words for _, words in LOG_STEPS.ticks(0, 5, 8)] == ["1", "10", "100", "1000", "10⁴", "10⁵"]
    assert [words for _, words in LOG_STEPS.ticks(0, 9, 4)] == ["1", "1000", "10⁶", "10⁹"]
    assert [words for _, words in LOG_STEPS.ticks(0.1, 0.9, 8)] == ["2", "3", "4", "5", "6"]
    assert all(float(words) == int(words) for _, words in LOG_STEPS.ticks(0, 0.5, 8))


def test_linear_steps_are_whole_and_not_negative() -> None:
    assert [words for _, words in STEPS.ticks(0, 10, 6)] == ["0", "2", "4", "6", "8", "10"]
    assert [words for _, words in STEPS.ticks(-1, 2.5, 20)] == ["0", "1", "2"]


def test_linear_steps_are_all_written_in_one_way() -> None:
    assert [words for _, words in STEPS.ticks(0, 30_000, 4)] == ["0", "10\u2009000", "20\u2009000", "30\u2009000"]


@pytest.mark.parametrize("scale", [LOG_LOSS, LINEAR, LOG_STEPS, STEPS])
def test_a_value_s_place_is_where_the_value_is(scale: Scale) -> None:
    for value in (1.0, 3.7, 1e6):
        assert scale.value(scale.place(value)) == pytest.approx(value)
        np.testing.assert_allclose(scale.places(np.array([value])), [scale.place(value)])


def test_losses_from_nothing_to_hopeless_have_a_place() -> None:
    places = LOG_LOSS.places(np.array([0.0, 1e-15, 1e-8, 1e4, 1e30, np.nan], np.float32))
    assert (np.diff(places[:-1]) > 0).all()
    assert np.isfinite(places[:-1]).all()
    assert np.isnan(places[-1])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0109, ".0109"), (0.00942, ".00942"), (0.1, ".1"), (1.52, "1.52"), (3.1e-8, "3.1·10⁻⁸"), (1e-15, "10⁻¹⁵"),
        (0.0, "0"), (16.63, "16.6"), (999.9, "1000"), (1664.3, "1664"), (1e11, "10¹¹"), (2.5e30, "2.5·10³⁰"),
        (float("nan"), "–"),
    ],
)  # fmt: skip
def test_losses_in_a_plot(value: float, words: str) -> None:
    assert numbers.on_plot(value) == words


def test_losses_beside_a_curve_have_four_decimals_where_these_say_enough() -> None:
    assert [numbers.at_step(value) for value in (0.009, 0.0464, 0.0000312, 2.0)] == [".0090", ".0464", "3.12·10⁻⁵", "2"]


def test_floors() -> None:
    assert [numbers.times(r) for r in (1.00449, 0.985, 1.16, 9.999, 16.6, 3e5)] == [
        "1.004", "0.985", "1.16", "10", "16.6", "3·10⁵",
    ]  # fmt: skip


@pytest.mark.parametrize("step", [*range(1, 300), 999, 1001, 19_999, 50_001, 99_999, 12_345_678])
def test_the_axis_ends_soon_after_now(step: int) -> None:
    assert step <= ticks.end(step) <= step * 10 / 9 + 1
    assert 10 ** last_decade(step) >= step


def test_the_axis_stays_for_many_steps() -> None:
    assert len({ticks.end(step) for step in range(1000, 10_000)}) < 40
    assert len({last_decade(step) for step in range(1, 1_000_000, 7)}) <= 8


def test_a_range_stays_while_it_fits() -> None:
    before = steady(0.0, 1.0, None, 0.1, 0.1)
    assert before == (-0.1, 1.1)
    assert steady(0.05, 1.02, before, 0.1, 0.1) is before
    assert steady(0.0, 2.0, before, 0.1, 0.1)[1] > 2.0
    assert steady(0.4, 0.5, before, 0.1, 0.1)[1] < 1.0


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e30])
def test_a_range_has_room_around_a_constant(value: float) -> None:
    low, high = steady(value, value, None, 0.1, 0.1)
    assert low < value < high
