"""What a hidden layer does to its sums: value, derivative from the value, and how a person writes it.

Only methods of the tensors are used, so that the names can be listed before torch is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

LEAK = 0.01


@dataclass(frozen=True)
class Activation:
    """``value`` maps sums to activations, ``slope`` gives the derivative from the *activation* (not from the sum)."""

    name: str
    title: str
    formula: str
    value: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor]


def _leaky(sums: Tensor) -> Tensor:
    return sums.clamp(min=0) + LEAK * sums.clamp(max=0)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", "linear", "a", lambda a: a, lambda h: h.new_ones(())),
        Activation("sigmoid", "sigmoid", "1 / (1 + e⁻ᵃ)", lambda a: a.sigmoid(), lambda h: h * (1 - h)),
        Activation("tanh", "tanh", "tanh a", lambda a: a.tanh(), lambda h: 1 - h * h),
        Activation("relu", "ReLU", "max(a, 0)", lambda a: a.relu(), lambda h: (h > 0).to(h.dtype)),
        Activation(
            "leaky_relu",
            "leaky ReLU",
            f"max(a, {LEAK} a)",
            _leaky,
            lambda h: (h > 0).to(h.dtype) * (1 - LEAK) + LEAK,
        ),
    )
}
