"""Mini-batches: every example once an epoch, in a new order each time."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class BatchesState:
    """Where the sampler stood, to go back to."""

    generator: Tensor
    order: Tensor
    position: int
    epochs: int


class Batches:
    """Rows of ``examples`` (n, d), drawn on its device and gathered into one buffer that is reused.

    What is left over at the end of an epoch and does not fill a batch waits for a later epoch.
    """

    def __init__(self, examples: Tensor, seed: int) -> None:
        self._examples = examples
        self._generator = torch.Generator(examples.device).manual_seed(seed)
        self._order = self._shuffled()
        self._position = 0
        self._epochs = 0
        self._buffer = examples.new_empty(0)

    @property
    def epoch(self) -> float:
        """Epochs so far, with the fraction of the one under way."""
        return self._epochs + self._position / len(self._examples)

    def next(self, size: int) -> Tensor:
        """The next ``size`` examples, (size, d). The same memory every time: use it before the next call."""
        if self._position + size > len(self._examples):
            self._order, self._position = self._shuffled(), 0
            self._epochs += 1
        if len(self._buffer) != size:
            self._buffer = self._examples.new_empty(size, self._examples.shape[1])
        rows = self._order[self._position : self._position + size]
        self._position += size
        return torch.index_select(self._examples, 0, rows, out=self._buffer)

    def state(self) -> BatchesState:
        """A copy of what decides the next batches."""
        return BatchesState(self._generator.get_state(), self._order, self._position, self._epochs)

    def restore(self, state: BatchesState) -> None:
        """Go back to where :meth:`state` was taken."""
        self._generator.set_state(state.generator)
        self._order, self._position, self._epochs = state.order, state.position, state.epochs

    def _shuffled(self) -> Tensor:
        return torch.randperm(len(self._examples), generator=self._generator, device=self._examples.device)
