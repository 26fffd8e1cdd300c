"""The figures of one layer, all of them from the eigenvalues of its Gram matrix in float64.

From the Gram matrix and not from a singular value decomposition of W, which was measured to cost eight times
as much at 256 units; in float64 what is lost lies below 10⁻⁸ of the largest singular value.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from core.linear_algebra.gram import gram
from core.parts.figures import LayerFigures


def layer_figures(weight: Tensor, seen: Tensor, principal: Tensor) -> LayerFigures:
    """The figures of one encoder layer.

    Args:
        weight: W, (k, d).
        seen: what the layer's units see of the input through the layers below, (k, d_0); ``weight`` itself for the
            first layer.
        principal: leading principal axes of the data, rows of length 1, (min(k, d_0), d_0), float64.
    """
    if not bool(weight.isfinite().all()):
        nothing = _read_only(torch.full((min(weight.shape),), math.nan))
        return LayerFigures(math.nan, math.nan, nothing, math.nan)
    wide = weight.double()
    if seen is weight and len(weight) < weight.shape[1]:
        # One decomposition for both: it is nearly all that these figures cost.
        squared, vectors = torch.linalg.eigh(gram(wide))
        angle = _angle(_row_space(wide, squared, vectors), principal)
    else:
        squared = torch.linalg.eigvalsh(gram(wide))
        # With as many units as inputs there is nothing to miss, and eigenvectors would cost twice as much again.
        everything = seen is weight and bool(_kept(wide, squared).all())
        angle = 0.0 if everything else largest_principal_angle(seen.double(), principal)
    eigenvalues = squared.flip(0).clamp(min=0)
    singular = eigenvalues.sqrt()
    inverted = torch.where(_kept(wide, squared).flip(0), 1 / singular, 0)
    return LayerFigures(
        orthogonality=float(torch.linalg.vector_norm(eigenvalues - 1)),
        tie_gap=_ratio(singular - inverted, inverted),
        singular_values=_read_only(singular),
        largest_principal_angle=angle,
    )


def largest_principal_angle(rows: Tensor, principal: Tensor) -> float:
    """Degrees by which the rows' span misses the worst direction of the principal subspace.

    90° if the rows span less than the subspace's dimension. Reference: Björck and Golub (1973), Numerical
    methods for computing angles between linear subspaces; through the sine, which resolves small angles.

    Args:
        rows: (k, d) float64.
        principal: orthonormal rows (r, d) float64.
    """
    squared, vectors = torch.linalg.eigh(gram(rows))
    return _angle(_row_space(rows, squared, vectors), principal)


def _row_space(rows: Tensor, squared: Tensor, vectors: Tensor) -> Tensor:
    """An orthonormal basis (r, d) of what the rows (k, d) span, from the eigenvalues and vectors of their Gram."""
    kept = _kept(rows, squared)
    if len(rows) <= rows.shape[1]:
        return (vectors[:, kept].mT @ rows) / squared[kept].sqrt()[:, None]
    return vectors[:, kept].mT


def _kept(rows: Tensor, squared: Tensor) -> Tensor:
    """Which eigenvalues of the Gram matrix are more than rounding of float32 weights; the rest is 0, as for pinv."""
    return squared > squared[-1] * (max(rows.shape) * torch.finfo(torch.float32).eps) ** 2


def _angle(basis: Tensor, principal: Tensor) -> float:
    if not len(basis):
        return 90.0
    if len(basis) == basis.shape[1]:
        return 0.0  # They span everything there is.
    missed = principal - (principal @ basis.mT) @ basis
    sine = torch.linalg.eigvalsh(missed @ missed.mT)[-1].clamp(0, 1).sqrt()
    return math.degrees(math.asin(float(sine)))


def _ratio(difference: Tensor, reference: Tensor) -> float:
    norm = float(torch.linalg.vector_norm(reference))
    return float(torch.linalg.vector_norm(difference)) / norm if norm else math.inf


def _read_only(values: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    array = values.float().cpu().numpy()
    array.flags.writeable = False
    return array
