"""What a unit deep in the network looks for in a picture, and what it paints there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class FiltersPart(Part):
    """What the k units of a layer see and paint in the input's d₀ components."""

    encoder: Array  # (k, d₀): row i is what unit i sees
    decoder: Array  # (d₀, k): column i is what unit i paints
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
        encoder, decoder = model.weight(0), model.matrix(0)
        for layer in range(1, self.layer + 1):
            encoder = model.weight(layer) @ encoder  # (k_l, d₀)
            decoder = decoder @ model.matrix(layer)  # (d₀, k_l)

        def answer(arrays: Sequence[Array]) -> FiltersPart:
            seen, painted = arrays
            return FiltersPart(moment, seen, painted, model.widths[1:])

        return Taken([encoder, decoder], answer)
