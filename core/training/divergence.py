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
LONGEST = 1500  # steps of a hopeless stretch, whatever progress there is: it would take for ever


@message
@dataclass(frozen=True)
class DivergenceState:
    """The lowest loss of the hopeless stretch under way, infinite if there is none, the steps since, and all of it."""

    lowest: float = float("inf")
    waited: int = 0
    length: int = 0


class DivergenceMonitor:
    """Looks at every loss of a run; ``power`` is the mean square of the data, the loss of always answering with 0."""

    def __init__(self, power: float) -> None:
        self._power = power
        self.state = DivergenceState()

    @property
    def lost(self) -> bool:
        """Whether the patience is at its end."""
        return self.state.waited >= PATIENCE or self.state.length >= LONGEST

    def forgive(self) -> None:
        """Give it another try, with all of the patience."""
        self.state = DivergenceState()

    def hopeless(self, loss: float, noise: float) -> bool:
        """Whether a run that ends with this loss is lost; true of NaN. ``noise`` deviates the inputs."""
        return not loss <= self._limit(noise)

    def watch(self, losses: npt.NDArray[np.float32], noise: float) -> None:
        """Look at the next losses, finite and in their order."""
        limit = self._limit(noise)
        if not len(losses):
            return
        if float(losses.max()) <= limit:
            self.state = DivergenceState()
            return
        for loss in losses.tolist():
            if loss <= limit:
                self.state = DivergenceState()
            elif loss < PROGRESS * self.state.lowest:
                self.state = DivergenceState(loss, 0, self.state.length + 1)
            else:
                self.state = replace(self.state, waited=self.state.waited + 1, length=self.state.length + 1)

    def _limit(self, noise: float) -> float:
        # A network that passes noise on answers with it: that is no fault of its weights.
        return HOPELESS * (self._power + noise**2)
