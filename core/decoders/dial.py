"""The dial: one continuous family from W⁺ to Wᵀ."""

from __future__ import annotations

from core.decoders.base import MirroredLayer
from core.decoders.factored import Factored


class Dial(Factored):
    """The mirrored layer's weights are Wᵀ((1 − t) WWᵀ + t)⁻¹, for k > d ((1 − t) WᵀW + t)⁻¹Wᵀ."""

    name = "dial"
    symbol = "dial"
    teaches = "From W⁺ (t = 0) to Wᵀ (t = 1) without a jump: a singular value s is decoded with s / ((1−t) s² + t)."
    adjustable = True

    def dial(self, layer: MirroredLayer) -> float:
        return layer.dial
