"""What is known of an experiment before the engine has answered: views show it, so that nobody looks at empty cards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.experiment import Experiment
from core.messages.history import Curve
from core.messages.moment import Moment
from core.messages.snapshot import Examples, LaneSnapshot
from core.preview import Floors


@dataclass(frozen=True, eq=False)
class Ahead:
    """Examples, and floors as soon as they are known."""

    experiment: Experiment
    examples: Examples
    floors: Floors | None = None

    @property
    def units(self) -> tuple[int, ...]:
        """The widths of the layers, that of the input first."""
        return math.prod(self.examples.shape), *self.experiment.layers

    def lane(self) -> LaneSnapshot:
        """A network before its first step, of which nothing was measured."""
        floors = self.floors or Floors(math.nan, math.nan, math.nan)
        none = Curve(np.empty(0, np.int64), np.empty(0, np.float32))
        return LaneSnapshot(
            name="",
            moment=Moment(0),
            epoch=0.0,
            experiment=self.experiment,
            batch_loss=math.nan,
            pca_floor=floors.train,
            batch_curve=none,
            validation_floor=floors.validation,
            decoder_at_start=self.experiment.decoder,
        )
