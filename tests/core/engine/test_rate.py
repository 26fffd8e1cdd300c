"""Steps per second are steps in a second."""

from __future__ import annotations

import pytest

from core.engine.rate import Rate


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the system's clock says."""
    now = [100.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    return now


@pytest.mark.parametrize("speed", [3, 250, 40_000])
def test_an_even_pace_is_what_it_is(clock: list[float], speed: int) -> None:
    rate = Rate()
    assert rate.value == 0
    for _ in range(20):
        clock[0] += 0.1
        rate.took(speed // 10, clock[0])
    assert rate.value == pytest.approx(10 * (speed // 10), rel=1e-6)


def test_it_follows_within_a_second(clock: list[float]) -> None:
    rate = Rate()
    for steps in (100, 100, 100, 100, 100, 100, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10):
        clock[0] += 0.1
        rate.took(steps, clock[0])
    assert rate.value == pytest.approx(100, rel=1e-6)


def test_the_first_steps_are_told_at_once(clock: list[float]) -> None:
    rate = Rate()
    rate.took(5, clock[0] + 0.01)
    assert rate.value == pytest.approx(500)


def test_standing_still_is_0(clock: list[float]) -> None:
    rate = Rate()
    for steps in (50, 50, 0, 0, 0):
        clock[0] += 0.6
        rate.took(steps, clock[0])
    assert rate.value == 0


def test_before_half_a_second_it_is_that_of_all_steps_so_far(clock: list[float]) -> None:
    """A run that is over sooner would else be told the speed of its first steps, which are the slowest."""
    rate = Rate()
    for seconds, steps in ((0.1, 1), (0.1, 99), (0.1, 200)):
        clock[0] += seconds
        rate.took(steps, clock[0])
    assert rate.value == pytest.approx(1000)
