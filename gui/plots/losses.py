"""The losses of whole sets as lines: each piece in its decoder's colour, and none across a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from core.messages.history import Curve
from core.messages.losses import LossCurve
from core.messages.snapshot import LaneSnapshot
from core.parts.losses import TrainingLoss, ValidationLoss
from gui.painting import numbers
from gui.plots.story import Stay, in_force
from gui.plots.table import Table

SHOWN = 1e-12  # a floor below it is that of a code as wide as the data, and of rounding


@dataclass(frozen=True, eq=False)
class Course:
    """Losses up to now, (n,) each: of the training set, of the validation set, and how many changes came before."""

    steps: npt.NDArray[np.int64]
    train: npt.NDArray[np.float64]
    validation: npt.NDArray[np.float64]
    segment: npt.NDArray[np.int32]
    floor: float = float("nan")

    @property
    def newest(self) -> float:
        """The last loss of the training set; not a number before the first, and after one that was none."""
        measured = np.flatnonzero(np.isfinite(self.train) | ~np.isfinite(self.validation))
        return float(self.train[measured[-1]]) if len(measured) else float("nan")

    def pieces(self) -> Iterator[slice]:
        """The points between two changes."""
        edges = [0, *(np.flatnonzero(np.diff(self.segment)) + 1).tolist(), len(self.steps)]
        return (slice(start, end) for start, end in pairwise(edges) if end > start)

    def places(self) -> Iterator[tuple[int, int]]:
        """Every point's number, and the step at which its piece begins."""
        return (
            (index, int(self.steps[piece][0])) for piece in self.pieces() for index in range(piece.start, piece.stop)
        )

    def table(self, decoders: Sequence[str]) -> Table:
        """All of it, with the decoder in force for every point."""
        columns = (self.steps.tolist(), self.train.tolist(), self.validation.tolist(), self.segment.tolist(), decoders)
        return Table(("step", "train", "validation", "changes_before", "decoder"), list(zip(*columns, strict=True)))


@dataclass(frozen=True, eq=False)
class SeedBand:
    """Between which losses of the training set a lane was with other seeds, (n,) each."""

    steps: npt.NDArray[np.int64]
    least: npt.NDArray[np.float64]
    most: npt.NDArray[np.float64]
    decoder: str
    dial: float | None = None


def course(lane: LaneSnapshot) -> Course:
    """The curve as far as it was measured, and at its end what is known of this moment."""
    curve: LossCurve = lane.losses
    found = Course(
        curve.steps, curve.train.astype(np.float64), curve.validation.astype(np.float64), curve.segment, lane.pca_floor
    )
    known = int(curve.steps[-1]) if len(curve.steps) else -1
    after = max(known, *(mark.step for mark in lane.marks), -1)
    # Of the very step of a change nobody can say on which side of it a part was.
    ends: dict[int, list[float]] = {}
    # Nor does a loss of the whole set belong on the curve of a sample.
    parts = () if curve.sampled else (lane.part(TrainingLoss()), lane.part(ValidationLoss()))
    for place, part in enumerate(parts):
        if part is not None and part.moment.step > after:
            ends.setdefault(part.moment.step, [np.nan, np.nan])[place] = part.loss
    if not ends:
        return found
    steps = sorted(ends)
    segment = found.segment[-1] if len(found.segment) else 0
    return replace(
        found,
        steps=np.append(found.steps, steps),
        train=np.append(found.train, [ends[step][0] for step in steps]),
        validation=np.append(found.validation, [ends[step][1] for step in steps]),
        segment=np.append(found.segment, np.full(len(steps), segment)).astype(np.int32),
    )


def words_of(known: Course, index: int, stay: Stay, *, validation_first: bool = False) -> tuple[str, ...]:
    """What the pointer reads at a point: when, under which decoder, and both losses, that of the curve first."""
    translate = QCoreApplication.translate
    when = translate("Loss", "step {0} · {1}").format(numbers.grouped(float(known.steps[index])), stay.name)
    train, validation = float(known.train[index]), float(known.validation[index])
    of_train = translate("Loss", "train {0}").format(numbers.on_plot(train, 4))
    if known.floor > SHOWN and np.isfinite(train):
        of_train += translate("Loss", " · {0} × floor").format(numbers.times(train / known.floor))
    of_validation = translate("Loss", "validation {0}").format(numbers.on_plot(validation, 4))
    both = ((train, of_train), (validation, of_validation))
    said = [words for value, words in both if np.isfinite(value)]
    return (when, *(reversed(said) if validation_first else said))


def stays_of(known: Course, stays: Sequence[Stay]) -> list[Stay]:
    """The decoder in force for every point: that of its piece, so that the point before a flip is the old one's."""
    return [in_force(stays, begin) for _, begin in known.places()]


def outline(curve: Curve, edges: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The smallest and the largest value between any two of the ascending steps ``edges``, in turn: as much of a long
    curve as a screen can show, whatever its axis."""
    finite = np.isfinite(curve.values)
    steps, values = curve.steps[finite], curve.values[finite]
    starts = np.unique(np.searchsorted(steps, edges))
    starts = starts[starts < len(steps)]
    if not len(starts):
        return np.empty(0), np.empty(0)
    extremes = np.stack((np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)), axis=1)
    return np.repeat(steps[starts], 2).astype(np.float64), extremes.ravel().astype(np.float64)
