"""The laws of linear networks, held against training on the 8 × 8 digits by full-batch gradient descent.

Nothing of the trainer is used: the loops are here, so that a law can fail for one reason only. Tolerances are those
that held on fifteen seeds with room to spare; the last part of the file shows that wrong formulas do not pass them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import torch
from torch import Tensor

from core import datasets, theory
from core.datasets.base import Dataset
from core.pseudo_inverse import RIDGE, apply, decode, decode_backward, factorize, matrix

WIDTH = 8
STEPS = 2000
RATE = 4.0


@cache
def digits() -> Dataset:
    return datasets.load("digits8x8", ())


@cache
def centred() -> Tensor:
    """The training part without its mean, (n, d), float64."""
    train = torch.from_numpy(digits().train).double()
    return train - train.mean(0)


@cache
def covariance() -> Tensor:
    return centred().mT @ centred() / len(centred())


def start(seed: int = 0, width: int = WIDTH) -> Tensor:
    """As torch's linear layers start."""
    bound = 1 / math.sqrt(centred().shape[1])
    shape = (width, centred().shape[1])
    return torch.empty(shape, dtype=torch.float64).uniform_(
        -bound, bound, generator=torch.Generator().manual_seed(seed)
    )


def other_rows(seed: int = 1) -> Tensor:
    """An invertible A, (k, k)."""
    generator = torch.Generator().manual_seed(seed)
    return torch.eye(WIDTH, dtype=torch.float64) * 2 + torch.randn(
        WIDTH, WIDTH, generator=generator, dtype=torch.float64
    ) / math.sqrt(WIDTH)


# A decoder under test: the loss over the whole training set, and its gradient with respect to W.
Loss = Callable[[Tensor], tuple[float, Tensor]]


def under_dial(dial: float, *, slope: float = 1.0) -> Loss:
    """The dial's decoder through core.pseudo_inverse, 0 is W⁺ and 1 is Wᵀ, after a code of slope · Wx."""

    def loss(weight: Tensor) -> tuple[float, Tensor]:
        factor = factorize(weight, dial)
        inputs = centred()
        codes = slope * inputs @ weight.mT
        decoded, kept = decode(codes, factor)
        error = decoded - inputs
        gradient = torch.zeros_like(weight)
        of_codes = decode_backward(error * (2 / error.numel()), codes, kept, factor, gradient)
        gradient.addmm_(of_codes.mT, inputs, alpha=slope)
        return float(error.square().mean()), gradient

    return loss


def with_second_term(share: float) -> Loss:
    """W⁺ after a code of Wx/4, with this share of the second term of its derivative; 0 takes M⁻¹ for a constant.

    The slope is needed: in a linear network with slope 1 the error is orthogonal to W's rows, and the second term is 0
    whatever stands there.
    """

    def loss(weight: Tensor) -> tuple[float, Tensor]:
        inputs, inverse = centred(), torch.linalg.inv(weight @ weight.mT)
        codes = SLOPE * inputs @ weight.mT
        error = codes @ inverse @ weight - inputs
        outer = error * (2 / error.numel())
        of_codes = outer @ weight.mT @ inverse
        second = (codes @ inverse).mT @ of_codes
        gradient = (codes @ inverse).mT @ outer - share * (second + second.mT) @ weight + SLOPE * of_codes.mT @ inputs
        return float(error.square().mean()), gradient

    return loss


SLOPE = theory.SIGMOID_SLOPE
TRANSPOSE, PSEUDO_INVERSE, SLOPED_PSEUDO_INVERSE = under_dial(1.0), under_dial(0.0), under_dial(0.0, slope=SLOPE)


def descend(loss: Loss, weight: Tensor, *, rate: float = RATE, steps: int = STEPS) -> tuple[Tensor, list[Tensor]]:
    """Full-batch gradient descent: the last W and all gradients."""
    gradients = []
    for _ in range(steps):
        gradients.append(loss(weight)[1])
        weight = weight - rate * gradients[-1]
    return weight, gradients


def relative(answer: Tensor, truth: Tensor) -> float:
    return float((answer - truth).norm() / truth.norm())


