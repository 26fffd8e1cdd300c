"""What a decoder has to say for itself; one file a decoder beside this one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from core.activations import Activation

if TYPE_CHECKING:
    from torch import Tensor

    from core.linear_algebra.condition_monitor import ConditionMonitor
    from core.linear_algebra.pseudo_inverse import Factor


@dataclass
class Mirror:
    """What the decoder of one layer may look at: the encoder layer it mirrors, k units over d inputs.

    The gradients are accumulated: what is there is added to.
    """

    weight: Tensor  # (k, d) of the encoder
    weight_gradient: Tensor  # (k, d)
    bias: Tensor  # (k,) of the encoder
    bias_gradient: Tensor  # (k,)
    activation: Activation  # of the encoder
    guard: ConditionMonitor
    dial: float = 0.5  # t, for the decoders between W⁺ and Wᵀ
    free: Tensor | None = None  # (d, k), the decoder's own weights, where it has any
    free_gradient: Tensor | None = None  # (d, k)
    kept: Tensor | None = None  # what decoding keeps for its derivative
    kept_slope: Tensor | None = None  # the same, of the activation's inverse
    _factor: Factor | None = field(default=None, repr=False)

    def factor(self, dial: float) -> Factor:
        """The factor of W as it is, made once however many ask for it."""
        if self._factor is None or self._factor.dial != dial:
            self._factor = self.guard.factor(self.weight, dial)
        return self._factor

    def stepped(self) -> None:
        """W has changed by a step."""
        self._factor = None

    def mark(self) -> tuple[Factor | None, int]:
        """Where it stands between two steps, for :meth:`back`."""
        return self._factor, self.guard.age

    def back(self, mark: tuple[Factor | None, int]) -> None:
        """As it was, and nothing kept that a recording may have made: that memory is the recording's own."""
        self._factor, self.guard.age = mark
        self.kept = self.kept_slope = None

    def ready(self) -> None:
        """For a step that is recorded: it makes its own factor, and does not check it."""
        self._factor, self.guard.age = None, 1

    def replayed(self) -> None:
        """W has changed by a step that nobody here has seen."""
        if self._factor is None:
            self.guard.age += 1
        self._factor = None

    def replaced(self) -> None:
        """W has become another."""
        self._factor = None
        self.guard.forget()


class Decoder(Protocol):
    """How the weights of a mirrored layer follow from the encoder's. Stateless: all state is in the Mirror.

    The derivative is written out because training through autograd was measured to cost a fifth more per
    step; ``tests/core/decoders/test_decoders.py`` holds every decoder of the registry against autograd.
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

    @property
    def inverts_activation(self) -> bool:
        """Whether it decodes sums, having undone the activation, so that no activation follows in the decoder."""

    def dial(self, mirror: Mirror) -> float | None:
        """Where it stands between W⁺ (0) and Wᵀ (1); ``None`` if it is not made with a factor of W."""

    def decode(self, codes: Tensor, bias: Tensor, mirror: Mirror) -> Tensor:
        """Codes (B, k) times the decoder's weights, plus the bias (d,): a new (B, d), before the activation.

        The bias is added here because a product that starts from it was measured to cost less than a second pass.
        """

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        """From ∂loss/∂decoded (B, d) to ∂loss/∂codes (B, k); adds what the weights get to the mirror."""

    def matrix(self, mirror: Mirror) -> Tensor:
        """The decoder's weights themselves, (d, k): column i is what unit i paints."""
