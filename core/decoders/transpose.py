"""Wᵀ: the usual tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.decoders.base import Mirror

if TYPE_CHECKING:
    from torch import Tensor


class Transpose:
    """The mirrored layer's weights are the transpose of the encoder's."""

    name = "transpose"
    symbol = "Wᵀ"
    teaches = "The usual tie: costs nothing extra, and is the inverse only when the rows of W are orthonormal."
    free_weights = False
    inverts_activation = False

    def dial(self, mirror: Mirror) -> float | None:
        return None

    def decode(self, codes: Tensor, bias: Tensor, mirror: Mirror) -> Tensor:
        return bias.addmm(codes, mirror.weight)  # (d,) + (B, k) (k, d)

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        mirror.weight_gradient.addmm_(codes.mT, gradient)
        return gradient @ mirror.weight.mT

    def matrix(self, mirror: Mirror) -> Tensor:
        return mirror.weight.mT
