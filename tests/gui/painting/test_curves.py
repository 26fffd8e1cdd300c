"""Long curves made fit for a plot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages.history import History
from gui.painting import curves


def line(count: int) -> tuple[curves.Steps, curves.Losses]:
    return np.arange(1, count + 1), np.linspace(1, 2, count)


@given(st.integers(0, 3000), st.integers(2, 700))
def test_an_outline_is_short_and_keeps_the_extremes_and_the_end(count: int, points: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    steps, kept = curves.outline(np.arange(count), values, points)
    assert len(steps) == len(kept) <= points + 2
    assert (np.diff(steps) >= 0).all()
    if count:
        assert kept.min() == values.min()
        assert kept.max() == values.max()


@given(st.integers(0, 3000), st.integers(2, 700), st.lists(st.integers(0, 3000), max_size=5))
def test_smoothing_keeps_a_straight_line(count: int, points: int, breaks: list[int]) -> None:
    steps, values = line(count)
    at, means = curves.smooth(steps, curves.Totals().of(values, 1), points, sorted(breaks))
    assert len(at) <= points + 2 * (len(breaks) + 1)
    np.testing.assert_allclose(means, np.interp(at, steps, values) if count else [], rtol=1e-9)


def test_smoothing_shows_no_jump_before_it_happens() -> None:
    steps, values = np.arange(1, 1001), np.where(np.arange(1, 1001) <= 500, 1.0, 9.0)
    at, means = curves.smooth(steps, curves.Totals().of(values, 1), 300, [500])
    np.testing.assert_allclose(means, np.where(at <= 500, 1.0, 9.0))


def test_smoothing_calms_noise() -> None:
    noise = np.random.default_rng(0).normal(size=10_000)
    _, means = curves.smooth(np.arange(10_000), curves.Totals().of(noise, 1), 200)
    assert means[5:-5].std() < 0.2


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20))
def test_the_totals_of_a_history_that_grows_halves_and_is_cut_are_those_of_its_values(extents: list[int]) -> None:
    random, history, totals, step = np.random.default_rng(0), History(bound=512), curves.Totals(), 0
    kept = step, history.state()
    for extent in extents:
        if extent % 7 == 3:
            step, state = kept
            history.restore(state)
        elif extent % 7 == 5:
            kept = step, history.state()
        history.extend(np.arange(step + 1, step + extent + 1), random.normal(size=extent).astype(np.float32))
        step += extent
        curve = history.curve()
        values = curve.values
        np.testing.assert_allclose(
            totals.of(values, curve.version), np.concatenate(([0], np.cumsum(values, dtype=np.float64)))
        )


def test_only_numbers_are_kept() -> None:
    steps, values = curves.finite(np.arange(4), np.array([1.0, np.nan, np.inf, 2.0]))
    assert steps.tolist() == [0, 3]
    assert values.tolist() == [1.0, 2.0]


def test_a_range_stays_while_it_fits() -> None:
    before = curves.steady(0.0, 1.0, None)
    assert before[0] < 0.0
    assert before[1] > 1.0
    assert curves.steady(0.05, 1.02, before) is before
    assert curves.steady(0.0, 2.0, before)[1] > 2.0
    assert curves.steady(0.4, 0.5, before)[1] < 1.0


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e30])
def test_a_range_has_room_around_a_constant(value: float) -> None:
    low, high = curves.steady(value, value, None)
    assert low < value < high


@pytest.mark.parametrize("count", [100, 4000, 65_536])
def test_the_mean_does_not_end_in_the_last_mini_batch(count: int) -> None:
    steps, values = np.arange(1, count + 1), np.full(count, 2.0)
    values[-1] = 50.0
    totals = curves.Totals().of(values, 1)
    at, means = curves.smooth(steps, totals, 300)
    assert at[-1] < count
    assert means.max() < 2 + 48 / (count // 80)
    # It ends where half of a mean's length is still to come, not long before.
    assert at[-1] >= count - count // 40
    assert curves.latest(steps, totals) == pytest.approx(2 + 48 / (count // 40))


def test_the_latest_mean_begins_behind_the_last_break() -> None:
    steps, values = np.arange(1, 1001), np.where(np.arange(1, 1001) <= 990, 1.0, 9.0)
    totals = curves.Totals().of(values, 1)
    assert curves.latest(steps, totals, [990]) == 9.0
    assert curves.latest(steps, totals) == pytest.approx((15 * 1.0 + 10 * 9.0) / 25)
    assert np.isnan(curves.latest(steps, totals, [1000]))
    assert np.isnan(curves.latest(steps[:0], curves.Totals().of(values[:0], 2)))
