"""The dial: one continuous family from W⁺ to Wᵀ."""

from __future__ import annotations

from core.decoders.base import Mirror
from core.decoders.factored import Factored


class Dial(Factored):
    """The mirrored layer's weights are Wᵀ((1 − t) WWᵀ + t)⁻¹, for k > d ((1 − t) WᵀW + t)⁻¹Wᵀ."""

    name = "dial"
    symbol = "dial"
    teaches = "From W⁺ (t = 0) to Wᵀ (t = 1) without a jump: a singular value s is decoded with s / ((1−t) s² + t)."

    def dial(self, mirror: Mirror) -> float:
        return mirror.dial
