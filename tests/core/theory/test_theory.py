"""The formulas against simpler ways to the same number: an integrated equation, a sampled mean, a matrix."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest

from core.theory import laws as theory


def test_logistic_law_solves_its_equation() -> None:
    variances, rate = np.array([0.9, 0.3, 0.05, 0.01]), 0.01
    values = np.array([0.1, 0.5, 0.0])
    start = values.copy()
    for _ in range(1000):  # gradient descent on (1/d) Σ λ (1 − s²)²
        values += rate * 4 / 4 * variances[:3] * values * (1 - values**2)
    assert theory.transpose_singular_values(start, variances, rate, 1000) == pytest.approx(values, abs=2e-3)


def test_logistic_law_at_its_ends() -> None:
    variances, start = np.array([1.0, 1.0]), np.array([0.1, 3.0])
    assert theory.transpose_singular_values(start, variances, 0.1, 0) == pytest.approx(start)
    assert theory.transpose_singular_values(start, variances, 0.1, 10**6) == pytest.approx([1.0, 1.0])


def test_mixed_gradient_undoes_the_mixing_to_first_order() -> None:
    generator = np.random.default_rng(0)
    gradient, change = generator.standard_normal((2, 3, 5))
    mixing = generator.standard_normal((3, 3))
    # What a change of W does to the loss is what the mixed change does at AW.
    assert (theory.mixed_gradient(gradient, mixing) * (mixing @ change)).sum() == pytest.approx(
        (gradient * change).sum()
    )


def test_pseudo_inverse_gram_adds_up() -> None:
    gradients = np.random.default_rng(0).standard_normal((4, 2, 6))
    weight = np.zeros((2, 30))
    weight[:, :6] = 1
    start = weight @ weight.T
    for step, gradient in enumerate(gradients):
        weight[:, 6 * (step + 1) : 6 * (step + 2)] -= 0.3 * gradient  # across the rows so far, as the law has it
    assert theory.pseudo_inverse_gram(start, gradients, 0.3) == pytest.approx(weight @ weight.T)
    assert theory.pseudo_inverse_gram(start, [], 0.3) == pytest.approx(start)


def test_decayed_singular_values_are_the_minimum_in_one_dimension() -> None:
    variance, decay, width = 0.4, 0.02, 5
    values = np.linspace(0, 1, 100001)  # of W and D, tied
    loss = variance * (1 - values**2) ** 2 / width + decay * values**2
    best = values[loss.argmin()]
    variances = np.array([variance, 0.049, 0.0, 0.0, 0.0])
    kept = theory.decayed_singular_values(variances, 3, decay)
    assert kept[0] == pytest.approx(best**2, abs=1e-4)
    assert kept[1:].tolist() == [0.0, 0.0]  # not worth their decay


def test_without_decay_every_direction_with_variance_is_kept_whole() -> None:
    assert theory.decayed_singular_values(np.array([0.4, 0.1, 0.0, 0.0]), 3, 0.0).tolist() == [1.0, 1.0, 0.0]


def test_gains_are_those_of_the_matrix() -> None:
    weight = np.random.default_rng(0).standard_normal((3, 5))
    singular = np.asarray(np.linalg.svd(weight, compute_uv=False), np.float64)
    for dial in (0.0, 0.3, 1.0):
        decoder = weight.T @ np.linalg.inv((1 - dial) * weight @ weight.T + dial * np.eye(3))
        gains = theory.decoder_gains(singular, dial)
        assert np.sort(gains) == pytest.approx(np.sort(np.linalg.svd(decoder, compute_uv=False)))


def test_gains_of_a_singular_matrix_are_finite() -> None:
    assert theory.decoder_gains(np.array([2.0, 0.0]), 0.0).tolist() == [0.5, 0.0]


def test_gain_bound_is_reached_and_not_exceeded() -> None:
    singular = np.geomspace(1e-6, 1e6, 10001)
    for dial in (1e-6, 0.2, 0.5, 0.9):
        gains = theory.decoder_gains(np.append(singular, math.sqrt(dial / (1 - dial))), dial)
        assert gains.max() == pytest.approx(theory.gain_bound(dial))
    assert theory.gain_bound(0.0) == theory.gain_bound(1.0) == math.inf


def test_code_noise_is_the_sampled_mean() -> None:
    generator = np.random.default_rng(0)
    decoder = generator.standard_normal((7, 3))
    noise = 0.2 * generator.standard_normal((100000, 3))
    measured = ((noise @ decoder.T) ** 2).sum(1).mean()
    gains = np.asarray(np.linalg.svd(decoder, compute_uv=False), np.float64)
    assert theory.code_noise(gains, 0.2) == pytest.approx(measured, rel=0.02)


def test_linearised_loss_is_that_of_a_scaled_projection() -> None:
    inputs = np.random.default_rng(0).standard_normal((1000, 4)) * [2, 1, 0.5, 0.1]
    inputs -= inputs.mean(0)
    variances, axes = np.linalg.eigh(inputs.T @ inputs / len(inputs))
    leading = axes[:, 2:]
    scaled = theory.SIGMOID_SLOPE * inputs @ leading @ leading.T
    variance, floor = variances.mean(), variances[:2].sum() / 4
    assert theory.linearised_loss(variance, floor, theory.SIGMOID_SLOPE) == pytest.approx(
        ((inputs - scaled) ** 2).mean()
    )
    assert theory.linearised_loss(variance, floor, 1.0) == floor


@pytest.mark.parametrize("singular", [(1.2, 0.9), (1.8, 1.0, 0.2), (0.0, 0.3), (1.0,) * 5, (0.5, 1.1, 0.9, 0.8, 1.3)])
def test_no_transpose_is_below_its_bound_and_one_is_on_it(singular: tuple[float, ...]) -> None:
    generator, values, variances = np.random.default_rng(0), np.array(singular), np.array([2.0, 1.0, 0.5, 0.1, 0.05])
    k = len(values)
    bound = theory.transpose_loss_bound(values, variances[:k], floor=variances[k:].sum() / 5, width=5)
    for _ in range(300):
        axes = np.linalg.qr(generator.standard_normal((5, 5)))[0][:, :k]
        left = np.eye(5) - (axes * values**2) @ axes.T
        assert np.trace(left @ left @ np.diag(variances)) / 5 >= bound - 1e-12
    # On it, unless an s² is above 2: one of those along the principal axes, where a lost direction counts 1.
    error = np.append((1 - values**2) ** 2, np.ones(5 - k))
    aligned = min(float(variances[list(order)] @ error) / 5 for order in permutations(range(5)))
    assert aligned == pytest.approx(bound) if (values**2 <= 2).all() else aligned > bound
