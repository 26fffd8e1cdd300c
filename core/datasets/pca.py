"""The leading principal components of a training set, without the others where there are many.

What is drawn of them is the floor, which is the variance that the leading ones leave, and the subspace of the leading
ones. So only those are computed where all d would take a time of the order d³: by a block Krylov method with
Rayleigh–Ritz, whose Ritz values err by the square of what the subspace errs by.

References: Eckart and Young (1936), the approximation of one matrix by another of lower rank. Halko, Martinsson and
Tropp (2011), Finding structure with randomness. Musco and Musco (2015), Randomized block Krylov methods for stronger
and faster approximate singular value decomposition.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Rows = npt.NDArray[np.float64]

SMALL = 1024  # components up to which all of them cost less than a second
SHARE = 10  # for at most one component in so many it is worth while to leave the others out
LEAST_BLOCK = 16  # columns of a block that a product of matrices takes in its stride
BLOCKS = 20  # at most in a Krylov space; data whose variances do not fall take a full decomposition instead
EXACT = 1e-7  # of the floor: how much of it may be missing before the space grows no further
ROUNDING = 1e-13  # of all variance: less than that is none
LEVEL = 0.01  # of a variance: a fall by less over a whole block might hide more equal variances than it has columns
TIED = 1e-3  # of a variance: a smaller step down to the next is no step, see Pca.unique


@dataclass(frozen=True)
class Pca:
    """The k leading principal components; all of them if nothing is said of the rest."""

    variances: npt.NDArray[np.float64]  # (k,) descending: eigenvalues of the covariance
    axes: npt.NDArray[np.float64]  # (k, d): row i is the axis of variance i, of length 1
    rest: float = 0.0  # the sum of the other d − k variances
    following: float = 0.0  # the largest of them; less exactly so where it is far below the k-th

    @property
    def width(self) -> int:
        """d, the components of an example."""
        return int(self.axes.shape[1])

    @property
    def total(self) -> float:
        """The sum of all d variances."""
        return float(self.variances.sum()) + self.rest

    def floor(self, width: int) -> float:
        """The mean squared error per component that no linear code of this width can beat on the training set.

        ``width`` is at most k. Summed from what is left, and not taken from the total: where nothing is left it is 0.
        """
        self._known(width)
        return (float(self.variances[width:].sum()) + self.rest) / self.width

    def leading(self, count: int) -> Pca:
        """The first ``count`` of these."""
        self._known(count)
        if count == len(self.variances):
            return self
        left = self.variances[count:]
        return Pca(self.variances[:count], self.axes[:count], float(left.sum()) + self.rest, float(left[0]))

    def unique(self, count: int, tolerance: float = TIED) -> bool:
        """Whether there is one principal subspace of dimension ``count``, at most k.

        There is, if its last variance stands above the next by more than ``tolerance`` of itself. If not, directions of
        both do equally well to that part of the last variance, and an angle to one of the subspaces says nothing: by
        gradient descent it would be found 1 / ``tolerance`` times as slowly as the subspace of both.
        """
        self._known(count)
        if count in (0, self.width):
            return True
        last = float(self.variances[count - 1])
        following = float(self.variances[count]) if count < len(self.variances) else self.following
        return last - following > max(tolerance * last, ROUNDING * self.total)

    def _known(self, count: int) -> None:
        if not 0 <= count <= len(self.variances):
            raise ValueError(f"{count} components of the {len(self.variances)} that are known")


class Leading:
    """Computes components when they are asked for, and keeps the most that ever were.

    Args:
        train: (n, d), examples as rows.
        known: all components, where they are known without looking at the examples.
    """

    def __init__(self, train: npt.NDArray[np.float32], known: Pca | None = None) -> None:
        self._train, self._most = train, known

    def get(self, count: int) -> Pca:
        """The ``count`` leading components."""
        if self._most is None or len(self._most.variances) < count:
            self._most = _at_least(self._train, count)
        return self._most.leading(count)


def leading(train: npt.NDArray[np.float32], count: int) -> Pca:
    """The ``count`` leading principal components, at most d, of the examples ``train`` (n, d), in float64."""
    return _at_least(train, count).leading(count)


def _at_least(train: npt.NDArray[np.float32], count: int) -> Pca:
    """All components, where these cost no more than the leading ones."""
    # One thread: OpenBLAS's wait for each other by spinning, so that with another program on the cores the components
    # of the digits were measured to take 5 to 10 seconds with two of them, and 0.2 with one.
    with threadpool_limits(limits=1, user_api="blas"):
        centred = train - train.mean(axis=0, dtype=np.float64)
        least = min(centred.shape)
        found = None
        if least > SMALL and count * SHARE <= least:
            found = _krylov(centred, count)
        return found or _all(centred)


def _all(centred: Rows) -> Pca:
    """All components, by way of the smaller of the two Gram matrices."""
    n, d = centred.shape
    if n >= d:
        variances, vectors = np.linalg.eigh(centred.T @ centred / n)
        return Pca(np.maximum(variances[::-1], 0), vectors[:, ::-1].T)
    squares, vectors = np.linalg.eigh(centred @ centred.T / n)
    variances = np.concatenate((np.maximum(squares[::-1], 0), np.zeros(d - n)))
    # An axis of little variance is mostly rounding here: made orthogonal to those before it. Where there is no variance
    # any axes will do that complete the others, and they are those of a random matrix.
    towards = np.random.default_rng(0).standard_normal((d, d))
    seen = squares[::-1] > ROUNDING * squares.sum()
    towards[:, :n][:, seen] = centred.T @ vectors[:, ::-1][:, seen]
    return Pca(variances, np.linalg.qr(towards)[0].T)


def _krylov(centred: Rows, count: int) -> Pca | None:
    """The leading components from a block Krylov space that grows until they are exact; None if they don't become so.

    Half as many columns in a block as components were measured to cost least: 320 products with the covariance for 64
    components of pictures, 480 with blocks of 80. Where more variances may be equal than a block has columns, of which
    such a space need not hold all, there is no answer.
    """
    n, d = centred.shape
    total = float(np.einsum("ij,ij->", centred, centred)) / n
    block = max(LEAST_BLOCK, count // 2)
    most = min(BLOCKS * block, min(n, d) // 2)
    space, images = np.empty((d, most), order="F"), np.empty((d, most), order="F")
    small = np.zeros((most, most))  # the covariance as the space sees it
    fresh = np.random.default_rng(0).standard_normal((d, block))
    for end in range(block, most + 1, block):
        new = slice(end - block, end)
        space[:, new] = _orthonormal(fresh, space[:, : new.start])
        fresh = images[:, new] = centred.T @ (centred @ space[:, new]) / n  # what the covariance makes of the space
        small[:end, new] = space[:, :end].T @ fresh
        small[new, :end] = small[:end, new].T
        if end >= count + 2 * block:
            found, missing = _rayleigh_ritz(space[:, :end], images[:, :end], small[:end, :end], count, total)
            if missing <= max(EXACT * found.rest, ROUNDING * total):
                return None if _level(found.variances, block, ROUNDING * total) else found
    return None


def _rayleigh_ritz(space: Rows, images: Rows, small: Rows, count: int, total: float) -> tuple[Pca, float]:
    """The components as the space has them, and an estimate of the variance that it misses of them.

    A Ritz value lacks at most the residual of its vector, and at most the square of it over the step down to the
    variances outside of the space (Parlett 1998, The symmetric eigenvalue problem, 11.7). For these stands a Ritz value
    somewhat further down, so that the step is not that between two equal variances.
    """
    squares, vectors = np.linalg.eigh((small + small.T) / 2)
    variances, vectors = np.maximum(squares[::-1], 0), vectors[:, ::-1][:, :count]
    axes = space @ vectors
    residuals = np.linalg.norm(images @ vectors - axes * variances[:count], axis=0)
    outside = variances[count + LEAST_BLOCK // 2]
    steps = np.maximum(variances[:count] - outside, np.finfo(np.float64).tiny)
    missing = float(np.minimum(residuals, residuals**2 / steps).sum())
    rest = total - float(variances[:count].sum())
    rest = rest if rest > ROUNDING * total else 0.0
    return Pca(variances[:count], np.ascontiguousarray(axes.T), rest, min(float(variances[count]), rest)), missing


def _level(variances: Rows, run: int, nothing: float) -> bool:
    """Whether ``run`` variances one after the other, and more than ``nothing``, hardly fall."""
    first, last = variances[: max(0, len(variances) - run + 1)], variances[run - 1 :]
    return bool(np.any((first - last <= LEVEL * first) & (last > nothing)))


def _orthonormal(fresh: Rows, space: Rows) -> Rows:
    """An orthonormal block beside those of ``space``.

    Twice is enough (Giraud, Langou and Rozložník 2005). A block that adds nothing, as with data of low rank, becomes
    directions of rounding that are orthogonal all the same, which do Rayleigh–Ritz no harm.
    """
    for _ in range(2):
        fresh = np.linalg.qr(fresh - space @ (space.T @ fresh))[0]
    return fresh
