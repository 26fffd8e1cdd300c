"""W⁺ and the dial between W⁺ and Wᵀ, applied to codes without forming either, with the derivative in closed form.

For W (k, d) of full rank and m = min(k, d), codes h (B, k) are decoded through one small inverse:

    k ≤ d:  y = h M⁻¹ W,  M = (1 − t) (WWᵀ + ε) + t      k > d:  y = h W M⁻¹,  M = (1 − t) (WᵀW + ε) + t

t = 0 is the pseudo-inverse, t = 1 the transpose. An explicit M⁻¹ (m, m) and matrix products were measured faster than
solving with the Cholesky factor for every batch (33 + 26 µs against 320 µs at 64 × 784).

The ridge ε = ρ² tr(Gram)/m is the same for every W, so that nothing jumps when W passes from regular to singular, and
so small (ρ² = 2.5·10⁻¹⁰) that its bias, at most (ρ cond W)², stays under 3·10⁻⁴ up to cond W = 10³. What it changes is
the inverse of a W that hardly has one: that is labelled ``REGULARISED``. In float32 it would be lost in the rounding,
and is left out.

References: Golub and Pereyra (1973), The differentiation of pseudo-inverses and nonlinear least squares problems whose
variables separate; Tikhonov (1963) for the ridge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from core.linear_algebra.gram import gram
from core.linear_algebra.path import Path

RIDGE = 2.5e-10  # ρ²: ε relative to the mean squared singular value
FLOOR = 1e-30  # added to ε: an all-zero W is decoded to zeros, with a finite derivative
# Bound on cond W up to which float32 will do. Of 22,000 random W below it (k < d, k = d, k > d, all dials, single codes
# among the batches) one was more than 4·10⁻⁴ off, 4.4·10⁻⁴, in the answer or in a derivative; errors grow as the
# square, and at 100 one to five in a hundred were, whatever the shape.
FLOAT32_LIMIT = 50.0
# Bound up to which the solution needs no correction: of 6500 random W with k ≥ d below it the worst was 9·10⁻⁵ off.
EXACT_ENOUGH = 15.0
WORTH_SHARPENING = 4.0  # times that limit: up to there a sharper bound is likely under it, and cheaper than float64
TRUE_LIMIT = 1e3  # cond W up to which the answer is the pseudo-inverse, to 10⁻³
SMALL = 1e-20  # mean eigenvalue of M under which float32 runs out of exponents and FLOOR may show


@dataclass(frozen=True)
class Check:
    """How W is inverted, as found when that was last looked at."""

    dial: float
    path: Path
    condition: float  # of M^½, which is W at dial 0
    measured: bool  # whether ``condition`` is from eigenvalues, or a bound κ ≥ cond


@dataclass(frozen=True, eq=False)
class Factor(Check):
    """All that decoding needs of W at one moment and dial: compute it once a step, drop it when W changes."""

    weight: Tensor  # (k, d), in the type that is computed in
    inverse: Tensor  # (m, m): M⁻¹

    @property
    def wide(self) -> bool:
        """Whether the Gram matrix is WWᵀ (k ≤ d) and not WᵀW."""
        return self.weight.shape[0] <= self.weight.shape[1]

    @property
    def worth_refining(self) -> bool:
        """Whether a solution is to be corrected where roundings are multiplied by cond² W."""
        return self.path is Path.FLOAT32 and self.condition > EXACT_ENOUGH

    @property
    def check(self) -> Check:
        """What is worth keeping longer than the matrices."""
        return Check(self.dial, self.path, self.condition, self.measured)

    @cached_property
    def matrix(self) -> Tensor:
        """The decoder's weights themselves, (d, k), in the type that is computed in; made when asked for, once."""
        return (self.inverse @ self.weight if self.wide else self.weight @ self.inverse).mT


