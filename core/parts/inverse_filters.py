"""What a unit would paint if the decoder were W⁺, whatever it is."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Measured, Subject

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class InverseFiltersPart(Part):
    """What the k units of a layer would paint in the input's d₀ components."""

    decoder: Array  # (d₀, k), or (0, 0) where there is no such layer


@dataclass(frozen=True)
class InverseFilters(Measured[InverseFiltersPart]):
    """Of encoder layer ``layer``: W[0]⁺ ⋯ W[layer]⁺, as :class:`core.parts.filters.Filters` has it for D.

    A piece for each layer, with the ridge of :mod:`core.linear_algebra.pseudo_inverse` where W hardly has an inverse.
    """

    layer: int = 0
    share: ClassVar[float] = 0.01
    per_second: ClassVar[float] = 4

    def pieces(self, subject: Subject) -> Generator[None, None, InverseFiltersPart]:
        import torch

        from core.linear_algebra.pseudo_inverse import factorize

        model, moment = subject.trainer.model, subject.moment
        painted: Tensor = torch.zeros(0, 0)
        for layer in range(self.layer + 1 if self.layer < model.depth else 0):
            matrix = factorize(model.weight(layer)).matrix
            painted = painted.to(matrix) @ matrix if layer else matrix
            yield
        decoder: Array = painted.float().cpu().contiguous().numpy()
        decoder.flags.writeable = False
        return InverseFiltersPart(moment, decoder)
