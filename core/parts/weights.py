"""The weights of one encoder layer and of the decoder layer that mirrors it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class WeightsPart(Part):
    """k units over d inputs."""

    encoder: Array  # (k, d): row i is the filter of unit i
    decoder: Array  # (d, k): column i is what unit i paints
    encoder_bias: Array  # (k,)
    decoder_bias: Array  # (d,)


@dataclass(frozen=True)
class Weights(Copied[WeightsPart]):
    """Of encoder layer ``layer``, 0 for the outermost."""

    layer: int = 0

    def take(self, subject: Subject) -> Taken[WeightsPart] | None:
        model, layer, moment = subject.trainer.model, self.layer, subject.moment
        if not 0 <= layer < model.depth:
            return None

        def answer(arrays: Sequence[Array]) -> WeightsPart:
            return WeightsPart(moment, *arrays)

        return Taken([model.weight(layer), model.matrix(layer), model.bias(layer), model.mirror_bias(layer)], answer)
