"""What an optimizer has to say for itself, and what it is given; one file an optimizer beside this one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor


class Parameters(Protocol):
    """Parameters in one flat tensor (n,), with all that belongs to them in tensors alike.

    The moments and ``steps`` are 0 before the first step.
    """

    flat: Tensor  # the values
    gradient: Tensor
    first: Tensor  # the first moment, or the momentum
    second: Tensor  # the second moment
    steps: Tensor  # without dimensions: steps taken with these moments
    decayed: int  # the first so many are weights, on which weight decay acts


class Settings(Protocol):
    """The keys of an experiment that optimizers use; each says in ``keys`` which of them."""

    @property
    def learning_rate(self) -> float: ...

    @property
    def momentum(self) -> float: ...

    @property
    def weight_decay(self) -> float: ...


class Optimizer(Protocol):
    """How a gradient becomes a step. Stateless: moments are in the parameters."""

    @property
    def name(self) -> str:
        """The value of the experiment's key ``optimizer``."""

    @property
    def title(self) -> str:
        """As a person writes it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The experiment's keys that it uses; a field of any other can be hidden."""

    def update(self, blocks: Sequence[Parameters], settings: Settings) -> None:
        """Take one step from the gradients, in place; the gradients may be changed."""


def add_weight_decay(blocks: Sequence[Parameters], weight_decay: float) -> None:
    """Add the gradient of (weight_decay/2)‖W‖² to the gradients of the weights; biases have none."""
    if weight_decay:
        for block in blocks:
            block.gradient[: block.decayed].add_(block.flat[: block.decayed], alpha=weight_decay)