def factorize(weight: Tensor, dial: float = 0.0) -> Factor:
    """The factor of W (k, d), checked: float32 where that is good enough, float64 where not. Waits for the device.

    An infinity or a NaN in W is not an error here: the path says ``NOT_FINITE`` and what is decoded is NaN, which a
    training loop notices in its loss.
    """
    if weight.dtype != torch.float64:
        work, squares, matrix, inverse = _invert(weight, dial, Path.FLOAT32)
        bound, scale = _read(matrix, inverse)
        if FLOAT32_LIMIT < bound <= WORTH_SHARPENING * FLOAT32_LIMIT:
            bound = _sharper(matrix / scale, inverse * scale)
        if bound <= FLOAT32_LIMIT and scale >= SMALL:
            return Factor(dial, Path.FLOAT32, bound, measured=False, weight=work, inverse=inverse)
    work, squares, matrix, inverse = _invert(weight, dial, Path.FLOAT64)
    bound, scale = _read(matrix, inverse)
    if not math.isfinite(bound) or not math.isfinite(scale):
        return Factor(dial, Path.NOT_FINITE, math.nan, measured=False, weight=work, inverse=inverse)
    if bound <= TRUE_LIMIT and scale >= SMALL:
        return Factor(dial, Path.FLOAT64, bound, measured=False, weight=work, inverse=inverse)
    condition = _condition(squares, dial)
    path = Path.FLOAT64 if condition <= TRUE_LIMIT and scale >= SMALL else Path.REGULARISED
    return Factor(dial, path, condition, measured=True, weight=work, inverse=inverse)


def refactorize(weight: Tensor, last: Check) -> Factor:
    """The factor of W a few steps after ``last``, on the same path, unchecked: never waits for the device."""
    work, _, _, inverse = _invert(weight, last.dial, last.path)
    return Factor(last.dial, last.path, last.condition, last.measured, work, inverse)


