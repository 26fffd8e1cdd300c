"""The path of a layer is known without asking the device at every step, and follows W in time."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

import core.linear_algebra.condition_monitor
from core.linear_algebra.condition_monitor import INTERVAL, ConditionMonitor, MonitorState
from core.linear_algebra.path import Path
from core.linear_algebra.pseudo_inverse import FLOAT32_LIMIT, Factor, factorize


class Checks:
    """Counts the checks that are made."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, weight: Tensor, dial: float = 0.0) -> Factor:
        self.count += 1
        return factorize(weight, dial)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    counter = Checks()
    monkeypatch.setattr(core.linear_algebra.condition_monitor, "factorize", counter)
    return counter


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on CUDA, where reading waits for the device."""
    monkeypatch.setattr(core.linear_algebra.condition_monitor, "reading_waits", lambda tensor: True)


def rows(smallest: float) -> Tensor:
    """Orthogonal rows, the last of this length and the others of length 1."""
    weight = torch.eye(4, 9)
    weight[3] *= smallest
    return weight


def test_where_reading_is_free_float32_is_checked_at_every_step(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for step in range(1, INTERVAL):
        assert monitor.factor(rows(0.5)).path is Path.FLOAT32
        assert checks.count == step
    assert monitor.factor(rows(0.001)).path is Path.FLOAT64


def test_in_float64_no_check_is_free(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for _ in range(3 * INTERVAL):
        assert monitor.factor(rows(0.001)).path is Path.FLOAT64
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_a_healthy_layer_is_checked_now_and_then(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for _ in range(3 * INTERVAL):
        assert monitor.factor(rows(0.5)).path is Path.FLOAT32
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_factors_between_checks_are_of_the_weights_as_they_are(checks: Checks) -> None:
    monitor = ConditionMonitor()
    monitor.factor(rows(1.0))
    torch.testing.assert_close(monitor.factor(rows(0.5)).matrix, torch.linalg.pinv(rows(0.5)))
    assert checks.count == 1


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("smallest", [0.5, 0.002, 1e-5])
def test_factors_between_checks_say_what_the_last_check_found(smallest: float) -> None:
    monitor = ConditionMonitor()
    checked = monitor.factor(rows(smallest)).check
    assert monitor.factor(rows(1.1 * smallest)).check == checked


@pytest.mark.usefixtures("queue")
def test_close_to_the_limit_every_step_is_checked(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for step in range(1, 5):
        assert monitor.factor(rows(1.5 / FLOAT32_LIMIT)).path is Path.FLOAT32
        assert checks.count == step
    assert monitor.factor(rows(0.5 / FLOAT32_LIMIT)).path is Path.FLOAT64


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(("share", "count"), [(0.45, 1), (0.55, 4)])
def test_close_begins_at_half_the_limit(share: float, count: int, checks: Checks) -> None:
    bound = 3**0.25  # times 1/s, for three rows of length 1 and one of length s
    monitor = ConditionMonitor()
    for _ in range(4):
        assert monitor.factor(rows(bound / (share * FLOAT32_LIMIT))).path is Path.FLOAT32
    assert checks.count == count


@pytest.mark.usefixtures("queue")
def test_the_path_goes_there_and_back(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for smallest, path in ((1.0, Path.FLOAT32), (0.002, Path.FLOAT64), (1e-5, Path.REGULARISED), (1.0, Path.FLOAT32)):
        for _ in range(INTERVAL):
            factor = monitor.factor(rows(smallest))
        assert factor.path is path
    assert checks.count == 4


@pytest.mark.usefixtures("queue")
def test_a_factorization_that_fails_between_checks_is_not_silent() -> None:
    monitor = ConditionMonitor()
    monitor.factor(rows(1.0))
    assert monitor.factor(rows(0.0)).inverse.isnan().all()


@pytest.mark.usefixtures("queue")
def test_a_turned_dial_is_checked(checks: Checks) -> None:
    monitor = ConditionMonitor()
    for dial in (1.0, 0.9, 0.9, 0.8):
        assert monitor.factor(rows(0.5), dial).dial == dial
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_replaced_weights_are_checked(checks: Checks) -> None:
    monitor = ConditionMonitor()
    monitor.factor(rows(1.0))
    monitor.forget()
    monitor.factor(rows(1.0))
    assert checks.count == 2


def test_weights_that_are_not_finite_are_noticed_at_once(checks: Checks) -> None:
    monitor = ConditionMonitor()
    monitor.factor(rows(1.0))
    for count in (2, 3):
        assert monitor.factor(rows(float("nan"))).path is Path.NOT_FINITE
        assert checks.count == count


def trajectory() -> list[Tensor]:
    """A W that goes from healthy to nearly singular and back, a step at a time."""
    depths = torch.cat([torch.linspace(0, 3.5, 40), torch.linspace(3.5, 0.5, 40)])
    return [rows(float(10**-depth)) for depth in depths]


@pytest.mark.parametrize("waits", [False, True], ids=["reading is free", "reading waits"])
@pytest.mark.parametrize("dial", [0.0, 1e-4])
def test_a_restored_monitor_goes_on_to_the_bit(dial: float, waits: bool, request: pytest.FixtureRequest) -> None:
    if waits:
        request.getfixturevalue("queue")
    unbroken = ConditionMonitor()
    factors = [unbroken.factor(weight, dial) for weight in trajectory()]
    assert {factor.path for factor in factors} >= {Path.FLOAT32, Path.FLOAT64}
    for stop in range(len(factors)):
        before, after = ConditionMonitor(), ConditionMonitor()
        for weight in trajectory()[:stop]:
            before.factor(weight, dial)
        after.restore(before.state())
        for weight, factor in zip(trajectory()[stop : stop + INTERVAL + 1], factors[stop:], strict=False):
            again = after.factor(weight, dial)
            assert again.check == factor.check
            assert torch.equal(again.inverse, factor.inverse)


def test_the_state_is_plain_data_and_stays_as_it_was() -> None:
    monitor = ConditionMonitor()
    monitor.factor(rows(0.001))
    state = monitor.state()
    assert state is not None
    assert state == MonitorState(0.0, Path.FLOAT64, state.condition, True, 1)
    assert state.condition == pytest.approx(1000, rel=1e-3)
    monitor.factor(rows(0.001))
    assert state.age == 1


def test_before_the_first_check_there_is_no_state_to_restore(checks: Checks) -> None:
    monitor = ConditionMonitor()
    assert monitor.state() is None
    monitor.factor(rows(0.001))
    monitor.restore(None)
    assert monitor.path is None
    assert monitor.age == 0
    monitor.factor(rows(1.0))
    assert checks.count == 2
