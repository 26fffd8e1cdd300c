"""W⁺, the Moore–Penrose pseudo-inverse: undoes the projection."""

from __future__ import annotations

from core.decoders.base import MirroredLayer
from core.decoders.factored import Factored


class PseudoInverse(Factored):
    """The mirrored layer's weights are the pseudo-inverse of the encoder's."""

    name = "pseudo_inverse"
    symbol = "W⁺"
    teaches = "Undoes the projection: only the row space of W matters, not the scale or the mixing of its rows."
    place_on_dial = 0.0

    def dial(self, layer: MirroredLayer) -> float:
        return 0.0
