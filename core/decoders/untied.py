"""Free weights: the baseline that tying is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.decoders.base import Mirror

if TYPE_CHECKING:
    from torch import Tensor


class Untied:
    """The mirrored layer has weights of its own; they start from the decoder in force when it was chosen."""

    name = "untied"
    symbol = "untied"
    teaches = "The baseline: twice the weights, free to find the best decoder for themselves."
    free_weights = True
    inverts_activation = False

    def dial(self, mirror: Mirror) -> float | None:
        return None

    def decode(self, codes: Tensor, bias: Tensor, mirror: Mirror) -> Tensor:
        return bias.addmm(codes, self.matrix(mirror).mT)

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        assert mirror.free_gradient is not None
        mirror.free_gradient.addmm_(gradient.mT, codes)
        return gradient @ self.matrix(mirror)

    def matrix(self, mirror: Mirror) -> Tensor:
        assert mirror.free is not None, "the model gives an untied decoder its weights before it is used"
        return mirror.free
