"""The decoders, by name. A new one is a file here and a line below."""

from core.decoders.base import Decoder, MirroredLayer
from core.decoders.dial import Dial
from core.decoders.inverse import InverseLayer
from core.decoders.pseudo_inverse import PseudoInverse
from core.decoders.transpose import Transpose
from core.decoders.untied import Untied

__all__ = ["ADJUSTABLE", "DECODERS", "Decoder", "MirroredLayer"]

DECODERS: dict[str, Decoder] = {
    decoder.name: decoder for decoder in (Transpose(), PseudoInverse(), Dial(), InverseLayer(), Untied())
}

#: The one by way of which a flip between W⁺ and Wᵀ can be gradual.
ADJUSTABLE: Decoder = next(decoder for decoder in DECODERS.values() if decoder.adjustable)
