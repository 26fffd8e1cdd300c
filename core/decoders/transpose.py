"""Wᵀ: the usual tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.decoders.base import MirroredLayer

if TYPE_CHECKING:
    from torch import Tensor


class Transpose:
    """The mirrored layer's weights are the transpose of the encoder's."""

    name = "transpose"
    symbol = "Wᵀ"
    teaches = "The usual tie: costs nothing extra, and is the inverse only when the rows of W are orthonormal."
    free_weights = False
    inverts_activation = False
    place_on_dial = 1.0
    adjustable = False

    def dial(self, layer: MirroredLayer) -> float | None:
        return None

    def decode(self, codes: Tensor, bias: Tensor, layer: MirroredLayer) -> tuple[Tensor, Any]:
        return bias.addmm(codes, layer.weight), None  # (d,) + (B, k) (k, d)

    def backward(self, gradient: Tensor, codes: Tensor, kept: Any, layer: MirroredLayer) -> Tensor:
        layer.weight_gradient.addmm_(codes.mT, gradient)
        return gradient @ layer.weight.mT

    def matrix(self, layer: MirroredLayer) -> Tensor:
        return layer.weight.mT
