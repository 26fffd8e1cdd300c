"""Which principal axis of the data a unit looks for."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Measured, Subject
from core.parts.filters import seen_by


@dataclass(frozen=True, eq=False)
class LikenessPart(Part):
    """For each of the k units of a layer, the principal axis that its filter is most like; empty without the layer."""

    axis: npt.NDArray[np.int64]  # (k,), 0 the one of the largest variance
    cosine: Array  # (k,), between filter and axis, not negative; 0 for a filter without values


@dataclass(frozen=True)
class Likeness(Measured[LikenessPart]):
    """Of encoder layer ``layer``, its filters as seen in the input, among the leading min(k, d₀) principal axes."""

    layer: int = 0
    share: ClassVar[float] = 0.0035
    per_second: ClassVar[float] = 1

    def pieces(self, subject: Subject) -> Generator[None, None, LikenessPart]:
        import torch

        model, moment = subject.trainer.model, subject.moment
        axis, cosine = torch.zeros(0, dtype=torch.int64), torch.zeros(0)
        if 0 <= self.layer < model.depth:
            rows = seen_by(model, self.layer).detach().cpu().double()
            yield
            # A length of 0 is divided by 1; what is no number is like nothing.
            length = torch.linalg.vector_norm(rows, dim=1, keepdim=True)
            unit = (rows / torch.where(length > 0, length, 1.0)).nan_to_num(0, 0, 0)
            cosine, axis = (unit @ subject.axes(min(rows.shape)).mT).abs().max(dim=1)
        yield
        places: npt.NDArray[np.int64] = axis.numpy()
        cosines: Array = cosine.float().numpy()
        for array in (places, cosines):
            array.flags.writeable = False
        return LikenessPart(moment, places, cosines)
