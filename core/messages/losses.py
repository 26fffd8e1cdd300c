"""The loss of whole data sets over the steps: what a mini-batch's loss is a noisy sight of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from core.messages.history import Growing, Steps, Values
from core.messages.wire import message


@message
@dataclass(frozen=True, eq=False)
class LossCurve(Growing):
    """The loss of the whole training and validation sets, read-only.

    At steps 0 and 1, 2, 3, 5, 7 × 10ⁿ after the start and after every change (about five a decade; at full speed fewer
    in the first decades, where these would cost too much), and just before and just after every change: these two
    points have one step and different segments. Where a sample was taken the values are not to be mixed with those of
    :class:`core.parts.losses.TrainingLoss`, which is over the whole set.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = ("steps", "train", "validation", "segment")

    steps: Steps  # (n,) ascending
    train: Values  # (n,) mean squared error per component; NaN where a file from before knows none
    validation: Values  # (n,)
    segment: npt.NDArray[np.int32]  # (n,) how many changes came before: a line is drawn within a segment only
    sampled: int = 0  # examples of the training set it is over, where the whole set costs too much; 0: all
    version: int = 0
    start: int = 0


def empty(sampled: int = 0, version: int = 0) -> LossCurve:
    """A curve without a point."""
    none = np.empty(0, np.float32)
    return LossCurve(np.empty(0, np.int64), none, none, np.empty(0, np.int32), sampled, version)
