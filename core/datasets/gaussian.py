"""Synthetic data with a known covariance spectrum, for which the PCA floor is exact.

The training set is drawn, whitened exactly and then coloured, so that its *sample* covariance has the
spectrum asked for, not only in expectation. The principal axes are the two-dimensional cosines of
Ahmed, Natarajan and Rao (1974), Discrete cosine transform, from coarse to fine: learned filters can be recognised.
"""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import AfterValidator, Field
from threadpoolctl import threadpool_limits

from core.datasets import base
from core.datasets.base import Dataset, Facts, Source
from core.datasets.pca import Pca
from core.fields import Real, at_most, described

Rows = npt.NDArray[np.float64]
TRAIN, VALIDATION = 4096, 1024
SEED = 20
WIDEST = 4096


def _not_all_zero(spectrum: tuple[float, ...]) -> tuple[float, ...]:
    if not any(spectrum):
        raise ValueError("nothing but zeros")
    return spectrum


class Options(base.Options):
    """The covariance that the data are to have."""

    spectrum: Annotated[tuple[Annotated[Real, Field(ge=0)], ...], at_most(WIDEST), AfterValidator(_not_all_zero)] = (
        described(
            tuple(1.0 / i**2 for i in range(1, 65)),
            "the variances of the gaussian data along its principal axes",
            f"1 to {WIDEST} finite numbers, none negative and not all zero",
        )
    )


def facts(options: Options) -> Facts:
    """Square pictures where the spectrum is as long as one, else strips."""
    # At least twice as many examples as components: whitening needs a covariance of full rank.
    width = len(options.spectrum)
    side = math.isqrt(width)
    shape = (side, side) if side * side == width else (1, width)
    return Facts(shape, max(TRAIN, 2 * width), max(VALIDATION, width // 2))


def load(options: Options) -> Dataset:
    """Draw, whiten and colour the training set; draw and colour the validation set."""
    known = facts(options)
    random = np.random.default_rng(SEED)
    variances = np.sort(np.asarray(options.spectrum, np.float64))[::-1]
    principal = Pca(variances, axes(known.shape))
    colour = np.sqrt(variances)[:, None] * principal.axes  # (d, d): row i is axis i, √λ_i long
    # Threads of one's own would wait for each other by spinning, see core.datasets.pca.
    with threadpool_limits(limits=1, user_api="blas"):
        train = _whitened(random.standard_normal((known.train, known.width))) @ colour
        validation = random.standard_normal((known.validation, known.width)) @ colour
    return Dataset("gaussian", known, train.astype(np.float32), validation.astype(np.float32), principal=principal)


def axes(shape: tuple[int, int]) -> Rows:
    """Orthonormal two-dimensional cosines, (d, d), a row each, by rising frequency."""
    rows, columns = (_cosines(n) for n in shape)
    basis = np.einsum("ur,vc->uvrc", rows, columns).reshape(-1, shape[0] * shape[1])
    u, v = np.divmod(np.arange(len(basis)), shape[1])
    ordered: Rows = basis[np.lexsort((u, u**2 + v**2))]
    return ordered


def _cosines(n: int) -> Rows:
    k, x = np.arange(n)[:, None], np.arange(n)[None, :]
    basis = np.cos(np.pi * k * (2 * x + 1) / (2 * n)) * math.sqrt(2 / n)
    basis[0] /= math.sqrt(2)
    return basis


def _whitened(rows: Rows) -> Rows:
    """Rows moved and mixed so that their mean is 0 and their covariance is I, to rounding."""
    centred = rows - rows.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / len(rows))
    white: Rows = np.linalg.solve(factor, centred.T).T
    return white


GAUSSIAN = Source("gaussian", "gaussian", Options, facts, load)
