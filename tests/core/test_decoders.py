"""Every decoder of the registry against autograd through NumPy's or torch's own matrices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from core.decoders import DECODERS, Mirror

SHAPES = [(3, 7), (5, 5), (8, 4)]
REFERENCES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "transpose": lambda weight, free: weight.mT,
    "pseudo_inverse": lambda weight, free: torch.linalg.pinv(weight),
    "untied": lambda weight, free: free,
}


def random(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", DECODERS)
def test_decoding_and_its_derivative_agree_with_autograd(name: str, shape: tuple[int, int]) -> None:
    units, inputs = shape
    weight, free = random(units, inputs).requires_grad_(), random(inputs, units).add(1).requires_grad_()
    codes, seed = random(6, units).requires_grad_(), random(6, inputs)
    expected = codes @ REFERENCES[name](weight, free).mT
    expected.backward(seed)

    mirror = Mirror(weight.detach(), torch.ones_like(weight.detach()), free.detach(), torch.ones_like(free.detach()))
    decoder = DECODERS[name]
    with torch.no_grad():
        decoded = decoder.decode(codes.detach(), mirror)
        of_codes = decoder.backward(seed, codes.detach(), mirror)

    torch.testing.assert_close(decoded, expected.detach())
    assert codes.grad is not None
    torch.testing.assert_close(of_codes, codes.grad)
    # Gradients are added to what was there.
    of_weight = torch.zeros_like(weight) if weight.grad is None else weight.grad
    torch.testing.assert_close(mirror.weight_gradient, of_weight + 1)
    assert mirror.free_gradient is not None
    torch.testing.assert_close(mirror.free_gradient, (torch.zeros_like(free) if free.grad is None else free.grad) + 1)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", DECODERS)
def test_the_matrix_is_what_decoding_multiplies_with(name: str, shape: tuple[int, int]) -> None:
    units, inputs = shape
    mirror = Mirror(random(units, inputs), torch.zeros(shape, dtype=torch.float64), random(inputs, units))
    one_by_one = DECODERS[name].decode(torch.eye(units, dtype=torch.float64), mirror)
    torch.testing.assert_close(DECODERS[name].matrix(mirror).mT, one_by_one)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_pseudo_inverse_is_numpys(shape: tuple[int, int]) -> None:
    weight = random(*shape)
    mirror = Mirror(weight, torch.zeros_like(weight))
    ours = DECODERS["pseudo_inverse"].matrix(mirror).numpy()
    np.testing.assert_allclose(ours, np.linalg.pinv(weight.numpy()), atol=1e-12)
