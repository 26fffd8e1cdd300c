"""What a unit deep in the network looks for in a picture, and what it paints there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken

if TYPE_CHECKING:
    from torch import Tensor

    from core.training.model import TiedAutoencoder


@dataclass(frozen=True, eq=False)
class FiltersPart(Part):
    """What the k units of a layer see and paint in the input's d₀ components; one array where these are the same."""

    encoder: Array  # (k, d₀): row i is what unit i sees
    columns: Array  # (k, d₀): row i is what unit i paints, its column of the decoder
    units: tuple[int, ...]  # of every layer, outermost first


@dataclass(frozen=True)
class Filters(Copied[FiltersPart]):
    """Of encoder layer ``layer`` through the layers below: W[layer] ⋯ W[0], and D[0] ⋯ D[layer].

    Only the products of the weights: activations and biases are left out, because a unit beyond a nonlinear layer has
    no single picture; this one is exact for linear layers, and up to a factor the response around a working point
    where the units below have one common slope.
    """

    layer: int = 0

    def take(self, subject: Subject) -> Taken[FiltersPart] | None:
        model, moment = subject.trainer.model, subject.moment
        if not 0 <= self.layer < model.depth:
            return None
        decoder = model.matrix(0)
        for layer in range(1, self.layer + 1):
            decoder = decoder @ model.matrix(layer)  # (d₀, k_l)

        def answer(arrays: Sequence[Array]) -> FiltersPart:
            return FiltersPart(moment, arrays[0], arrays[-1], model.widths[1:])

        seen, columns = seen_by(model, self.layer), decoder.T
        # Where D is W seen the other way round half of the work is left to be done, here and for whoever draws it.
        one = columns.data_ptr() == seen.data_ptr() and columns.stride() == seen.stride()
        return Taken([seen] if one else [seen, columns.contiguous()], answer)


def seen_by(model: TiedAutoencoder, layer: int) -> Tensor:
    """W[layer] ⋯ W[0], (k_l, d₀): what the units of a layer look for in the input."""
    seen = model.weight(0)
    for each in range(1, layer + 1):
        seen = model.weight(each) @ seen
    return seen
