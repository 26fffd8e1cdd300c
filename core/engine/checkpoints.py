"""The last good state of a lane, which a lost run can be taken back to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.messages.moment import Moment
from core.training.state import LaneState

HOPELESS = 10.0  # a loss this many times the data's variance is no state to go back to


class Checkpoints:
    """Of one lane, which begins with ``start``; it is told what happens and asked where back leads."""

    def __init__(self, start: LaneState) -> None:
        self.good = start
        self._proposed: LaneState | None = None
        self._proof: float | None = None  # the first loss after the state was proposed, which is that of its weights

    def holds(self) -> dict[int, int]:
        """The bytes of every kept state, by its identity."""
        return {id(state): state.trainer.nbytes for state in (self.good, self._proposed) if state}

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

    def begin(self, state: LaneState) -> None:
        """The lane stands at ``state``: what was good later or on another way is not its own."""
        self.good = state
        self._proposed, self._proof = None, None

    def back_to(self, state: LaneState) -> None:
        """The lane stands at ``state``, to which its own steps have led before."""
        self._proposed, self._proof = None, None
        if self.good.trainer.moment > state.trainer.moment:
            self.good = state

    def at(self, moment: Moment) -> LaneState | None:
        """The state of this moment, if it is one of them."""
        return next((state for state in (self._proposed, self.good) if state and state.trainer.moment == moment), None)

    def up_to(self, step: int) -> LaneState | None:
        """The later one of those there are that is not beyond ``step``."""
        states = [state for state in (self._proposed, self.good) if state and state.trainer.moment.step <= step]
        return states[0] if states else None


def last_good(kept: Sequence[LaneState], lost: LaneState, variance: float) -> LaneState:
    """The last of the states that are ``kept``, the oldest first, whose loss was no lost run's on the way to ``lost``;
    that itself if there is none."""
    curve = lost.batch_history.curve
    for state in reversed(kept):
        # A batch's loss is that of the weights before its step.
        where = int(np.searchsorted(curve.steps, state.trainer.moment.step + 1))
        known = where < len(curve.steps) and state.trainer.moment < lost.trainer.moment
        if known and not state.diverged and curve.values[where] <= HOPELESS * variance:
            return state
    return lost
