"""The states of a lane that can be gone back to: the last good one, and the one just before the last change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch

from core.engine import memory
from core.training.state import LaneState

HOPELESS = 10.0  # a loss this many times the data's variance is no state to go back to


class Checkpoints:
    """Of one lane, which begins with ``start``; it is told what happens and asked where back leads."""

    def __init__(self, start: LaneState) -> None:
        self.good = start
        self.before: LaneState | None = None  # the last change, as far as there was room to keep it
        self._proposed: LaneState | None = None
        self._proof: float | None = None  # the first loss after the state was proposed, which is that of its weights

    @property
    def nbytes(self) -> int:
        """Of the parameters and what belongs to them."""
        return sum(state.trainer.nbytes for state in self._kept())

    def propose(self, state: LaneState) -> None:
        """Keep ``state``, to go back to if the loss of the next batch says that it was good."""
        self._proposed, self._proof = state, None

    def prove(self, loss: float) -> None:
        """The loss of a batch came, which says what the weights were that it was taken with."""
        if self._proof is None:
            self._proof = loss

    def accept(self, variance: float) -> None:
        """The lane goes on: what was proposed is good if its loss is that of a network that has learned anything."""
        if self._proposed is not None and self._proof is not None and self._proof <= HOPELESS * variance:
            self.good, self._proposed = self._proposed, None

    def forget_proposed(self) -> None:
        """The lane is in another state: what was proposed lies ahead of it."""
        self._proposed, self._proof = None, None

    def keep_before(self, state: Callable[[], LaneState], nbytes: int, device: torch.device) -> None:
        """A change comes: keep the state before it, of ``nbytes``, if there is room for it."""
        self.before = None  # its room first
        if memory.fits(nbytes, device):
            self.before = state()

    def forget_before(self) -> None:
        """A change comes, and what is before it is not worth going back to."""
        self.before = None

    def _kept(self) -> Iterator[LaneState]:
        yield from (state for state in (self.good, self._proposed, self.before) if state)
