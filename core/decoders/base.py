"""What a decoder has to say for itself; one file a decoder beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor


@dataclass
class Mirror:
    """What the decoder of one layer may look at: the encoder layer it mirrors, k units over d inputs.

    The gradients are accumulated: what is there is added to.
    """

    weight: Tensor  # (k, d) of the encoder
    weight_gradient: Tensor  # (k, d)
    free: Tensor | None = None  # (d, k), the decoder's own weights, where it has any
    free_gradient: Tensor | None = None  # (d, k)


class Decoder(Protocol):
    """How the weights of a mirrored layer follow from the encoder's. Stateless: all state is in the Mirror.

    The derivative is written out because training through autograd was measured to cost a fifth more per
    step; ``tests/core/test_decoders.py`` holds every decoder of the registry against autograd.
    """

    @property
    def name(self) -> str:
        """The value of the experiment's key ``decoder``."""

    @property
    def symbol(self) -> str:
        """As written on the button: Wᵀ, W⁺, …"""

    @property
    def teaches(self) -> str:
        """One sentence for the tool tip."""

    @property
    def free_weights(self) -> bool:
        """Whether the mirrored layer has weights of its own to train."""

    def decode(self, codes: Tensor, mirror: Mirror) -> Tensor:
        """Codes (B, k) times the decoder's weights: a new (B, d), before bias and activation."""

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        """From ∂loss/∂decoded (B, d) to ∂loss/∂codes (B, k); adds what the weights get to the mirror."""

    def matrix(self, mirror: Mirror) -> Tensor:
        """The decoder's weights themselves, (d, k): column i is what unit i paints."""
