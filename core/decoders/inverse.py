"""The whole encoder layer undone: the activation and the bias first, then the projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.decoders.base import MirroredLayer
from core.decoders.factored import Factored

if TYPE_CHECKING:
    from torch import Tensor


class InverseLayer(Factored):
    """(act⁻¹(h) − b) times W⁺. With one hidden layer that is a projection of the input, whatever the activation."""

    name = "inverse"
    symbol = "inverse"
    teaches = (
        "Undoes the activation and the bias, then the projection: with one layer it is PCA, whatever the activation."
    )
    inverts_activation = True

    def dial(self, layer: MirroredLayer) -> float:
        return 0.0

    def decode(self, codes: Tensor, bias: Tensor, layer: MirroredLayer) -> tuple[Tensor, Any]:
        sums, slope = layer.activation.undo(codes)
        sums = sums.sub(layer.bias)
        decoded, kept = super().decode(sums, bias, layer)
        return decoded, (sums, slope, kept)

    def backward(self, gradient: Tensor, codes: Tensor, kept: Any, layer: MirroredLayer) -> Tensor:
        sums, slope, inner = kept
        of_sums = super().backward(gradient, sums, inner, layer)
        layer.bias_gradient.sub_(of_sums.sum(0))
        of_codes: Tensor = of_sums * slope
        return of_codes
