"""What a data set knows about itself: shape, mean, labels if any, and its principal components."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Images = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Facts:
    """What can be said without reading the data."""

    shape: tuple[int, int]  # rows and columns of one example's picture
    train: int  # examples to learn from
    validation: int  # examples held back

    @property
    def width(self) -> int:
        """Input components."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True)
class Pca:
    """Principal components of the training set.

    Reference: Eckart and Young (1936), the approximation of one matrix by another of lower rank.
    """

    variances: npt.NDArray[np.float64]  # (d,) descending: eigenvalues of the covariance
    axes: npt.NDArray[np.float64]  # (d, d): row i is the axis of variance i, of length 1

    def floor(self, width: int) -> float:
        """The mean squared error per component that no linear code of this width can beat on the training set."""
        return float(self.variances[width:].sum() / len(self.variances))


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples as rows, split once and for all; float32, pictures in [0, 1]."""

    name: str
    facts: Facts
    train: Images  # (n, d)
    validation: Images  # (m, d)
    train_labels: npt.NDArray[np.uint8] | None = None  # (n,)
    validation_labels: npt.NDArray[np.uint8] | None = None  # (m,)
    principal: Pca | None = None  # where it is known without looking at the examples

    @cached_property
    def mean(self) -> Images:
        """The mean of the training set, (d,)."""
        mean: Images = self.train.mean(axis=0, dtype=np.float64).astype(np.float32)
        return mean

    @cached_property
    def variance(self) -> float:
        """The error of always answering with the mean, per component: the floor of a code of width 0."""
        return float(self.train.var(axis=0, dtype=np.float64).mean())

    @cached_property
    def pca(self) -> Pca:
        """Principal components of the training set, in float64."""
        if self.principal is not None:
            return self.principal
        centred = self.train.astype(np.float64) - self.train.mean(axis=0, dtype=np.float64)
        variances, axes = np.linalg.eigh(centred.T @ centred / len(centred))
        return Pca(np.maximum(variances[::-1], 0), axes[:, ::-1].T)
