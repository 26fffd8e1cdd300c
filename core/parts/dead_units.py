"""Units that do nothing, whatever comes in."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from core.messages.needs import Part
from core.parts.base import Measured, Subject

if TYPE_CHECKING:
    from torch import Tensor

SAMPLE = 2000  # examples at most, evenly spread over the training set: a pass over all of a large one costs seconds
ROWS = 500  # of a piece
STILL = 1e-4  # an output that varies by no more than this share of what it could vary by is constant


@dataclass(frozen=True, eq=False)
class DeadUnitsPart(Part):
    """Of every encoder layer, outermost first, which of its k units are dead on so many training examples."""

    layers: tuple[npt.NDArray[np.bool_], ...]  # (k,) each
    examples: int


@dataclass(frozen=True)
class DeadUnits(Measured[DeadUnitsPart]):
    """Which units never fire on the training set, or on a fixed sample of it if it is large (:data:`SAMPLE`).

    - ReLU and leaky ReLU: the sum is positive for no example, so that the unit has slope 0, or the leak's, always: it
      learns nothing, or next to nothing.
    - sigmoid, 4 sigmoid − 2 and tanh: the output varies over the examples by at most :data:`STILL` of the activation's
      range: the unit is saturated, or its weights have vanished, and tells nothing about the input.
    - linear: it varies by at most :data:`STILL` of what the unit of its layer that varies most does.

    A unit whose output is no number for some example is not called dead.
    """

    share: ClassVar[float] = 0.003
    per_second: ClassVar[float] = 2
    longest: ClassVar[float] = 1.0

    def pieces(self, subject: Subject) -> Generator[None, None, DeadUnitsPart]:
        import torch

        model, moment, train = subject.trainer.model, subject.moment, subject.trainer.data.train
        rows = train[:: -(-len(train) // SAMPLE)]
        least: list[Tensor] = []
        most: list[Tensor] = []
        for some in torch.split(rows, ROWS):
            outputs = model.encode(some)[1:]
            lows, highs = [each.amin(0) for each in outputs], [each.amax(0) for each in outputs]
            # Both pass on what is no number.
            least = list(map(torch.minimum, least, lows)) if least else lows
            most = list(map(torch.maximum, most, highs)) if most else highs
            yield
        name = model.activation.name
        layers = tuple(_dead(name, low, high) for low, high in zip(least, most, strict=True))
        return DeadUnitsPart(moment, layers, len(rows))


def _dead(activation: str, least: Tensor, most: Tensor) -> npt.NDArray[np.bool_]:
    """Of one layer, from the least and the greatest output of every unit, (k,) each."""
    if activation in ("relu", "leaky_relu"):
        dead = most <= 0
    else:
        varies = most - least
        dead = varies <= STILL * _RANGES.get(activation, float(varies.nan_to_num(0, 0).max()))
    found: npt.NDArray[np.bool_] = dead.cpu().numpy()
    found.flags.writeable = False
    return found


#: How far apart two outputs of a bounded activation can be.
_RANGES = {"sigmoid": 1.0, "centred_sigmoid": 4.0, "tanh": 2.0}
