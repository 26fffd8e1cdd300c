"""How lanes stand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from gui.race.standing import leader, standing
from tests.gui.race.lanes import lane, race
from tests.gui.snapshots import pieces


def test_the_steps_to_the_floor_are_the_first_at_which_the_curve_was_there() -> None:
    there = replace(lane(course=pieces(([1, 50, 80, 100], [0.1, 0.0104, 0.0106, 0.0102])), floor=0.01), parts={})
    found = standing(race(there), there)
    assert found.near_after == 50
    assert found.ratio == pytest.approx(1.02)
    not_yet = replace(there, losses=pieces(([1, 50], [0.1, 0.02])))
    assert math.isinf(standing(race(not_yet), not_yet).near_after)
    without = replace(there, pca_floor=0.0)
    assert math.isnan(standing(race(without), without).near_after)
    assert math.isnan(standing(race(without), without).ratio)


def test_of_the_past_nothing_is_known_that_came_later() -> None:
    there = replace(lane(course=pieces(([1, 50, 100], [0.1, 0.02, 0.0102])), floor=0.01, step=50), parts={})
    found = standing(replace(race(there), seen=50), there)
    assert found.ratio == pytest.approx(2)
    assert math.isinf(found.near_after)


def test_the_one_that_loses_least_leads_unless_another_has_to_catch_up() -> None:
    first = replace(lane("A", pieces(([1, 1000], [0.1, 0.02])), 1000), parts={})
    second = replace(lane("B", pieces(([1, 1000], [0.1, 0.03])), 1000), parts={})
    moment = race(first, second)

    def leads(*lanes: object) -> str | None:
        found = leader([standing(moment, each) for each in lanes])  # type: ignore[arg-type]
        return found.name if found is not None else None

    assert leads(first, second) == "A"
    assert leads(replace(first, diverged=True), second) == "B"
    assert leads(first, replace(second, moment=replace(second.moment, step=900))) is None
    assert leads(first, replace(second, losses=first.losses)) is None
    assert leads(first) is None
