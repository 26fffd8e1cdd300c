"""A data set where it is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class DeviceData:
    """A data set on the device, shared by all lanes."""

    train: Tensor  # (n, d)
    validation: Tensor  # (m, d)
    examples: Tensor  # (e, d): the fixed ones that are shown
    variance: float  # mean squared error of answering with the mean

    @cached_property
    def power(self) -> float:
        """The mean square of the training set: the mean squared error of answering with 0."""
        return float(torch.linalg.vector_norm(self.train.view(-1)).square()) / self.train.numel()
