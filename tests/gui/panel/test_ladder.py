"""From any number a ladder goes to the next of its rungs, and past the last one nowhere."""

from __future__ import annotations

import pytest

from gui.panel.ladder import LADDERS, ladder_of


def climbed(key: str, value: float, *, up: bool, most: int = 50) -> list[float]:
    ladder = LADDERS[key]
    passed: list[float] = []
    following = ladder.step(value, up)
    while following is not None and len(passed) < most:
        passed.append(following)
        following = ladder.step(following, up)
    return passed


@pytest.mark.parametrize(
    ("key", "value", "up", "first"),
    [
        ("learning_rate", 0.003, True, [0.005, 0.01, 0.02, 0.05, 0.1]),
        ("learning_rate", 0.003, False, [0.002, 0.001, 0.0005, 0.0002]),
        ("weight_decay", 0.0, True, [1e-6, 2e-6, 5e-6, 1e-5]),
        ("noise", 0.05, False, [0.02, 0.01, 0.0]),
        ("batch_size", 128, True, [200, 500, 1000, 2000]),
        ("batch_size", 128, False, [100, 50, 20, 10, 5, 2, 1]),
        ("seed", 0, True, [1, 2, 3]),
        ("seed", 2, False, [1, 0]),
        ("ramp_to_transpose", 100, False, [50, 20, 10, 5, 2, 1, 0]),
        ("ramp_to_pseudo_inverse", 0, True, [1, 2, 5, 10]),
        ("momentum", 0.0, True, [0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]),
        ("momentum", 0.9, False, [0.8, 0.5, 0.2, 0.1, 0.0]),
        ("layers", 48, True, [64, 128, 256]),
        ("layers", 48, False, [32, 16, 8, 4, 2, 1]),
    ],
)
def test_the_next_rungs(key: str, value: float, up: bool, first: list[float]) -> None:
    assert climbed(key, value, up=up)[: len(first)] == first


@pytest.mark.parametrize("key", ["weight_decay", "noise", "batch_size", "seed", "layers", "momentum"])
def test_downwards_it_ends(key: str) -> None:
    assert len(climbed(key, 7 if key != "momentum" else 0.7, up=False)) < 50


@pytest.mark.parametrize("key", LADDERS)
def test_up_and_down_again_is_the_same_rung(key: str) -> None:
    ladder = LADDERS[key]
    rung = ladder.step(ladder.step(0.03 if key not in ("seed", "layers") else 3, up=True) or 0, up=True)
    assert rung is not None
    higher = ladder.step(rung, up=True)
    assert higher is not None
    assert ladder.step(higher, up=False) == rung


def test_whole_numbers_stay_whole() -> None:
    assert all(isinstance(each, int) for key in ("batch_size", "seed") for each in climbed(key, 3, up=True, most=8))


def test_a_key_that_nobody_has_thought_of_has_a_ladder_too() -> None:
    assert ladder_of("width_of_bars", whole=True).step(3, up=True) == 5
    assert ladder_of("width_of_bars", whole=False).step(0, up=True) == 1e-6