def tie_gap(weight: Tensor) -> float:
    """How far Wᵀ is from W⁺."""
    return relative(weight.mT, torch.linalg.pinv(weight))


# The laws, as deviations from what is claimed.


def invariance_of_loss(loss: Loss) -> float:
    weight = start()
    return abs(loss(other_rows() @ weight)[0] / loss(weight)[0] - 1)


def equivariance_of_gradient(loss: Loss) -> float:
    weight, mixing = start(), other_rows()
    law = theory.mixed_gradient(loss(weight)[1].numpy(), mixing.numpy())
    return relative(loss(mixing @ weight)[1], torch.from_numpy(law))


def gradient_along_rows(loss: Loss) -> float:
    weight = start()
    return float((loss(weight)[1] @ weight.mT).norm())


def growth_of_gram(loss: Loss) -> float:
    weight = start()
    last, gradients = descend(loss, weight, steps=100)
    law = theory.pseudo_inverse_gram(
        (weight @ weight.mT).numpy(), (gradient.numpy() for gradient in gradients), learning_rate=RATE
    )
    return float(np.abs((last @ last.mT).numpy() - law).max())


TOLERANCES: dict[Callable[[Loss], float], float] = {
    invariance_of_loss: 1e-10,
    equivariance_of_gradient: 1e-8,
    gradient_along_rows: 1e-12,
    growth_of_gram: 1e-11,
}


def logistic_law(loss: Loss) -> float:
    axes = torch.from_numpy(digits().pca.axes[:WIDTH].copy())
    last = descend(loss, 0.1 * axes, rate=0.1, steps=1500)[0]
    law = theory.transpose_singular_values(np.full(WIDTH, 0.1), digits().pca.variances, learning_rate=0.1, steps=1500)
    return float(np.abs(((last @ axes.mT).diagonal().numpy()) - law).max())


@pytest.mark.parametrize("seed", range(3))
def test_with_orthonormal_rows_both_decoders_have_the_same_gradient(seed: int) -> None:
    weight = torch.linalg.qr(start(seed).mT).Q.mT
    assert relative(TRANSPOSE(weight)[1], PSEUDO_INVERSE(weight)[1]) <= 1e-10


@pytest.mark.parametrize(
    ("loss", "allowance"),
    # The ridge sees more of W than its rows' space, but only where the error is not orthogonal to the rows anyway.
    [(PSEUDO_INVERSE, 0.0), (SLOPED_PSEUDO_INVERSE, 10 * RIDGE), (with_second_term(1.0), 0.0)],
)
def test_pseudo_inverse_sees_the_row_space_only(loss: Loss, allowance: float) -> None:
    for law, tolerance in TOLERANCES.items():
        assert law(loss) <= tolerance + allowance


def test_transpose_follows_the_logistic_law() -> None:
    assert logistic_law(TRANSPOSE) <= 2e-3


def test_transpose_learns_orthonormal_rows_and_the_principal_subspace() -> None:
    weight, _ = descend(TRANSPOSE, start())
    assert TRANSPOSE(weight)[0] / digits().pca.floor(WIDTH) - 1 == pytest.approx(0, abs=5e-3)
    assert float((weight @ weight.mT - torch.eye(WIDTH)).norm()) <= 1e-5
    assert tie_gap(weight) <= 1e-5


def test_pseudo_inverse_learns_the_principal_subspace_and_no_scale() -> None:
    weight, _ = descend(PSEUDO_INVERSE, start())
    assert PSEUDO_INVERSE(weight)[0] / digits().pca.floor(WIDTH) - 1 == pytest.approx(0, abs=5e-3)
    assert 0.3 <= tie_gap(weight) <= 2


