"""From where to where the losses of a plot are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.plots.ghost import Ghost
from gui.plots.loss_told import Told
from gui.plots.losses import SHOWN, Course

GHOSTS_ABOVE = 2.0  # times the highest loss of this run: as far as those of earlier ones are shown
FIRST = 1.8  # times what the mean costs: room for the loss of a network's first weights


def extent(told: Told, known: Course, ghosts: Sequence[Ghost]) -> tuple[float, float] | None:
    """The logarithms of the least and of the largest value that is to be seen; ``None`` where there is none."""
    values = np.concatenate([known.train, known.validation])
    healthy = [each.lane.losses.train for each in told.others if not each.lane.diverged]
    values = np.concatenate([values, *healthy]).astype(np.float64)
    # A ghost that was lost must not press flat what is looked at.
    high = GHOSTS_ABOVE * np.max(values[np.isfinite(values)], initial=told.variance if told.variance > 0 else 0.0)
    values = np.concatenate([values, *(np.minimum(ghost.course.train, high) for ghost in ghosts)])
    values = np.concatenate([values, *(np.minimum(band.most, high) for band in told.bands)])
    values = np.concatenate([values, *(np.minimum(band.least, high) for band in told.bands)])
    if not len(known.train):
        values = np.append(values, FIRST * told.variance)
    floors = [floor for floor in (told.lane.pca_floor, told.lane.validation_floor) if floor > SHOWN]
    values = np.append(values, floors)
    values = np.log10(values[np.isfinite(values) & (values > 0)])
    return (float(values.min()), float(values.max())) if len(values) else None
