"""The figures of one layer, all of them from the eigenvalues of its Gram matrix in float64.

From the Gram matrix and not from a singular value decomposition of W, which was measured to cost eight times
as much at 256 units; in float64 what is lost lies below 10⁻⁸ of the largest singular value.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from core.linear_algebra.angles import above_rounding, largest_angle_to, largest_principal_angle, row_space
from core.linear_algebra.gram import gram


class WeightFigures(NamedTuple):
    """Numbers about one matrix W (k, d)."""

    orthogonality: float  # ‖WWᵀ − I‖_F; for k > d ‖WᵀW − I‖_F
    tie_gap: float  # ‖Wᵀ − W⁺‖_F / ‖W⁺‖_F
    singular_values: Tensor  # (min(k, d),) of W, descending, float64
    largest_principal_angle: float  # degrees
    captured: float = math.nan  # of what the leading variances amount to, the share that the rows' span captures


def weight_figures(
    weight: Tensor, seen: Tensor, principal: Tensor, spectrum: tuple[Tensor, Tensor] | None = None
) -> WeightFigures:
    """The figures of one encoder layer.

    Args:
        weight: W, (k, d).
        seen: what the layer's units see of the input through the layers below, (k, d_0); ``weight`` itself for the
            first layer.
        principal: leading principal axes of the data, rows of length 1, (min(k, d_0), d_0), float64.
        spectrum: variances (m,) and axes (m, d_0) that ``captured`` is to be computed from; without, it is NaN.
    """
    if not bool(weight.isfinite().all()):
        nothing = torch.full((min(weight.shape),), math.nan)
        return WeightFigures(math.nan, math.nan, nothing, math.nan)
    wide = weight.double()
    if seen is weight and len(weight) < weight.shape[1]:
        # One decomposition for both: it is nearly all that these figures cost.
        squared, vectors = torch.linalg.eigh(gram(wide))
        angle = largest_angle_to(row_space(wide, squared, vectors), principal)
    else:
        squared = torch.linalg.eigvalsh(gram(wide))
        # With as many units as inputs there is nothing to miss, and eigenvectors would cost twice as much again.
        everything = seen is weight and bool(above_rounding(wide, squared).all())
        angle = 0.0 if everything else largest_principal_angle(seen.double(), principal)
    eigenvalues = squared.flip(0).clamp(min=0)
    singular = eigenvalues.sqrt()
    inverted = torch.where(above_rounding(wide, squared).flip(0), 1 / singular, 0)
    return WeightFigures(
        orthogonality=float(torch.linalg.vector_norm(eigenvalues - 1)),
        tie_gap=_ratio(singular - inverted, inverted),
        singular_values=singular,
        largest_principal_angle=angle,
        captured=math.nan if spectrum is None else captured(seen.double(), len(principal), *spectrum),
    )


def captured(rows: Tensor, count: int, variances: Tensor, axes: Tensor) -> float:
    """The variance within the span of ``rows`` (k, d) over the sum of the ``count`` largest; 1 where that is 0.

    By Ky Fan's theorem (1949) no span of ``count`` dimensions captures more than these.
    """
    most = float(variances[:count].sum())
    if not most:
        return 1.0
    basis = row_space(rows, *torch.linalg.eigh(gram(rows)))
    return float(((basis @ axes.mT) ** 2).sum(0) @ variances) / most


def _ratio(difference: Tensor, reference: Tensor) -> float:
    norm = float(torch.linalg.vector_norm(reference))
    return float(torch.linalg.vector_norm(difference)) / norm if norm else math.inf
