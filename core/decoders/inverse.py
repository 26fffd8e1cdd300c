"""The whole encoder layer undone: the activation and the bias first, then the projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.decoders.base import Mirror
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

    def dial(self, mirror: Mirror) -> float:
        return 0.0

    def decode(self, codes: Tensor, bias: Tensor, mirror: Mirror) -> Tensor:
        sums, mirror.kept_slope = mirror.activation.undo(codes)
        return super().decode(sums.sub(mirror.bias), bias, mirror)

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        assert mirror.kept_slope is not None, "the derivative follows its decoding"
        sums, _ = mirror.activation.undo(codes)
        of_sums = super().backward(gradient, sums.sub(mirror.bias), mirror)
        mirror.bias_gradient.sub_(of_sums.sum(0))
        return of_sums * mirror.kept_slope
