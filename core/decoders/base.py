"""What a decoder has to say for itself; one file a decoder beside this one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from core.activations import Activation

if TYPE_CHECKING:
    from torch import Tensor

    from core.linear_algebra.condition_monitor import ConditionMonitor, MonitorState
    from core.linear_algebra.pseudo_inverse import Factor


class Versioned(Protocol):
    """What W is part of."""

    @property
    def version(self) -> int:
        """Another number whenever something was written to it."""


@dataclass
class MirroredLayer:
    """What the decoder of one layer may look at: the encoder layer it mirrors, k units over d inputs.

    The gradients are accumulated: what is there is added to. The factor of W is kept for as long as ``block``, which W
    is part of, says that nobody has written to it.
    """

    weight: Tensor  # (k, d) of the encoder
    weight_gradient: Tensor  # (k, d)
    bias: Tensor  # (k,) of the encoder
    bias_gradient: Tensor  # (k,)
    activation: Activation  # of the encoder
    block: Versioned
    monitor: ConditionMonitor
    dial: float = 0.5  # t, for the decoders between W⁺ and Wᵀ
    free: Tensor | None = None  # (d, k), the decoder's own weights, where it has any
    free_gradient: Tensor | None = None  # (d, k)
    _factor: Factor | None = field(default=None, repr=False)
    _version: int = -1  # of the block, when the factor was made

    def factor(self, dial: float) -> Factor:
        """The factor of W as it is, made once however many ask for it."""
        if self._factor is None or self._version != self.block.version or self._factor.dial != dial:
            self._factor, self._version = self.monitor.factor(self.weight, dial), self.block.version
        return self._factor

    def state(self) -> MonitorState | None:
        """How the next factor will be computed."""
        state = self.monitor.state()
        if state is not None and self._factor is not None and self._version == self.block.version:
            # Whoever goes on from here makes the factor of this W anew, and counts it again.
            return replace(state, age=state.age - 1)
        return state

    def restore(self, state: MonitorState | None) -> None:
        """Compute the next factor as it would have been at ``state``."""
        self._factor = None
        self.monitor.restore(state)


class Decoder(Protocol):
    """How the weights of a mirrored layer follow from the encoder's. Stateless: all state is in the layer.

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

    @property
    def place_on_dial(self) -> float | None:
        """Where it always stands on the way from W⁺ (0) to Wᵀ (1): flips to it may be gradual. ``None`` if nowhere."""

    @property
    def adjustable(self) -> bool:
        """Whether it stands on that way where the experiment's ``dial`` says."""

    def dial(self, layer: MirroredLayer) -> float | None:
        """The dial of the factor of W that it decodes with; ``None`` if it needs none."""

    def decode(self, codes: Tensor, bias: Tensor, layer: MirroredLayer) -> tuple[Tensor, Any]:
        """Codes (B, k) times the decoder's weights, plus the bias (d,): a new (B, d), before the activation.

        Beside it what :meth:`backward` wants to have kept. The bias is added here because a product that starts from it
        was measured to cost less than a second pass.
        """

    def backward(self, gradient: Tensor, codes: Tensor, kept: Any, layer: MirroredLayer) -> Tensor:
        """From ∂loss/∂decoded (B, d) to ∂loss/∂codes (B, k); adds what the weights get to the layer's gradients."""

    def matrix(self, layer: MirroredLayer) -> Tensor:
        """The decoder's weights themselves, (d, k): column i is what unit i paints."""
