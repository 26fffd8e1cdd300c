"""The losses of a lane's mini-batches, as the trainer hands them over."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.messages.history import Curve, History, HistoryState


class BatchLosses:
    """Of one lane."""

    def __init__(self) -> None:
        self.last = math.nan
        self._history = History()

    @property
    def finite(self) -> bool:
        """Whether the last one is a number."""
        return math.isfinite(self.last)

    def extend(self, end: int, losses: npt.NDArray[np.float32]) -> None:
        """Those of the steps up to ``end``, at least one."""
        # Only the last can be other than finite: the trainer stops there.
        finite = losses if math.isfinite(losses[-1]) else losses[:-1]
        first = end - len(losses) + 1
        self._history.extend(np.arange(first, first + len(finite)), finite)
        self.last = float(losses[-1])

    def curve(self) -> Curve:
        """So far."""
        return self._history.curve()

    def state(self) -> HistoryState:
        """The curve, without a copy."""
        return self._history.state()

    def restore(self, history: HistoryState, last: float) -> None:
        """Go back to an earlier curve."""
        self._history.restore(history)
        self.last = last
