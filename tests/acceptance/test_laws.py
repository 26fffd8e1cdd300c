"""The laws of linear networks, held against training on the 8 × 8 digits by full-batch gradient descent.

Tolerances are those that held on fifteen seeds with room to spare; the last part of the file shows that wrong formulas
do not pass them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from core.linear_algebra.pseudo_inverse import RIDGE, decode, factorize
from core.theory import laws as theory
from tests.acceptance.descent import (
    PSEUDO_INVERSE,
    RATE,
    SLOPE,
    SLOPED_PSEUDO_INVERSE,
    TRANSPOSE,
    WIDTH,
    Loss,
    centred,
    descend,
    descend_untied,
    digits,
    other_rows,
    relative,
    start,
    tie_gap,
    with_second_term,
)
from tests.core.differentiable import decoded

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


def drift(loss: Loss, rate: float) -> float:
    """How far WWᵀ is from its start after a learning time of 400."""
    weight = start()
    last, _ = descend(loss, weight, rate=rate, steps=round(400 / rate))
    return float((last @ last.mT - weight @ weight.mT).norm())


def share_of_drift_left(loss: Loss) -> float:
    """By a quarter of the learning rate, and four times the steps: ¼ if small steps conserve WWᵀ, 1 if they don't."""
    return drift(loss, RATE / 4) / drift(loss, RATE)


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


def test_pseudo_inverse_conserves_the_gram_matrix_as_steps_get_small() -> None:
    assert share_of_drift_left(PSEUDO_INVERSE) == pytest.approx(0.25, abs=0.03)


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


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_untied_with_weight_decay_ends_at_its_transpose_with_shrunk_values(seed: int) -> None:
    decay, width = 1e-3, 4
    encoder, decoder = descend_untied(decay, width, seed)
    assert relative(decoder, encoder.mT) <= 2e-2
    law = theory.decayed_singular_values(digits().pca.variances, width, decay)
    np.testing.assert_allclose(torch.linalg.svdvals(decoder @ encoder)[:width], law, atol=5e-3)
    np.testing.assert_allclose(torch.linalg.svdvals(encoder) ** 2, law, atol=5e-3)


def noise_added(dial: float, law_of: float) -> float:
    """What noise in the code adds under this dial, over what the law says of another."""
    weight = start()
    generator = torch.Generator().manual_seed(0)
    noise = 0.1 * torch.randn(20_000, WIDTH, generator=generator, dtype=torch.float64)
    added = float(decode(noise, factorize(weight, dial))[0].square().mean())
    values = torch.linalg.svdvals(weight).numpy()
    return added / (theory.code_noise(theory.decoder_gains(values, law_of), 0.1) / weight.shape[1])


@pytest.mark.parametrize("dial", [0.0, 0.5, 1.0])
def test_code_noise_is_amplified_by_the_decoders_norm(dial: float) -> None:
    assert 0.97 <= noise_added(dial, law_of=dial) <= 1.03


def through_leaky(leak: float, undo: Callable[[Tensor], Tensor]) -> tuple[float, Tensor]:
    """One hidden leaky layer with a bias, its activation undone by ``undo``, then W⁺; leak 1 is linear."""
    inputs, moving = centred(), start().requires_grad_()
    bias = torch.linspace(-0.1, 0.1, WIDTH, dtype=torch.float64)
    code = torch.nn.functional.leaky_relu(inputs @ moving.mT + bias, leak)
    error = (decoded(undo(code) - bias, moving, factorize(moving)) - inputs).square().mean()
    (gradient,) = torch.autograd.grad(error, moving)
    return float(error.detach()), gradient


def test_inverse_activation_makes_one_hidden_layer_linear() -> None:
    leaky, leaky_gradient = through_leaky(0.01, lambda code: torch.where(code > 0, code, code / 0.01))
    linear, linear_gradient = through_leaky(1.0, lambda code: code)
    assert leaky == pytest.approx(linear, rel=1e-9)
    assert relative(leaky_gradient, linear_gradient) <= 1e-9


def test_loss_is_estimated_where_an_activation_takes_gain_away() -> None:
    # A slope of ¼ between W and W⁺, and nothing else: what the sigmoid does to first order.
    weight = torch.from_numpy(digits().pca.axes[:WIDTH].copy())
    error = decode(SLOPE * centred() @ weight.mT, factorize(weight))[0] - centred()
    law = theory.linearised_loss(digits().pca.floor(0), digits().pca.floor(WIDTH), SLOPE)
    assert float(error.square().mean()) == pytest.approx(law, rel=1e-6)


def test_dial_goes_from_one_decoder_to_the_other() -> None:
    weight = start()
    assert relative(factorize(weight, 1 - 1e-12).matrix, weight.mT) <= 1e-9
    assert relative(factorize(weight, 1e-12).matrix, factorize(weight).matrix) <= 1e-9
    assert relative(factorize(weight).matrix, torch.linalg.pinv(weight)) <= 1e-7  # the ridge's (ρ cond W)²
    for dial in (0.02, 0.5, 0.98):
        assert float(torch.linalg.matrix_norm(factorize(weight, dial).matrix, 2)) <= theory.gain_bound(dial)


def test_a_singular_w_is_decoded_in_float32_as_in_float64() -> None:
    weight = start()
    weight[1], weight[2] = weight[0], 0
    codes = centred() @ weight.mT
    answer = decode(codes.float(), factorize(weight.float()))[0].double()
    assert relative(answer, decode(codes, factorize(weight.float().double()))[0]) <= 1e-5


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


def test_transpose_does_not_conserve_the_gram_matrix() -> None:
    assert share_of_drift_left(TRANSPOSE) > 0.9


def test_without_weight_decay_untied_weights_stay_untied() -> None:
    encoder, decoder = descend_untied(0.0, 4, 0)
    assert relative(decoder, encoder.mT) > 0.2


@pytest.mark.parametrize(("dial", "other"), [(0.0, 1.0), (1.0, 0.0), (0.5, 0.45), (0.5, 0.55)])
def test_the_noise_of_another_decoder_does_not_pass(dial: float, other: float) -> None:
    assert not 0.97 <= noise_added(dial, law_of=other) <= 1.03


def test_without_its_inverse_the_activation_shows() -> None:
    assert through_leaky(0.01, lambda code: code)[0] > 1.05 * through_leaky(1.0, lambda code: code)[0]
