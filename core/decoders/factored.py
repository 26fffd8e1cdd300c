"""What the decoders made with a factor of W have in common: they differ in where the dial stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from core.decoders.base import Mirror

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

    @abstractmethod
    def dial(self, mirror: Mirror) -> float:
        """t: 0 for W⁺, 1 for Wᵀ."""

    def decode(self, codes: Tensor, bias: Tensor, mirror: Mirror) -> Tensor:
        from core.linear_algebra.pseudo_inverse import decode

        decoded, mirror.kept = decode(codes, mirror.factor(self.dial(mirror)), bias)
        return decoded

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        from core.linear_algebra.pseudo_inverse import decode_backward

        assert mirror.kept is not None, "the derivative follows its decoding"
        return decode_backward(gradient, codes, mirror.kept, mirror.factor(self.dial(mirror)), mirror.weight_gradient)

    def matrix(self, mirror: Mirror) -> Tensor:
        return mirror.factor(self.dial(mirror)).matrix.to(mirror.weight.dtype)
