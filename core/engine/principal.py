"""The principal components of a lane's data as tensors, for what is measured against them."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.datasets import Dataset
from core.datasets.pca import SMALL


class Principal:
    """Of ``dataset``, with d components."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._axes: Tensor | None = None

    def axes(self, count: int) -> Tensor:
        """The ``count`` leading axes, rows of length 1, (count, d), float64."""
        width = self._dataset.facts.width
        if count >= width:
            return torch.eye(width, dtype=torch.float64)  # any axes do where all are wanted, and these cost nothing
        if self._axes is None or len(self._axes) < count:
            self._axes = torch.from_numpy(np.ascontiguousarray(self._dataset.principal_subspace(count)))
        return self._axes[:count]

    def unique(self, count: int) -> bool:
        """Whether the subspace of the ``count`` leading ones is the only one."""
        return self._dataset.leading(count).unique(count)

    def spectrum(self, count: int) -> tuple[Tensor, Tensor]:
        """At least ``count`` variances (n,) and their axes (n, d): all there are where these cost little."""
        # What lies beyond the leading ones is captured too.
        width = self._dataset.facts.width
        pca = self._dataset.leading(width if width <= SMALL else count)
        return torch.from_numpy(pca.variances.copy()), torch.from_numpy(np.ascontiguousarray(pca.axes))
