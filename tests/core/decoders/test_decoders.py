"""Every decoder of the registry against autograd through NumPy's or torch's own matrices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.decoders import DECODERS, MirroredLayer
from core.linear_algebra.condition_monitor import ConditionMonitor
from core.training.parameters import Block

SHAPES = [(3, 7), (5, 5), (8, 4)]
DIAL = 0.3


def dialled(weight: Tensor) -> Tensor:
    units, inputs = weight.shape
    if units <= inputs:
        inverse: Tensor = torch.linalg.inv((1 - DIAL) * weight @ weight.mT + DIAL * torch.eye(units).to(weight))
        return weight.mT @ inverse
    inverse = torch.linalg.inv((1 - DIAL) * weight.mT @ weight + DIAL * torch.eye(inputs).to(weight))
    return inverse @ weight.mT


#: The decoded codes, by torch's own means.
REFERENCES: dict[str, Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]] = {
    "transpose": lambda codes, weight, bias, free: codes @ weight,
    "pseudo_inverse": lambda codes, weight, bias, free: codes @ torch.linalg.pinv(weight).mT,
    "dial": lambda codes, weight, bias, free: codes @ dialled(weight).mT,
    "inverse": lambda codes, weight, bias, free: (codes.atanh() - bias) @ torch.linalg.pinv(weight).mT,
    "untied": lambda codes, weight, bias, free: codes @ free.mT,
}


def random(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


def nothing(size: int) -> Tensor:
    return torch.zeros(size, dtype=torch.float64)


def mirror_of(weight: Tensor, bias: Tensor, free: Tensor) -> MirroredLayer:
    return MirroredLayer(
        weight,
        torch.ones_like(weight),
        bias,
        torch.ones_like(bias),
        ACTIVATIONS["tanh"],
        Block({"weight": tuple(weight.shape)}, {}, weight),
        ConditionMonitor(),
        dial=DIAL,
        free=free,
        free_gradient=torch.ones_like(free),
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", DECODERS)
def test_decoding_and_its_derivative_agree_with_autograd(name: str, shape: tuple[int, int]) -> None:
    units, inputs = shape
    leaves = [
        random(units, inputs),
        random(units),
        random(inputs, units).add(1),
        random(6, units).tanh(),  # what a tanh layer could have answered
    ]
    weight, bias, free, codes = (leaf.requires_grad_() for leaf in leaves)
    seed, offset = random(6, inputs), random(inputs)
    expected = REFERENCES[name](codes, weight, bias, free) + offset
    torch.autograd.backward(expected, seed)

    mirror = mirror_of(weight.detach(), bias.detach(), free.detach())
    decoder = DECODERS[name]
    with torch.no_grad():
        decoded, kept = decoder.decode(codes.detach(), offset, mirror)
        of_codes = decoder.backward(seed, codes.detach(), kept, mirror)

    close = partial(torch.testing.assert_close, rtol=1e-6, atol=1e-8)
    close(decoded, expected.detach())
    close(of_codes, codes.grad)
    # Gradients are added to what was there.
    for found, leaf in (
        (mirror.weight_gradient, weight),
        (mirror.bias_gradient, bias),
        (mirror.free_gradient, free),
    ):
        close(found, 1 + (torch.zeros_like(leaf) if leaf.grad is None else leaf.grad))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [name for name in DECODERS if not DECODERS[name].inverts_activation])
def test_the_matrix_is_what_decoding_multiplies_with(name: str, shape: tuple[int, int]) -> None:
    units, inputs = shape
    mirror = mirror_of(random(units, inputs), random(units), random(inputs, units))
    one_by_one, _ = DECODERS[name].decode(torch.eye(units, dtype=torch.float64), nothing(inputs), mirror)
    torch.testing.assert_close(DECODERS[name].matrix(mirror).mT, one_by_one)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_pseudo_inverse_is_numpys(shape: tuple[int, int]) -> None:
    weight = random(*shape)
    mirror = mirror_of(weight, random(shape[0]), random(*shape[::-1]))
    for name in ("pseudo_inverse", "inverse"):
        ours = DECODERS[name].matrix(mirror).numpy()
        np.testing.assert_allclose(ours, np.linalg.pinv(weight.numpy()), atol=1e-7)


@pytest.mark.parametrize("name", [name for name, activation in ACTIVATIONS.items() if activation.inverse])
def test_the_inverse_undoes_what_the_layer_did(name: str) -> None:
    weight, bias = random(3, 7) / 4, random(3)  # short of where float64 rounds tanh to 1
    mirror = mirror_of(weight, bias, random(7, 3))
    mirror.activation = ACTIVATIONS[name]
    inputs = random(9, 7)
    codes = mirror.activation.value(inputs @ weight.mT + bias)
    projected = inputs @ (torch.linalg.pinv(weight) @ weight).mT
    decoded, _ = DECODERS["inverse"].decode(codes, nothing(7), mirror)
    torch.testing.assert_close(decoded, projected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("name", "beyond"), [("sigmoid", 1.5), ("tanh", -3.0), ("centred_sigmoid", 2.0)])
def test_what_no_sum_gives_is_clamped_and_has_no_slope(name: str, beyond: float) -> None:
    sums, slope = ACTIVATIONS[name].undo(torch.tensor([beyond, 0.3]))
    assert torch.isfinite(sums).all()
    assert abs(float(sums[0])) > 6
    assert slope[0] == 0
    assert slope[1] > 0


def test_what_has_no_inverse_says_why() -> None:
    for activation in ACTIVATIONS.values():
        assert (activation.inverse is None) == bool(activation.why_not)
