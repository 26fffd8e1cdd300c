"""Principal angles against subspaces that were turned by known angles, and against NumPy's singular values."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from core.linear_algebra.angles import above_rounding, largest_angle_to, largest_principal_angle, row_space
from core.linear_algebra.gram import gram

FLOAT32 = 2.0**-23  # its rounding


def orthogonal(size: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    frame: Tensor = torch.linalg.qr(torch.randn(size, size, dtype=torch.float64, generator=generator)).Q
    return frame


def turned(degrees: tuple[float, ...], size: int = 8) -> tuple[Tensor, Tensor]:
    """Two subspaces with these principal angles: orthonormal rows (n, size) of both, in a random position."""
    frame, count = orthogonal(size), len(degrees)
    angles = torch.tensor(degrees, dtype=torch.float64).deg2rad()[:, None]
    first, across = frame[:count], frame[count : 2 * count]
    return first, angles.cos() * first + angles.sin() * across


@pytest.mark.parametrize("largest", [1e-6, 1e-3, 1.0, 30.0, 89.0, 89.999, 90.0])
def test_the_largest_of_known_angles(largest: float) -> None:
    principal, basis = turned((largest / 3, largest, largest / 2))
    mixed = torch.tensor([[2.0, 1, 0], [0, 0.1, 3], [1, 1, 1]], dtype=torch.float64) @ basis
    assert largest_angle_to(basis, principal) == pytest.approx(largest, rel=1e-6)
    assert largest_principal_angle(mixed, principal) == pytest.approx(largest, rel=1e-6)


@pytest.mark.parametrize("shape", [(3, 6), (4, 6), (5, 6)])
def test_more_rows_than_the_subspace_needs(shape: tuple[int, int]) -> None:
    rows = torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    principal = orthogonal(6)[:2]
    right = np.linalg.svd(rows.numpy(), full_matrices=False)[2]
    cosine = float(np.linalg.svd(principal.numpy() @ right.T, compute_uv=False).min())
    assert largest_principal_angle(rows, principal) == pytest.approx(math.degrees(math.acos(min(1, cosine))), abs=1e-6)


def test_rows_that_span_less_miss_a_direction_whole() -> None:
    principal = torch.eye(5, dtype=torch.float64)[:2]
    for rows in (torch.zeros(3, 5), torch.eye(5)[:1], torch.ones(3, 1) * torch.eye(5)[0]):
        assert largest_principal_angle(rows.double(), principal) == 90.0


def test_rows_that_span_everything_miss_nothing() -> None:
    assert largest_principal_angle(3 * orthogonal(5, seed=2), torch.eye(5, dtype=torch.float64)[:2]) == 0.0


@pytest.mark.parametrize(("kept", "degrees"), [((0, 1, 2), 0.0), ((3, 4, 5), 90.0)], ids=["the same", "orthogonal"])
def test_rounding_past_the_ends_of_the_sine_is_no_harm(kept: tuple[int, ...], degrees: float) -> None:
    for seed in range(40):
        frame = orthogonal(8, seed)
        mixing = torch.randn(3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
        found = largest_principal_angle(mixing @ frame[list(kept)], frame[:3])
        assert found == pytest.approx(degrees, abs=1e-5)


@pytest.mark.parametrize("shape", [(4, 9), (9, 4), (5, 5)])
def test_the_basis_is_orthonormal_and_spans_the_rows(shape: tuple[int, int]) -> None:
    rows = torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    rows[1] = 2 * rows[0]
    if shape == (9, 4):
        rows[:, 1] = rows[:, 0]
    basis = row_space(rows, *torch.linalg.eigh(gram(rows)))
    rank = int(np.linalg.matrix_rank(rows.numpy()))
    torch.testing.assert_close(basis @ basis.mT, torch.eye(rank, dtype=torch.float64), rtol=0, atol=1e-9)
    torch.testing.assert_close(rows @ basis.mT @ basis, rows, rtol=0, atol=1e-9)


@pytest.mark.parametrize("shape", [(3, 12), (12, 3)])
@pytest.mark.parametrize(("share", "counts"), [(0.9, False), (1.1, True)])
def test_what_rounding_of_float32_can_make_counts_as_zero(shape: tuple[int, int], share: float, counts: bool) -> None:
    # As numpy.linalg.matrix_rank: against the largest singular value, times the larger side.
    smallest = share * 12 * FLOAT32
    for scale in (1.0, 1e-8):
        eigenvalues = torch.tensor([smallest**2, 1.0, 4.0], dtype=torch.float64) * scale
        eigenvalues[0] *= 4
        assert above_rounding(torch.empty(shape), eigenvalues).tolist() == [counts, True, True]
