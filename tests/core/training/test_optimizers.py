"""Our updates against torch's optimizer classes."""

from __future__ import annotations

import pytest
import torch

from core.experiment import Experiment, parse
from core.training.optimizers import update
from core.training.parameters import Block


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": "adam"},
        {"optimizer": "adam", "weight_decay": 0.1},
        {"optimizer": "sgd", "momentum": 0.0},
        {"optimizer": "sgd", "momentum": 0.9},
        {"optimizer": "sgd", "momentum": 0.9, "weight_decay": 0.1},
    ],
)
def test_five_steps_are_those_of_torch(settings: dict[str, object]) -> None:
    experiment = parse({"learning_rate": 0.01, **settings})
    generator = torch.Generator().manual_seed(1)
    block = Block({"weight": (3, 4)}, {"bias": (3,)}, torch.empty(0))
    block.flat.normal_(generator=generator)
    weight, bias = (block.values[name].clone().requires_grad_() for name in ("weight", "bias"))
    # Only weights decay: the reference says so with parameter groups.
    groups = [{"params": [weight], "weight_decay": experiment.weight_decay}, {"params": [bias], "weight_decay": 0.0}]
    reference = _reference(experiment, groups)

    for _ in range(5):
        block.gradient.normal_(generator=generator)
        weight.grad, bias.grad = block.gradients["weight"].clone(), block.gradients["bias"].clone()
        reference.step()
        update((block,), experiment)

    torch.testing.assert_close(block.values["weight"], weight.detach())
    torch.testing.assert_close(block.values["bias"], bias.detach())


def _reference(experiment: Experiment, groups: list[dict[str, object]]) -> torch.optim.Optimizer:
    if experiment.optimizer == "adam":
        return torch.optim.Adam(groups, lr=experiment.learning_rate)
    return torch.optim.SGD(groups, lr=experiment.learning_rate, momentum=experiment.momentum)


def test_a_restored_block_takes_the_same_next_step() -> None:
    experiment = parse({"learning_rate": 0.1})
    block = Block({"weight": (2, 2)}, {}, torch.empty(0))
    block.gradient.fill_(1)
    update((block,), experiment)
    state = block.state()
    update((block,), experiment)
    expected = block.flat.clone()
    block.restore(state)
    update((block,), experiment)
    assert torch.equal(block.flat, expected)
