"""The path of a layer is known without asking the device at every step, and follows W in time."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

import core.linear_algebra.guard
from core.linear_algebra.guard import INTERVAL, Guard
from core.linear_algebra.pseudo_inverse import Factor, Path, factorize


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
    monkeypatch.setattr(core.linear_algebra.guard, "factorize", counter)
    return counter


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on CUDA, where reading waits for the device."""
    monkeypatch.setattr(core.linear_algebra.guard, "_reading_waits", lambda tensor: True)


def rows(smallest: float) -> Tensor:
    """Orthogonal rows, the last of this length and the others of length 1."""
    weight = torch.eye(4, 9)
    weight[3] *= smallest
    return weight


def test_where_reading_is_free_float32_is_checked_at_every_step(checks: Checks) -> None:
    guard = Guard()
    for step in range(1, INTERVAL):
        assert guard.factor(rows(0.5)).path is Path.FLOAT32
        assert checks.count == step
    assert guard.factor(rows(0.001)).path is Path.FLOAT64


def test_in_float64_no_check_is_free(checks: Checks) -> None:
    guard = Guard()
    for _ in range(3 * INTERVAL):
        assert guard.factor(rows(0.001)).path is Path.FLOAT64
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_a_healthy_layer_is_checked_now_and_then(checks: Checks) -> None:
    guard = Guard()
    for _ in range(3 * INTERVAL):
        assert guard.factor(rows(0.5)).path is Path.FLOAT32
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_factors_between_checks_are_of_the_weights_as_they_are(checks: Checks) -> None:
    guard = Guard()
    guard.factor(rows(1.0))
    torch.testing.assert_close(guard.factor(rows(0.5)).matrix, torch.linalg.pinv(rows(0.5)))
    assert checks.count == 1


@pytest.mark.usefixtures("queue")
def test_close_to_the_limit_every_step_is_checked(checks: Checks) -> None:
    guard = Guard()
    for step in range(1, 5):
        assert guard.factor(rows(1 / 60)).path is Path.FLOAT32
        assert checks.count == step
    assert guard.factor(rows(1 / 200)).path is Path.FLOAT64


@pytest.mark.usefixtures("queue")
def test_the_path_goes_there_and_back(checks: Checks) -> None:
    guard = Guard()
    for smallest, path in ((1.0, Path.FLOAT32), (0.002, Path.FLOAT64), (1e-5, Path.REGULARISED), (1.0, Path.FLOAT32)):
        for _ in range(INTERVAL):
            factor = guard.factor(rows(smallest))
        assert factor.path is path
    assert checks.count == 4


@pytest.mark.usefixtures("queue")
def test_a_factorization_that_fails_between_checks_is_not_silent() -> None:
    guard = Guard()
    guard.factor(rows(1.0))
    assert guard.factor(rows(0.0)).inverse.isnan().all()


@pytest.mark.usefixtures("queue")
def test_a_turned_dial_is_checked(checks: Checks) -> None:
    guard = Guard()
    for dial in (1.0, 0.9, 0.9, 0.8):
        assert guard.factor(rows(0.5), dial).dial == dial
    assert checks.count == 3


@pytest.mark.usefixtures("queue")
def test_replaced_weights_are_checked(checks: Checks) -> None:
    guard = Guard()
    guard.factor(rows(1.0))
    guard.forget()
    guard.factor(rows(1.0))
    assert checks.count == 2


def test_weights_that_are_not_finite_are_noticed_at_once(checks: Checks) -> None:
    guard = Guard()
    guard.factor(rows(1.0))
    for count in (2, 3):
        assert guard.factor(rows(float("nan"))).path is Path.NOT_FINITE
        assert checks.count == count
