"""Free weights: the baseline that tying is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.decoders.base import MirroredLayer

if TYPE_CHECKING:
    from torch import Tensor


class Untied:
    """The mirrored layer has weights of its own; they start from the decoder in force when it was chosen."""

    name = "untied"
    symbol = "untied"
    teaches = "The baseline: twice the weights, free to find the best decoder for themselves."
    free_weights = True
    inverts_activation = False
    place_on_dial = None
    adjustable = False

    def dial(self, layer: MirroredLayer) -> float | None:
        return None

    def decode(self, codes: Tensor, bias: Tensor, layer: MirroredLayer) -> tuple[Tensor, Any]:
        return bias.addmm(codes, self.matrix(layer).mT), None

    def backward(self, gradient: Tensor, codes: Tensor, kept: Any, layer: MirroredLayer) -> Tensor:
        assert layer.free_gradient is not None
        layer.free_gradient.addmm_(gradient.mT, codes)
        return gradient @ self.matrix(layer)

    def matrix(self, layer: MirroredLayer) -> Tensor:
        assert layer.free is not None, "the model gives an untied decoder its weights before it is used"
        return layer.free
