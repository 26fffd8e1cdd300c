"""The formulas against small cases worked out another way; ``tests/acceptance`` holds them against training."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import theory
from core.datasets.base import Pca

VARIANCES = np.array([3.0, 1.0, 0.25, 0.0])


def test_logistic_law_solves_its_differential_equation() -> None:
    rate = 1e-3
    values = np.full(4, 0.1)
    for _ in range(2000):
        values += rate * 4 / 4 * VARIANCES * values * (1 - values**2)  # −∂/∂s of (1/d) Σ λ (1 − s²)²
    law = theory.transpose_singular_values(VARIANCES, 0.1, learning_rate=rate, steps=2000)
    np.testing.assert_allclose(values, law, atol=2e-3)
    assert law[3] == pytest.approx(0.1)  # no data, no change
    np.testing.assert_allclose(theory.transpose_singular_values(VARIANCES, 0.1, learning_rate=rate, steps=0), 0.1)


def test_gram_grows_by_the_squares_of_the_steps() -> None:
    generator = np.random.default_rng(0)
    weight = generator.standard_normal((2, 5))
    start, gradients = weight @ weight.T, []
    for _ in range(3):
        gradient = generator.standard_normal((2, 5))
        gradient -= gradient @ np.linalg.pinv(weight) @ weight  # the rows' space does not see it
        gradients.append(gradient)
        weight = weight - 0.1 * gradient
    np.testing.assert_allclose(weight @ weight.T, theory.pseudo_inverse_gram(start, gradients, learning_rate=0.1))


def test_shrinkage_minimises_the_regularised_loss() -> None:
    decay, width = 0.05, len(VARIANCES)
    products = np.linspace(0, 1, 100_001)
    # Balanced layers of singular value √p: the loss of one direction, and α/2 · 2p of decay.
    best = [products[np.argmin(v * (1 - products) ** 2 / width + decay * products)] for v in VARIANCES]
    np.testing.assert_allclose(theory.untied_shrinkage(VARIANCES, weight_decay=decay), best, atol=1e-5)


def test_noise_is_amplified_as_it_is_drawn() -> None:
    generator = np.random.default_rng(0)
    decoder = generator.standard_normal((6, 3))
    noise = generator.standard_normal((100_000, 3)) * 0.2
    assert theory.noise_amplification(decoder, 0.2) == pytest.approx(((noise @ decoder.T) ** 2).mean(), rel=0.02)


def test_estimate_for_a_slope() -> None:
    floor = Pca(VARIANCES, np.eye(4)).floor(2)
    assert theory.unscaled_loss(VARIANCES, 2, slope=1.0) == floor
    assert theory.unscaled_loss(VARIANCES, 2) == pytest.approx(9 / 16 * 4.0 / 4 + floor)
    assert theory.unscaled_loss(VARIANCES, 2, slope=0.0) == pytest.approx(VARIANCES.mean())


def test_gain_of_the_dial() -> None:
    values = np.geomspace(1e-4, 1e4, 2001)
    np.testing.assert_allclose(theory.dial_gain(values, 0.0), 1 / values)
    np.testing.assert_allclose(theory.dial_gain(values, 1.0), values)
    for dial in (0.001, 0.3, 0.5, 0.9):
        gain, bound = theory.dial_gain(values, dial).max(), theory.dial_gain_bound(dial)
        assert 0.999 * bound <= gain <= bound * (1 + 1e-12)
    assert theory.dial_gain_bound(0.0) == math.inf == theory.dial_gain_bound(1.0)
