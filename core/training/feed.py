"""The batches of a run: every example once an epoch, in a new order each time, and the noise on them.

What comes at a place follows from the seed and the place alone. So lanes of a race are given the same by construction,
a place is all that has to be kept to go on from it, and a batch is gathered once for everybody who is there.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from core.messages.wire import message
from core.training.streams import Stream, stream_seed

ORDERS = 2  # of epochs that are kept: a lane that was sent back may be in the one before


@message
class Place(NamedTuple):
    """How far the data have been gone through."""

    batches: int = 0  # drawn so far
    epoch: int = 0  # whole ones so far
    position: int = 0  # examples of the epoch under way


class Batch(NamedTuple):
    """Examples to learn from. The memory is the feed's: use it before the next batch."""

    rows: Tensor  # (B, d)
    noise: Tensor | None  # (B, d), of deviation 1, where somebody wants it
    after: Place


class Feed:
    """Rows of ``examples`` (n, d), drawn on its device and gathered into buffers that are reused.

    What is left over at the end of an epoch and does not fill a batch is left out of that epoch.
    """

    def __init__(self, examples: Tensor, seed: int) -> None:
        self._examples = examples
        self._seed = seed
        self._generator = torch.Generator(examples.device)
        self._noise_seed = stream_seed(seed, Stream.NOISE)
        self._orders: dict[int, Tensor] = {}
        self._count = len(examples)
        self._size = 0  # of a batch, for which there is room
        self._rows, self._noise = examples.new_empty(0), examples.new_empty(0)

    def __len__(self) -> int:
        return self._count

    def epochs(self, place: Place) -> float:
        """Epochs so far at ``place``, with the fraction of the one under way."""
        return place.epoch + place.position / self._count

    def batch(self, place: Place, size: int, *, noisy: bool = False) -> Batch:
        """The ``size`` examples that come at ``place``, (size, d), with noise if ``noisy``."""
        batches, epoch, position = place
        if position + size > self._count:
            epoch, position = epoch + 1, 0
        if size != self._size:
            self._size = size
            self._rows = self._examples.new_empty(size, self._examples.shape[1])
        order = self._orders.get(epoch)
        chosen = (self._shuffled(epoch) if order is None else order)[position : position + size]
        torch.index_select(self._examples, 0, chosen, out=self._rows)
        noise = self._noise_at(batches) if noisy else None
        return Batch(self._rows, noise, Place(batches + 1, epoch, position + size))

    def _shuffled(self, epoch: int) -> Tensor:
        """(n,) rows in the order of this epoch, which is kept."""
        self._generator.manual_seed(stream_seed(self._seed, Stream.ORDER, epoch))
        order = torch.randperm(self._count, generator=self._generator, device=self._examples.device)
        for old in sorted(self._orders)[: -(ORDERS - 1)]:
            del self._orders[old]
        self._orders[epoch] = order
        return order

    def _noise_at(self, batches: int) -> Tensor:
        if self._noise.shape != self._rows.shape:
            self._noise = torch.empty_like(self._rows)
        self._generator.manual_seed((self._noise_seed + batches) & 0x7FFF_FFFF_FFFF_FFFF)
        return self._noise.normal_(generator=self._generator)
