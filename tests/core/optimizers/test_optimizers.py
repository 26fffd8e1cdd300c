"""Every optimizer of the table against torch's class of the same name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from core.experiment import Experiment, parse
from core.optimizers import OPTIMIZERS
from core.training.parameters import Block

#: torch's class for each, given what the experiment says; a new optimizer needs a line here.
REFERENCES: dict[str, Callable[[Experiment, list[dict[str, Any]]], torch.optim.Optimizer]] = {
    "adam": lambda experiment, groups: torch.optim.Adam(groups, lr=experiment.learning_rate, foreach=False),
    "sgd": lambda experiment, groups: torch.optim.SGD(
        groups, lr=experiment.learning_rate, momentum=experiment.momentum, foreach=False
    ),
}
VALUES = {"learning_rate": (0.01, 0.3), "momentum": (0.0, 0.9), "weight_decay": (0.0, 0.1)}
EXPERIMENTS = [
    parse({"optimizer": name, "learning_rate": rate, "momentum": momentum, "weight_decay": decay})
    for name in OPTIMIZERS
    for rate in VALUES["learning_rate"]
    for momentum in VALUES["momentum"]
    for decay in VALUES["weight_decay"]
]


def block_of(seed: int = 1) -> Block:
    """A few weights and biases, drawn at random."""
    block = Block({"weight": (3, 4)}, {"bias": (3,)}, torch.empty(0))
    block.flat.normal_(generator=torch.Generator().manual_seed(seed))
    return block


def steps(experiment: Experiment, blocks: tuple[Block, ...], count: int) -> None:
    """Take steps along gradients drawn at random."""
    generator = torch.Generator().manual_seed(2)
    for _ in range(count):
        for block in blocks:
            block.gradient.normal_(generator=generator)
        OPTIMIZERS[experiment.optimizer].update(blocks, experiment)


def torchs_steps(experiment: Experiment, block: Block, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Where torch's class takes the block's weight and bias along the same gradients."""
    weight, bias = (block.values[name].clone().requires_grad_() for name in ("weight", "bias"))
    # Only weights decay: the reference says so with parameter groups.
    groups = [{"params": [weight], "weight_decay": experiment.weight_decay}, {"params": [bias], "weight_decay": 0.0}]
    reference = REFERENCES[experiment.optimizer](experiment, groups)
    generator = torch.Generator().manual_seed(2)
    for _ in range(count):
        gradient = torch.empty_like(block.gradient).normal_(generator=generator)
        weight.grad, bias.grad = gradient[:12].reshape(3, 4).clone(), gradient[12:].clone()
        reference.step()
    return weight.detach(), bias.detach()


def name_of(experiment: Experiment) -> str:
    return f"{experiment.optimizer} {experiment.learning_rate} {experiment.momentum} {experiment.weight_decay}"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=name_of)
def test_its_steps_are_those_of_torch(experiment: Experiment) -> None:
    block = block_of()
    weight, bias = torchs_steps(experiment, block, 5)
    steps(experiment, (block,), 5)
    torch.testing.assert_close(block.values["weight"], weight)
    torch.testing.assert_close(block.values["bias"], bias)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("key", VALUES)
def test_it_uses_the_keys_that_it_names(name: str, key: str) -> None:
    ends = []
    for value in VALUES[key]:
        block = block_of()
        steps(parse({"optimizer": name, "learning_rate": 0.02, key: value}), (block,), 3)
        ends.append(block.flat)
    assert torch.equal(*ends) == (key not in OPTIMIZERS[name].keys)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_table_has_it_under_its_name(name: str) -> None:
    assert OPTIMIZERS[name].name == name
    assert OPTIMIZERS[name].title
    assert set(OPTIMIZERS[name].keys) <= set(Experiment.model_fields)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_blocks_are_stepped_as_each_alone(name: str) -> None:
    experiment = parse({"optimizer": name, "learning_rate": 0.1})
    together = (block_of(1), block_of(3))
    gradients = [torch.full_like(block.gradient, 0.5 + at) for at, block in enumerate(together)]
    for at, block in enumerate(together):
        block.gradient.copy_(gradients[at])
    OPTIMIZERS[name].update(together, experiment)
    for seed, gradient, block in zip((1, 3), gradients, together, strict=True):
        alone = block_of(seed)
        alone.gradient.copy_(gradient)
        OPTIMIZERS[name].update((alone,), experiment)
        assert torch.equal(alone.flat, block.flat)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_restored_block_takes_the_same_next_step(name: str) -> None:
    experiment = parse({"optimizer": name, "learning_rate": 0.1})
    block = block_of()
    steps(experiment, (block,), 2)
    state = block.state()
    steps(experiment, (block,), 1)
    expected = block.flat.clone()
    block.restore(state)
    steps(experiment, (block,), 1)
    assert torch.equal(block.flat, expected)


def _of_another_signature(params: list[torch.Tensor], settings: object) -> None:
    raise AssertionError("it must not be reached: the arguments are others")


def _not_on_this_device(*arguments: object, **settings: object) -> None:
    raise NotImplementedError("Could not run 'aten::_fused_adam_' with arguments from this backend")


@pytest.mark.parametrize("replacement", [None, _of_another_signature, _not_on_this_device])
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_adam_does_without_the_fused_kernel(
    decay: float, replacement: Callable[..., None] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = parse({"optimizer": "adam", "learning_rate": 0.01, "weight_decay": decay})
    blocks = {way: (block_of(1), block_of(3)) for way in ("fused", "without")}
    with torch.inference_mode():  # as in training
        steps(experiment, blocks["fused"], 5)
        if replacement is None:
            monkeypatch.delattr(torch, "_fused_adam_")
        else:
            monkeypatch.setattr(torch, "_fused_adam_", replacement)
        steps(experiment, blocks["without"], 5)
    for fused, without in zip(blocks["fused"], blocks["without"], strict=True):
        for expected, got in zip(fused.state(), without.state(), strict=True):
            torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-7)
    assert all(float(block.steps) == 5 for block in (*blocks["fused"], *blocks["without"]))
