"""A flip between W⁺ and Wᵀ by way of the dial, so that the loss does not jump.

Measured (five seeds, 500 steps after the flip): a hard flip from W⁺ to Wᵀ multiplies the loss by 15 to 90, because
W's scale is free under W⁺, and a deep network may not recover; over 100 steps of the dial it is 1.2 to 1.5.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.decoders import DECODERS
from core.experiment import Experiment
from core.messages.wire import message


@message
@dataclass(frozen=True)
class Ramp:
    """From one place on the dial to the other, over the steps from ``start`` to ``start + length``."""

    start: int
    length: int
    begin: float
    end: float

    def dial(self, step: int) -> float:
        """t at this step. Linear in t: the decoded gain of a singular value s ≠ 1 then moves most near W⁺."""
        passed = min(max((step - self.start) / self.length, 0.0), 1.0)
        return self.begin + (self.end - self.begin) * passed

    def over(self, step: int) -> bool:
        """Whether the end has been reached."""
        return step >= self.start + self.length


def ramp(step: int, begin: float | None, experiment: Experiment) -> Ramp | None:
    """The ramp to the decoder of ``experiment`` from where the dial stands, as long as the experiment gives it.

    ``None`` if the flip is hard or there is nothing between.
    """
    end = DECODERS[experiment.decoder].place_on_dial
    if begin is None or end is None or begin == end:
        return None
    length = experiment.ramp_to_transpose if end > begin else experiment.ramp_to_pseudo_inverse
    return Ramp(step, length, begin, end) if length else None