def test_untied_with_weight_decay_ends_at_its_transpose_with_shrunk_values() -> None:
    decay, width = 1e-3, 4
    encoder, decoder = start(0, width), start(1, width).mT.clone()
    spread, components = covariance(), len(covariance())
    for _ in range(STEPS):
        outer = (decoder @ encoder - torch.eye(components)) @ spread * (2 / components)  # ∂loss/∂(W₂W₁)
        encoder, decoder = (
            encoder - RATE * (decoder.mT @ outer + decay * encoder),
            decoder - RATE * (outer @ encoder.mT + decay * decoder),
        )
    assert relative(decoder, encoder.mT) <= 2e-2
    law = theory.decayed_singular_values(digits().pca.variances, width, decay)
    np.testing.assert_allclose(torch.linalg.svdvals(decoder @ encoder)[:width], law, atol=5e-3)
    np.testing.assert_allclose(torch.linalg.svdvals(encoder) ** 2, law, atol=5e-3)


@pytest.mark.parametrize("dial", [0.0, 0.5, 1.0])
def test_code_noise_is_amplified_by_the_decoders_norm(dial: float) -> None:
    weight = start()
    factor = factorize(weight, dial)
    generator = torch.Generator().manual_seed(0)
    noise = 0.1 * torch.randn(20_000, WIDTH, generator=generator, dtype=torch.float64)
    added = float(decode(noise, factor)[0].square().mean())
    values = torch.linalg.svdvals(weight).numpy()
    law = theory.code_noise(theory.decoder_gains(values, dial), 0.1) / weight.shape[1]
    assert 0.97 <= added / law <= 1.03


def test_inverse_activation_makes_one_hidden_layer_linear() -> None:
    inputs, weight, bias = centred(), start(), torch.linspace(-0.1, 0.1, WIDTH, dtype=torch.float64)

    def loss(leak: float) -> tuple[float, Tensor]:
        moving = weight.clone().requires_grad_()
        sums = inputs @ moving.mT + bias
        code = torch.nn.functional.leaky_relu(sums, leak)
        undone = torch.where(code > 0, code, code / leak) - bias
        error = (apply(undone, moving, factorize(moving)) - inputs).square().mean()
        (gradient,) = torch.autograd.grad(error, moving)
        return float(error.detach()), gradient

    (leaky, leaky_gradient), (linear, linear_gradient) = loss(0.01), loss(1.0)
    assert leaky == pytest.approx(linear, rel=1e-9)
    assert relative(leaky_gradient, linear_gradient) <= 1e-9


def test_loss_is_estimated_where_an_activation_takes_gain_away() -> None:
    # A slope of ¼ between W and W⁺, and nothing else: what the sigmoid does to first order.
    weight = torch.from_numpy(digits().pca.axes[:WIDTH].copy())
    error = decode(SLOPE * centred() @ weight.mT, factorize(weight))[0] - centred()
    law = theory.linearised_loss(digits().pca, WIDTH, SLOPE)
    assert float(error.square().mean()) == pytest.approx(law, rel=1e-6)


def test_dial_goes_from_one_decoder_to_the_other() -> None:
    weight = start()
    assert relative(matrix(factorize(weight, 1 - 1e-12)), weight.mT) <= 1e-9
    assert relative(matrix(factorize(weight)), torch.linalg.pinv(weight)) <= 1e-7  # the ridge's (ρ cond W)²
    for dial in (0.02, 0.5, 0.98):
        assert float(torch.linalg.matrix_norm(matrix(factorize(weight, dial)), 2)) <= theory.gain_bound(dial)


# A test of the tests: wrong decoders and wrong derivatives break the laws they are held against.


@pytest.mark.parametrize("law", TOLERANCES)
def test_transpose_does_not_pass_for_the_pseudo_inverse(law: Callable[[Loss], float]) -> None:
    assert law(TRANSPOSE) > 1e4 * TOLERANCES[law]


@pytest.mark.parametrize("share", [0.0, 0.5, -1.0])
@pytest.mark.parametrize("law", [gradient_along_rows, growth_of_gram])
def test_part_of_a_derivative_does_not_pass(law: Callable[[Loss], float], share: float) -> None:
    assert law(with_second_term(share)) > 1e4 * TOLERANCES[law]


def test_pseudo_inverse_does_not_pass_for_the_transpose() -> None:
    assert logistic_law(PSEUDO_INVERSE) > 0.1
