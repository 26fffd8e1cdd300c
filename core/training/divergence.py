"""When is a run lost whose loss is still a number? When it is hopelessly large and does not come down.

Under W⁺, the dial and the inverse a step that is far too large leaves weights at which the loss is 10⁴ times what
the data vary, and stays; under Adam a rate of 1000 leads to 10¹³. No number ever overflows, and nobody would be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.messages.wire import message

HOPELESS = 1000.0  # times the loss of always answering with 0; after a hard flip it is 20 times that at most
PATIENCE = 500  # steps without progress
PROGRESS = 0.9  # of the lowest loss so far


@message
@dataclass(frozen=True)
class DivergenceState:
    """The lowest loss of the hopeless stretch under way, infinite if there is none, and the steps since."""

    lowest: float = float("inf")
    waited: int = 0


class DivergenceMonitor:
    """Looks at every loss of a run; ``power`` is the mean square of the data, the loss of always answering with 0."""

    def __init__(self, power: float) -> None:
        self._limit = HOPELESS * power
        self.state = DivergenceState()

    @property
    def lost(self) -> bool:
        """Whether the patience is at its end."""
        return self.state.waited >= PATIENCE

    def forgive(self) -> None:
        """Give it another try, with all of the patience."""
        self.state = DivergenceState()

    def hopeless(self, loss: float) -> bool:
        """Whether a run that ends with this loss is lost; true of NaN."""
        return not loss <= self._limit

    def first_lost(self, losses: npt.NDArray[np.float32]) -> int | None:
        """The index of the first of these losses, finite and in their order, at which the run is lost."""
        if not len(losses):
            return None
        if float(losses.max()) <= self._limit:
            self.state = DivergenceState()
            return None
        for index, loss in enumerate(losses.tolist()):
            state = self.state
            if loss <= self._limit:
                self.state = DivergenceState()
            elif loss < PROGRESS * state.lowest:
                self.state = DivergenceState(loss, 0)
            else:
                self.state = replace(state, waited=state.waited + 1)
                if self.lost:
                    return index
        return None
