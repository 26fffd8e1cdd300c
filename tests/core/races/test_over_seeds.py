"""Who wins how often, and how far the losses are apart, against NumPy."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TiescopeError
from core.messages.losses import LossCurve
from core.races.over_seeds import LOSSES, Heat, OverSeeds
from core.races.standing import Standing, near_after, winner
from core.races.tables import heat_from, heat_table, over_seeds_table

STEPS = np.array([0, 1, 2, 5], np.int64)
losses = st.floats(2**-20, 8, width=32).map(lambda value: float(f"{value:.7g}"))


def curve(values: Sequence[float], steps: np.ndarray[tuple[int], np.dtype[np.int64]] = STEPS) -> LossCurve:
    train = np.array(values, np.float32)
    return LossCurve(steps, train, 2 * train, np.zeros(len(train), np.int32))


def lane(name: str, train: float, validation: float, told: LossCurve, diverged_at: int | None = None) -> Standing:
    return Standing(name, "transpose", int(told.steps[-1]), train, validation, 0.5, None, 0.001, told, diverged_at)


lanes = st.builds(
    lambda train, validation, values, diverged: (train, validation, curve(values), 3 if diverged else None),
    losses, losses, st.lists(losses, min_size=4, max_size=4), st.booleans(),
)  # fmt: skip
results = st.lists(st.tuples(lanes, lanes, lanes), min_size=1, max_size=6).map(
    lambda heats: OverSeeds(
        tuple(
            Heat(seed, tuple(lane(name, *each) for name, each in zip("abc", of, strict=True)))
            for seed, of in enumerate(heats)
        )
    )
)


@given(results)
def test_whoever_has_the_least_loss_of_those_that_came_to_the_end_has_won(result: OverSeeds) -> None:
    for by in LOSSES:
        expected = dict.fromkeys("abc", 0)
        for heat in result.heats:
            there = [each for each in heat.lanes if each.diverged_at is None]
            least = min((getattr(each, by) for each in there), default=math.nan)
            best = [each.name for each in there if getattr(each, by) == least]
            if len(best) == 1:
                expected[best[0]] += 1
        assert result.won(by) == expected


@given(results)
def test_the_spread_and_the_band_are_those_of_the_lanes_that_did_not_diverge(result: OverSeeds) -> None:
    for name in result.names:
        there = [each for heat in result.heats for each in heat.lanes if each.name == name and not each.diverged_at]
        assert result.diverged(name) == len(result.heats) - len(there)
        spread, band = result.spread(name, "validation"), result.band(name)
        assert spread.values.tolist() == [each.validation for each in there]
        if not there:
            assert math.isnan(spread.median)
            assert not len(band.steps)
            continue
        assert spread.median == np.median(spread.values)
        all_values = np.array([each.losses.train for each in there], np.float64)
        assert band.steps.tolist() == STEPS.tolist()
        np.testing.assert_array_equal(band.least, all_values.min(0))
        np.testing.assert_array_equal(band.median, np.median(all_values, 0))
        np.testing.assert_array_equal(band.most, all_values.max(0))


def test_a_band_has_the_steps_that_are_known_of_every_seed_and_the_last_one() -> None:
    sparse = np.array([0, 5], np.int64)
    heats = (
        Heat(0, (Standing("a", "untied", 9, 1.0, 2.0, 0.5, None, 0.0, curve([8, 7, 6, 4])),)),
        Heat(1, (Standing("a", "untied", 9, 3.0, 4.0, 0.5, None, 0.0, curve([9, 2], sparse)),)),
    )
    band = OverSeeds(heats).band("a")
    assert band.steps.tolist() == [0, 5, 9]
    assert band.least.tolist() == [8, 2, 1]
    assert band.most.tolist() == [9, 4, 3]


@given(results)
def test_what_is_written_is_read_again(result: OverSeeds) -> None:
    lines = [json.dumps(heat_table(heat), allow_nan=False) for heat in result.heats]
    again = OverSeeds(tuple(heat_from(json.loads(line)) for line in lines))
    assert over_seeds_table(again) == over_seeds_table(result)
    for name in result.names:
        np.testing.assert_allclose(again.band(name).most, result.band(name).most, rtol=1e-6)


@pytest.mark.parametrize("table", [{}, {"seed": 0}, {"seed": 0, "lanes": [{}]}, {"seed": 0, "lanes": 3}])
def test_what_is_no_heat_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(TiescopeError, match="no heat"):
        heat_from(table)


def test_near_the_floor_is_the_first_step_known() -> None:
    known = curve([1.0, 0.6, 0.52, 0.51])
    assert near_after(known, 0.5) == 2
    assert near_after(known, 0.1) is None
    assert near_after(known, 0.4, 9, 0.41) == 9
    assert near_after(known, 0.0) is None


def test_where_two_are_best_or_nothing_is_known_nobody_wins() -> None:
    assert winner([("a", 1.0), ("b", 1.0), ("c", 2.0)]) is None
    assert winner([("a", math.nan), ("b", 1.0)]) == "b"
    assert winner([("a", math.nan)]) is None
