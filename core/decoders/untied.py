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

    def decode(self, codes: Tensor, mirror: Mirror) -> Tensor:
        return codes @ self.matrix(mirror).mT

    def matrix(self, mirror: Mirror) -> Tensor:
        assert mirror.free is not None, "the model gives an untied decoder its weights before it is used"
        return mirror.free
