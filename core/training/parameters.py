"""Named tensors that lie one behind the other in a single one, so that an optimizer's step is one operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor

Shape = tuple[int, ...]


class BlockState(NamedTuple):
    """Parameters and moments, flat, and the steps taken with the moments."""

    flat: Tensor
    first: Tensor
    second: Tensor
    steps: Tensor


class Block:
    """Parameters, their gradients and the optimizer's moments.

    ``weights`` come first in the flat tensors and are what weight decay acts on; ``biases`` follow.
    All of them have the device and the type of ``like``. ``version`` counts how often the values were written to:
    whoever writes says so with :meth:`written`, and whoever keeps something that follows from them compares.
    """

    def __init__(self, weights: Mapping[str, Shape], biases: Mapping[str, Shape], like: Tensor) -> None:
        shapes = {**weights, **biases}
        sizes = {name: torch.Size(shape).numel() for name, shape in shapes.items()}
        total = sum(sizes.values())
        self.decayed = sum(sizes[name] for name in weights)
        self.flat, self.gradient = like.new_zeros(total), like.new_zeros(total)
        self.first, self.second = like.new_zeros(total), like.new_zeros(total)
        self.steps = torch.zeros((), device=like.device)  # taken with these moments, for Adam's bias correction
        self.version = 0
        self.values: dict[str, Tensor] = {}
        self.gradients: dict[str, Tensor] = {}
        at = 0
        for name, shape in shapes.items():
            self.values[name] = self.flat[at : at + sizes[name]].view(shape)
            self.gradients[name] = self.gradient[at : at + sizes[name]].view(shape)
            at += sizes[name]

    def written(self) -> None:
        """Say that the values have changed."""
        self.version += 1

    def state(self) -> BlockState:
        """A copy of everything that decides the next step."""
        return BlockState(*(tensor.clone() for tensor in (self.flat, self.first, self.second, self.steps)))

    def restore(self, state: BlockState) -> None:
        """Go back to a copy made by :meth:`state`; the views stay valid."""
        for tensor, copy in zip((self.flat, self.first, self.second, self.steps), state, strict=True):
            tensor.copy_(copy)
        self.written()

    def forget_moments(self) -> None:
        """As if no step had been taken yet."""
        for tensor in (self.first, self.second, self.steps):
            tensor.zero_()
