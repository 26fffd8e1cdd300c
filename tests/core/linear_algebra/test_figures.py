"""The figures against NumPy's singular value decomposition in float64."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.linear_algebra.angles import largest_principal_angle
from core.linear_algebra.figures import WeightFigures, weight_figures

WIDTH = 12
AXES = torch.linalg.qr(torch.randn(WIDTH, WIDTH, dtype=torch.float64, generator=torch.Generator().manual_seed(0)))[0].mT


def figures(weight: torch.Tensor) -> WeightFigures:
    return weight_figures(weight, weight, AXES[: len(weight)])


@pytest.mark.parametrize("units", [1, 5, 12, 20])
def test_they_are_what_a_singular_value_decomposition_says(units: int) -> None:
    weight = torch.randn(units, WIDTH, generator=torch.Generator().manual_seed(units))
    found = figures(weight)
    exact = weight.double().numpy()
    singular = np.linalg.svd(exact, compute_uv=False)
    inverse = np.linalg.pinv(exact)
    small = exact @ exact.T if units <= WIDTH else exact.T @ exact
    np.testing.assert_allclose(found.singular_values, singular, rtol=1e-5)
    assert found.orthogonality == pytest.approx(np.linalg.norm(small - np.eye(len(small))), rel=1e-6)
    assert found.tie_gap == pytest.approx(np.linalg.norm(exact.T - inverse) / np.linalg.norm(inverse), rel=1e-5)


def test_orthonormal_rows_have_no_gap_and_span_what_they_are() -> None:
    found = figures(AXES[:4].float())
    assert found.orthogonality < 1e-6
    assert found.tie_gap < 1e-6
    assert found.largest_principal_angle < 1e-4


@pytest.mark.parametrize("degrees", [0.001, 1.0, 30.0, 60.0, 89.0])
def test_the_angle_is_the_one_turned_by(degrees: float) -> None:
    turn = math.radians(degrees)
    turned = torch.stack((AXES[0], math.cos(turn) * AXES[1] + math.sin(turn) * AXES[2]))
    mixed = torch.tensor([[1.0, 2.0], [-0.3, 0.7]], dtype=torch.float64) @ turned
    assert largest_principal_angle(mixed, AXES[:2]) == pytest.approx(degrees, rel=1e-5)


def test_rows_that_span_too_little_miss_the_subspace_by_a_right_angle() -> None:
    duplicate = torch.stack((AXES[0], AXES[0]))
    assert largest_principal_angle(duplicate, AXES[:2]) == pytest.approx(90)
    assert largest_principal_angle(torch.zeros_like(duplicate), AXES[:2]) == 90


def test_more_units_than_inputs_miss_nothing_unless_a_direction_is_missing() -> None:
    full = torch.randn(20, WIDTH, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    assert figures(full).largest_principal_angle == 0
    lacking = full - (full @ AXES[3:4].mT) @ AXES[3:4]
    assert figures(lacking).largest_principal_angle == pytest.approx(90)


def test_a_singular_value_of_zero_is_not_inverted() -> None:
    weight = torch.zeros(3, WIDTH)
    weight[0, 0] = 2
    found = figures(weight)
    assert found.tie_gap == pytest.approx(np.linalg.norm(2 - 0.5) / 0.5)
    assert figures(torch.zeros(3, WIDTH)).tie_gap == math.inf


def test_weights_that_are_not_finite_have_no_figures() -> None:
    weight = torch.full((3, WIDTH), math.nan)
    found = figures(weight)
    assert math.isnan(found.tie_gap)
    assert np.isnan(found.singular_values).all()
