"""What a hidden layer does to its sums: value, derivative from the value, and its inverse.

torch is not imported here, so that the names can be listed before it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

LEAK = 0.01
MARGIN = 1e-6  # of an activation's range, kept from its limits: a sum of 14 for the sigmoid


@dataclass(frozen=True)
class Inverse:
    """From activations back to sums: ``value``, defined strictly between ``low`` and ``high``.

    Outside, the nearest allowed activation is taken, :data:`MARGIN` of the range away from the limit: a decoder
    may ask for the inverse of what no sum gives.
    """

    value: Callable[[Tensor], Tensor]
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True)
class Activation:
    """``value`` maps sums to activations, ``slope`` gives the derivative from the *activation* (not from the sum).

    ``inverse`` is ``None`` where different sums give the same activation; ``why_not`` then says so to a person.
    """

    name: str
    title: str
    value: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor]
    inverse: Inverse | None
    why_not: str = ""

    def undo(self, activations: Tensor) -> tuple[Tensor, Tensor]:
        """The sums that give these activations, and the derivative: 0 where the activation had to be clamped."""
        assert self.inverse is not None, self.why_not
        low, high = self.inverse.low, self.inverse.high
        if math.isinf(high):
            return self.inverse.value(activations), 1 / self.slope(activations)
        margin = MARGIN * (high - low)
        inside = activations.clamp(low + margin, high - margin)
        return self.inverse.value(inside), (inside == activations).to(inside.dtype) / self.slope(inside)


def _leaky(sums: Tensor) -> Tensor:
    # One pass instead of four. By the time there are sums to go through, torch has long been imported.
    from torch.nn.functional import leaky_relu

    return leaky_relu(sums, LEAK)


def _leaky_inverse(activations: Tensor) -> Tensor:
    return activations.clamp(min=0) + activations.clamp(max=0) / LEAK


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", "linear", lambda a: a, lambda h: h.new_ones(()), Inverse(lambda h: h)),
        Activation(
            "sigmoid",
            "sigmoid",
            lambda a: a.sigmoid(),
            lambda h: h * (1 - h),
            Inverse(lambda h: h.logit(), 0, 1),
        ),
        Activation(
            # Slope 1 at 0, where the sigmoid has ¼: what W⁺ needs, because it can't supply the missing gain.
            "centred_sigmoid",
            "4 sigmoid − 2",
            lambda a: a.sigmoid() * 4 - 2,
            lambda h: (h + 2) * (2 - h) / 4,
            Inverse(lambda h: ((h + 2) / 4).logit(), -2, 2),
        ),
        Activation("tanh", "tanh", lambda a: a.tanh(), lambda h: 1 - h * h, Inverse(lambda h: h.atanh(), -1, 1)),
        Activation(
            "relu",
            "ReLU",
            lambda a: a.relu(),
            lambda h: h.sign(),  # of what is never negative
            None,
            "ReLU answers 0 to every negative sum, so what the sum was can't be told",
        ),
        Activation(
            "leaky_relu",
            "leaky ReLU",
            _leaky,
            lambda h: h.sign().clamp(min=LEAK),
            Inverse(_leaky_inverse),
        ),
    )
}
