"""What the decoders made with a factor of W have in common: they differ in where the dial stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from core.decoders.base import MirroredLayer

if TYPE_CHECKING:
    from torch import Tensor


class Factored(ABC):
    """Decodes through the small inverse of :mod:`core.linear_algebra.pseudo_inverse`;
    W⁺ itself is never formed for it."""

    name: ClassVar[str]
    symbol: ClassVar[str]
    teaches: ClassVar[str]
    free_weights = False
    inverts_activation = False
    place_on_dial: ClassVar[float | None] = None
    adjustable = False

    @abstractmethod
    def dial(self, layer: MirroredLayer) -> float:
        """t: 0 for W⁺, 1 for Wᵀ."""

    def decode(self, codes: Tensor, bias: Tensor, layer: MirroredLayer) -> tuple[Tensor, Any]:
        from core.linear_algebra.pseudo_inverse import decode

        return decode(codes, layer.factor(self.dial(layer)), bias)

    def backward(self, gradient: Tensor, codes: Tensor, kept: Any, layer: MirroredLayer) -> Tensor:
        from core.linear_algebra.pseudo_inverse import decode_backward

        return decode_backward(gradient, codes, kept, layer.factor(self.dial(layer)), layer.weight_gradient)

    def matrix(self, layer: MirroredLayer) -> Tensor:
        return layer.factor(self.dial(layer)).matrix.to(layer.weight.dtype)
