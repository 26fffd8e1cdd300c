"""The decoders, by name. A new one is a file here and a line below."""

from core.decoders.base import Decoder, Mirror
from core.decoders.dial import Dial
from core.decoders.inverse import InverseLayer
from core.decoders.pseudo_inverse import PseudoInverse
from core.decoders.transpose import Transpose
from core.decoders.untied import Untied

__all__ = ["DECODERS", "Decoder", "Mirror"]

DECODERS: dict[str, Decoder] = {
    decoder.name: decoder for decoder in (Transpose(), PseudoInverse(), Dial(), InverseLayer(), Untied())
}