def decode(codes: Tensor, factor: Factor, bias: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Codes (B, k) to (B, d), plus ``bias`` (d,), and what :func:`decode_backward` wants to have kept of it."""
    work = codes.to(factor.weight)  # its type and device
    if factor.wide:
        kept = work @ factor.inverse  # (B, k)
        decoded = kept @ factor.weight if bias is None else torch.addmm(bias.to(kept), kept, factor.weight)
        return decoded.to(codes), kept
    kept = (work @ factor.weight) @ factor.inverse  # (B, d)
    if factor.worth_refining:
        _refine(kept, work, factor.weight, factor)
    return (kept if bias is None else kept + bias.to(kept)).to(codes), kept


def decode_backward(gradient: Tensor, codes: Tensor, kept: Tensor, factor: Factor, into: Tensor) -> Tensor:
    """From ∂loss/∂decoded (B, d) to ∂loss/∂codes (B, k); adds ∂loss/∂W (k, d) to ``into``.

    From dM⁻¹ = −M⁻¹ dM M⁻¹, with A = ∂loss/∂M up to its sign. The second term, −(1 − t)(A + Aᵀ)W, is what tells
    the derivative of W⁺ from that of a fixed matrix times W.
    """
    weight, inverse = factor.weight, factor.inverse
    dial, outer = factor.dial, gradient.to(weight)
    target = into if into.dtype == weight.dtype else torch.zeros_like(weight)
    if factor.wide:
        of_codes = (outer @ weight.mT) @ inverse  # (B, k)
        if factor.worth_refining and len(weight) == weight.shape[1]:
            # Nothing is orthogonal to the rows of a square W: both terms of ∂W cancel but for A.
            _refine(of_codes, outer, weight.mT, factor)
        target.addmm_(kept.mT, outer)
        if dial != 1:
            target.addmm_(_symmetric(kept.mT @ of_codes), weight, alpha=dial - 1)
    else:
        inner = outer @ inverse  # (B, d)
        of_codes = inner @ weight.mT
        target.addmm_(codes.to(weight).mT, inner)
        if dial != 1:
            target.addmm_(weight, _symmetric(kept.mT @ inner), alpha=dial - 1)
    if target is not into:
        into += target.to(into)
    return of_codes.to(codes)


def _refine(solution: Tensor, given: Tensor, weight: Tensor, factor: Factor) -> Tensor:
    """Correct the solution (B, d) = given (B, k) · weight (k, d) · M⁻¹ by what it leaves of the given, in place.

    What is left is 0 or small in exact arithmetic, and cond² W roundings without the correction; the derivative
    multiplies it by M⁻¹ again. Measured in float32 for k > d and codes that W made: ∂W was 2 % off at cond W = 100 and
    0.3 % at 30; corrected, it is as good as for k < d.

    Reference: Björck (1987), Stability analysis of the method of seminormal equations for linear least squares
    problems: the corrected seminormal equations.
    """
    left = torch.addmm(given, solution, weight.mT, alpha=factor.dial - 1) @ weight
    if factor.dial:
        left.sub_(solution, alpha=factor.dial)
    return solution.addmm_(left, factor.inverse)


def _invert(weight: Tensor, dial: float, path: Path) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """W in the type to compute in, its Gram matrix, M (which may be the same tensor), and M⁻¹."""
    work = weight.detach()
    if path is not Path.FLOAT32:
        # Apple's GPU knows no float64: the CPU does it for it.
        work = work.to("cpu" if work.is_mps else work.device, torch.float64)
    squares = gram(work)
    matrix = squares * (1 - dial) if dial else squares
    if path is not Path.FLOAT32:
        matrix = matrix.clone()
        matrix.diagonal().add_(_ridge(squares) * (1 - dial))
    if dial:
        matrix.diagonal().add_(dial)
    return work, squares, matrix, _inverse(matrix)


def _inverse(matrix: Tensor) -> Tensor:
    """The inverse of a symmetric positive definite matrix; NaN where rounding left it indefinite."""
    if matrix.is_cuda:
        # Slower by the operations it takes, but cholesky_inverse and looking at info wait for the device.
        lower, info = torch.linalg.cholesky_ex(matrix)
        identity = torch.eye(len(matrix), dtype=matrix.dtype, device=matrix.device)
        return torch.cholesky_solve(identity, lower).masked_fill_(info != 0, math.nan)
    lower, info = torch.linalg.cholesky_ex(matrix.cpu())  # not all of it exists on Apple's GPU
    return torch.full_like(matrix, math.nan) if info else torch.cholesky_inverse(lower).to(matrix.device)


def _ridge(squares: Tensor) -> Tensor:
    """ε, a tensor without dimensions."""
    return squares.trace() * (RIDGE / len(squares)) + FLOOR


def _symmetric(a: Tensor) -> Tensor:
    """A + Aᵀ, and the derivative of the ridge, which follows W's scale; below float32's resolution it is nothing."""
    both = a + a.mT
    if a.dtype == torch.float64:
        both.diagonal().add_(a.trace() * (2 * RIDGE / len(a)))
    return both


def _read(matrix: Tensor, inverse: Tensor) -> tuple[float, float]:
    """κ = (‖M‖_F ‖M⁻¹‖_F)^½, at least cond M^½ and at most m^½ times it, and the mean eigenvalue of M."""
    norm, norm_of_inverse = (float(torch.linalg.vector_norm(each)) for each in (matrix, inverse))
    return math.sqrt(norm * norm_of_inverse), float(matrix.trace()) / len(matrix)


def _sharper(matrix: Tensor, inverse: Tensor) -> float:
    """κ = (‖M²‖_F ‖M⁻²‖_F)^¼, at least cond M^½ and at most m^¼ times it, for two products more."""
    norm, norm_of_inverse = (float(torch.linalg.vector_norm(gram(each))) for each in (matrix, inverse))
    return math.sqrt(math.sqrt(norm * norm_of_inverse))


def _condition(squares: Tensor, dial: float) -> float:
    """cond M^½ without the ridge, from eigenvalues in float64: infinite for an exactly singular W."""
    smallest, largest = torch.linalg.eigvalsh(squares)[[0, -1]].tolist()
    smallest, largest = (max((1 - dial) * value + dial, 0.0) for value in (smallest, largest))
    return math.sqrt(largest / smallest) if smallest > 0 else math.inf
