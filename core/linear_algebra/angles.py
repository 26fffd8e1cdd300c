"""Principal angles between the row space of a matrix and another subspace."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.linear_algebra.gram import gram


def largest_principal_angle(rows: Tensor, principal: Tensor) -> float:
    """Return the degrees by which the rows' span misses the worst direction of the principal subspace.

    90° if the rows span less than the subspace's dimension.

    Args:
        rows: (k, d) float64.
        principal: orthonormal rows (r, d) float64.
    """
    return largest_angle_to(row_space(rows, *torch.linalg.eigh(gram(rows))), principal)


def largest_angle_to(basis: Tensor, principal: Tensor) -> float:
    """Return the same from an orthonormal basis (n, d), which :func:`row_space` gives.

    Reference: Björck and Golub (1973), Numerical methods for computing angles between linear subspaces; through the
    sine, which resolves small angles.
    """
    if not len(basis):
        return 90.0
    if len(basis) == basis.shape[1]:
        return 0.0  # It spans everything there is.
    missed = principal - (principal @ basis.mT) @ basis
    sine = torch.linalg.eigvalsh(missed @ missed.mT)[-1].clamp(max=1).sqrt()
    return math.degrees(math.asin(float(sine)))


def row_space(rows: Tensor, eigenvalues: Tensor, eigenvectors: Tensor) -> Tensor:
    """Return an orthonormal basis (n, d) of the span of the rows (k, d), from the eigenvectors of their Gram matrix."""
    nonzero = above_rounding(rows, eigenvalues)
    if len(rows) <= rows.shape[1]:
        return (eigenvectors[:, nonzero].mT @ rows) / eigenvalues[nonzero].sqrt()[:, None]
    return eigenvectors[:, nonzero].mT


def above_rounding(rows: Tensor, eigenvalues: Tensor) -> Tensor:
    """Tell which ascending eigenvalues of the Gram matrix are more than rounding of float32 rows; the rest are 0.

    The tolerance on singular values is that of ``numpy.linalg.matrix_rank`` for float32.
    """
    return eigenvalues > eigenvalues[-1] * (max(rows.shape) * torch.finfo(torch.float32).eps) ** 2
