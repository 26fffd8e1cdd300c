"""W⁺ and the dial against NumPy's float64 singular values and numerical derivatives, for well- and ill-behaved W."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from core.linear_algebra.path import Path
from core.linear_algebra.pseudo_inverse import (
    FLOAT32_LIMIT,
    TRUE_LIMIT,
    decode,
    decode_backward,
    factorize,
    refactorize,
)
from tests.core.differentiable import decoded

SHAPES = [(3, 5), (4, 4), (6, 4)]  # k < d, k = d, k > d


def with_condition(shape: tuple[int, int], condition: float, *, scale: float = 1.0, seed: int = 0) -> Tensor:
    """A float32 matrix whose singular values fall evenly, on a logarithmic scale, from 1 to 1/condition."""
    generator = np.random.default_rng(seed)
    width = min(shape)
    left, right = (np.linalg.qr(generator.standard_normal((side, width)))[0] for side in shape)
    values = np.geomspace(1, 1 / condition, width) * scale
    return torch.from_numpy((left * values) @ right.T).float()


def error(answer: Tensor, truth: np.ndarray) -> float:
    """Relative, in the Frobenius norm."""
    return float(np.linalg.norm(answer.double().numpy() - truth) / np.linalg.norm(truth))


def truth_of(weight: Tensor) -> np.ndarray:
    return np.linalg.pinv(weight.double().numpy(), rcond=1e-12)


@pytest.mark.parametrize("dial", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_derivative_is_the_numerical_one(shape: tuple[int, int], dial: float) -> None:
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(shape, generator=generator, dtype=torch.float64, requires_grad=True)
    codes = torch.randn(5, shape[0], generator=generator, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda h, W: decoded(h, W, factorize(W, dial)), (codes, weight))


def test_derivative_of_the_ridge_counts_where_it_shows() -> None:
    generator = torch.Generator().manual_seed(0)
    # Two rows alike to 10⁻⁵: the ridge is half of what is inverted.
    weight = torch.randn(2, 6, generator=generator, dtype=torch.float64)
    weight[1] = weight[0] + 1e-5 * weight[1]
    codes = torch.randn(3, 2, generator=generator, dtype=torch.float64)
    factor = factorize(weight)
    assert factor.path is Path.REGULARISED
    decoded, kept = decode(codes, factor)
    gradient = torch.zeros_like(weight)
    decode_backward(decoded, codes, kept, factor, gradient)
    # ‖hW⁺‖² falls as 1/s² when W grows by s, ridge and all.
    assert float((gradient * weight).sum()) == pytest.approx(-float(decoded.square().sum()), rel=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_adds_to_what_is_there(shape: tuple[int, int]) -> None:
    weight = with_condition(shape, 3)
    codes, gradient = torch.ones(2, shape[0]), torch.ones(2, shape[1])
    factor = factorize(weight)
    _, kept = decode(codes, factor)
    once, twice = torch.zeros(shape), torch.ones(shape)
    decode_backward(gradient, codes, kept, factor, once)
    decode_backward(gradient, codes, kept, factor, twice)
    torch.testing.assert_close(twice, once + 1)


@pytest.mark.parametrize("shape", [(64, 784), (48, 48), (100, 40), (2, 9)])
@pytest.mark.parametrize(
    ("condition", "tolerance"), [(1.0, 1e-5), (3.0, 1e-5), (10.0, 1e-5), (50.0, 1e-3), (95.0, 1e-3), (1e3, 1e-3)]
)
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_it_is_the_pseudo_inverse(shape: tuple[int, int], condition: float, tolerance: float, scale: float) -> None:
    for seed in range(3):
        weight = with_condition(shape, condition, scale=scale, seed=seed)
        factor, truth = factorize(weight), truth_of(weight)
        assert factor.path in (Path.FLOAT32, Path.FLOAT64) or condition == TRUE_LIMIT  # which rounding may exceed
        assert error(factor.matrix, truth) <= tolerance
        # Codes that are made by W itself, as in training, and codes that are not.
        made = torch.from_numpy(np.random.default_rng(seed).standard_normal((20, shape[1]))).float() @ weight.mT
        for codes in (made, torch.from_numpy(np.random.default_rng(seed).standard_normal((20, shape[0]))).float()):
            assert error(decode(codes, factor)[0], codes.double().numpy() @ truth.T) <= tolerance


@pytest.mark.parametrize("shape", [(16, 40), (40, 16)])
@pytest.mark.parametrize("condition", [2.0, 30.0, 300.0, 1e3])
def test_gradient_in_float32_is_that_in_float64(shape: tuple[int, int], condition: float) -> None:
    weight = with_condition(shape, condition)
    inputs = torch.from_numpy(np.random.default_rng(1).standard_normal((30, shape[1]))).float()
    gradients = []
    for values in (weight, weight.double()):
        codes = inputs.to(values.dtype) @ values.mT
        factor = factorize(values)
        decoded, kept = decode(codes, factor)
        gradient = torch.zeros_like(values)
        decode_backward(torch.cos(decoded), codes, kept, factor, gradient)
        gradients.append(gradient)
    assert error(gradients[0], gradients[1].numpy()) <= 1e-3


@pytest.mark.parametrize(("condition", "dtype"), [(3.0, torch.float32), (300.0, torch.float64), (1e5, torch.float64)])
@pytest.mark.parametrize("dial", [0.0, 1e-9])
def test_it_is_computed_in_the_type_of_its_label(condition: float, dtype: torch.dtype, dial: float) -> None:
    factor = factorize(with_condition((4, 9), condition), dial)
    assert factor.path.value in (str(dtype).removeprefix("torch."), "regularised")
    assert factor.weight.dtype is factor.inverse.dtype is dtype
    again = refactorize(with_condition((4, 9), condition), factor.check)
    assert torch.equal(again.inverse, factor.inverse)


def test_condition_says_how_it_was_got() -> None:
    shape = (64, 100)
    bound = factorize(with_condition(shape, 5.0))
    assert not bound.measured
    assert 5.0 <= bound.condition <= 5.0 * math.sqrt(64)
    for condition in (3e3, 3e5):
        factor = factorize(with_condition(shape, condition))
        assert factor.measured
        assert factor.path is Path.REGULARISED
        assert factor.condition == pytest.approx(condition, rel=0.05)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_condition_measured_under_the_dial_is_of_what_is_inverted(shape: tuple[int, int]) -> None:
    weight, dial = with_condition(shape, 1e5), 1e-7
    squared = (1 - dial) * np.linalg.svd(weight.double(), compute_uv=False) ** 2 + dial
    factor = factorize(weight, dial)
    assert factor.path is Path.REGULARISED
    assert factor.measured
    assert factor.condition == pytest.approx(math.sqrt(squared.max() / squared.min()), rel=1e-4)


@pytest.mark.parametrize(("shape", "condition"), [((64, 784), 30), ((784, 64), 30), ((300, 784), 20), ((500, 400), 15)])
def test_float32_is_not_given_up_for_a_loose_bound(shape: tuple[int, int], condition: float) -> None:
    weight = with_condition(shape, condition)
    singular = np.linalg.svd(weight.double(), compute_uv=False)
    loose = math.sqrt(np.linalg.norm(singular**2) * np.linalg.norm(singular**-2.0))
    assert loose > FLOAT32_LIMIT, "there is nothing to sharpen"
    factor = factorize(weight)
    assert factor.path is Path.FLOAT32
    assert 0.999 * condition <= factor.condition <= FLOAT32_LIMIT
    assert error(factor.matrix, truth_of(weight)) <= 4e-4


@pytest.mark.parametrize("limit", [FLOAT32_LIMIT, TRUE_LIMIT])
def test_no_jump_where_the_path_changes(limit: float) -> None:
    # For two rows bound and condition are all but the same, so that the change is at the limit.
    below, above = (factorize(with_condition((2, 9), limit * factor)) for factor in (0.999, 1.001))
    assert below.path is not above.path
    jump = (above.matrix.double() - below.matrix.double()).norm() / above.matrix.double().norm()
    assert jump <= 0.002 + 1e-3  # W⁺ itself changes by 0.002


def _duplicate_rows(weight: Tensor) -> Tensor:
    weight[1] = weight[0]
    return weight


def _zero_row(weight: Tensor) -> Tensor:
    weight[2] = 0
    return weight


AWKWARD: dict[str, Callable[[Tensor], Tensor]] = {
    "duplicate rows": _duplicate_rows,
    "duplicate columns": lambda weight: _duplicate_rows(weight.mT).mT,
    "zero row": _zero_row,
    "zero column": lambda weight: _zero_row(weight.mT).mT,
    "zero": torch.zeros_like,
    "ones": torch.ones_like,
    "rank one": lambda weight: torch.outer(weight[:, 0], weight[0]),
    "almost duplicate rows": lambda weight: _duplicate_rows(weight.clone()) + 1e-6 * weight,
    "tiny": lambda weight: 1e-15 * weight,
    "huge": lambda weight: 1e15 * weight,
}


@pytest.mark.parametrize("dial", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("shape", [(8, 20), (8, 8), (20, 8)])
@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_everything_is_finite(name: str, shape: tuple[int, int], scale: float, dial: float) -> None:
    generator = torch.Generator().manual_seed(0)
    weight = AWKWARD[name](torch.randn(shape, generator=generator)) * scale
    codes = torch.randn(10, shape[0], generator=generator)
    factor = factorize(weight, dial)
    decoded, kept = decode(codes, factor)
    gradient = torch.zeros_like(weight)
    of_codes = decode_backward(torch.ones_like(decoded), codes, kept, factor, gradient)
    for answer in (decoded, of_codes, gradient, factor.matrix):
        assert answer.isfinite().all()


@pytest.mark.parametrize("shape", [(8, 20), (20, 8)])
@pytest.mark.parametrize("spoil", [_duplicate_rows, _zero_row])
def test_singular_weights_are_labelled(spoil: Callable[[Tensor], Tensor], shape: tuple[int, int]) -> None:
    weight = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    weight = spoil(weight) if shape[0] <= shape[1] else spoil(weight.mT).mT
    factor = factorize(weight)
    assert factor.path is Path.REGULARISED
    assert factor.condition > 1e7
    # Where codes come from W, even a singular one's inverse is that of its row space.
    codes = torch.randn(5, shape[1], generator=torch.Generator().manual_seed(1)).double() @ weight.double().mT
    assert error(decode(codes, factor)[0], codes.numpy() @ truth_of(weight).T) <= 1e-5


@pytest.mark.parametrize("scale", [1e-12, 1e-16, 1e-20, 1e-25])
def test_tiny_weights_are_inverted_or_labelled(scale: float) -> None:
    weight = with_condition((8, 20), 3.0).double() * scale
    for values in (weight, weight.float()):
        factor = factorize(values)
        assert factor.path is Path.REGULARISED or error(factor.matrix, truth_of(values)) <= 1e-5


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_weights_that_are_not_finite(value: float, dtype: torch.dtype) -> None:
    weight = torch.ones(3, 5, dtype=dtype)
    weight[1, 2] = value
    factor = factorize(weight)
    assert factor.path is Path.NOT_FINITE
    assert decode(torch.ones(2, 3, dtype=dtype), factor)[0].isnan().all()


def test_the_dial_ends_at_both_decoders_and_its_gain_is_bounded() -> None:
    weight = with_condition((8, 20), 1e3).double()
    assert error(factorize(weight, 1.0).matrix, weight.mT.numpy()) == 0
    assert error(factorize(weight, 1 - 1e-12).matrix, weight.mT.numpy()) <= 1e-9
    for dial in (0.01, 0.3, 0.7):
        gain = float(torch.linalg.matrix_norm(factorize(weight, dial).matrix, 2))
        assert gain <= 1 / (2 * math.sqrt(dial * (1 - dial)))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_unchecked_steps_do_not_wait_for_a_cuda_device() -> None:
    from core.linear_algebra.condition_monitor import ConditionMonitor

    weight = with_condition((64, 784), 3).cuda()
    codes, monitor = torch.ones(32, 64, device="cuda"), ConditionMonitor()
    monitor.factor(weight)
    torch.cuda.set_sync_debug_mode("error")
    try:
        factor = monitor.factor(weight)
        decoded, kept = decode(codes, factor)
        decode_backward(decoded, codes, kept, factor, torch.zeros_like(weight))
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert error(factor.matrix.cpu(), truth_of(weight.cpu())) <= 1e-5


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_an_unchecked_step_that_fails_on_a_cuda_device_is_not_silent() -> None:
    weight = with_condition((64, 784), 3).cuda()
    last = factorize(weight)
    weight[1] = 0
    assert refactorize(weight, last).inverse.isnan().all()


@pytest.mark.skipif(not torch.backends.mps.is_available(), reason="needs Apple's GPU")
@pytest.mark.parametrize(("condition", "path"), [(3.0, Path.FLOAT32), (200.0, Path.FLOAT64), (1e5, Path.REGULARISED)])
def test_a_device_without_float64(condition: float, path: Path) -> None:
    weight = with_condition((16, 40), condition)
    factor, here = factorize(weight.to("mps")), factorize(weight)
    assert factor.path is here.path is path
    codes, gradients = torch.ones(5, 16), []
    for device, one in (("cpu", here), ("mps", factor)):
        decoded, kept = decode(codes.to(device), one)
        gradient = torch.zeros(16, 40, device=device)
        of_codes = decode_backward(decoded, codes.to(device), kept, one, gradient)
        gradients.append(torch.cat([answer.cpu().flatten() for answer in (decoded, of_codes, gradient)]))
    torch.testing.assert_close(gradients[1], gradients[0], rtol=1e-3, atol=1e-3 * float(gradients[0].abs().max()))
