"""Named tensors in one: where they lie, what decays, and copies of all that decides the next step."""

from __future__ import annotations

import pytest
import torch

from core.training.parameters import Block

WEIGHTS = {"first": (2, 3), "second": (4,)}
BIASES = {"third": (1,), "fourth": (2,)}


def block() -> Block:
    return Block(WEIGHTS, BIASES, torch.empty(0, dtype=torch.float64))


@pytest.mark.parametrize(("whole", "named"), [("flat", "values"), ("gradient", "gradients")])
def test_named_tensors_lie_one_behind_the_other_in_their_order(whole: str, named: str) -> None:
    made = block()
    flat, tensors = getattr(made, whole), getattr(made, named)
    flat.copy_(torch.arange(13.0))
    assert {name: tuple(tensor.shape) for name, tensor in tensors.items()} == WEIGHTS | BIASES
    assert list(tensors) == ["first", "second", "third", "fourth"]
    assert torch.cat([tensor.flatten() for tensor in tensors.values()]).tolist() == list(range(13))
    tensors["third"].fill_(-1)
    assert flat[10] == -1, "they are the same memory"


def test_weights_come_first_and_are_what_decays() -> None:
    made = block()
    made.flat[: made.decayed].fill_(1)
    assert all(bool((made.values[name] == 1).all()) for name in WEIGHTS)
    assert not any(made.values[name].any() for name in BIASES)


def test_everything_begins_at_0_in_the_type_of_its_model() -> None:
    made = block()
    for tensor in (made.flat, made.gradient, made.first, made.second):
        assert tensor.dtype == torch.float64
        assert tensor.tolist() == [0.0] * 13
    assert made.steps == 0


def test_a_state_is_a_copy_and_going_back_to_it_is_a_write() -> None:
    made = block()
    for size, tensor in enumerate((made.flat, made.first, made.second, made.steps), 1):
        tensor.fill_(size)
    state, versions = made.state(), {made.version}
    for tensor in (made.flat, made.first, made.second, made.steps):
        tensor.fill_(9)
    made.written()
    versions.add(made.version)
    made.restore(state)
    versions.add(made.version)
    assert [float(tensor.max()) for tensor in state] == [1, 2, 3, 4]
    assert made.values["fourth"].tolist() == [1, 1], "the views are still those of its memory"
    assert [float(tensor.min()) for tensor in (made.first, made.second, made.steps)] == [2, 3, 4]
    assert len(versions) == 3, "whoever has kept something of one of them can tell"


def test_moments_are_forgotten_and_values_are_not() -> None:
    made = block()
    for tensor in (made.flat, made.gradient, made.first, made.second, made.steps):
        tensor.fill_(3)
    made.forget_moments()
    assert not any(tensor.any() for tensor in (made.first, made.second, made.steps))
    assert made.flat.tolist() == made.gradient.tolist() == [3.0] * 13
