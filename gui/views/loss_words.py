"""What is said of the loss: above its plot, and to whoever does not see it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.painting import numbers
from gui.plots.losses import Course
from gui.plots.story import Stay
from gui.views.loss_now import loss_seen


def tr(words: str) -> str:
    """In the person's language."""
    return QCoreApplication.translate("LossView", words)


def headline(lane: LaneSnapshot, loss: float) -> tuple[str, str]:
    """The loss in floors, or as it is where there is none, and what that is."""
    floor = lane.pca_floor
    in_floors = floor > 1e-12 and math.isfinite(loss)
    figure = numbers.times(loss / floor) if in_floors else numbers.on_plot(loss)
    unit = tr("× floor") if in_floors else tr("mean squared error")
    few = lane.losses.sampled
    return figure, tr("{0}, over {1} examples").format(unit, numbers.grouped(few)) if few else unit


def summary(snapshot: Snapshot, lane: LaneSnapshot, known: Course, stays: Sequence[Stay]) -> str:
    """What a plot shows that has drawn this course and these decoders, for whoever does not see it."""
    if not len(known.steps):
        return tr("No loss was measured yet.")
    first, now = numbers.at_step(float(known.train[0])), numbers.at_step(known.newest)
    words = tr("From {0} at step {1} to {2} at step {3}; the floor of the training set is {4}.").format(
        first, int(known.steps[0]), now, int(known.steps[-1]), numbers.at_step(lane.pca_floor)
    )
    if snapshot.seen is not None:
        seen = tr("Step {0} is seen again: {1}.")
        words = f"{words} {seen.format(snapshot.seen, numbers.at_step(loss_seen(lane)))}"
    return f"{words} {tr('Decoder now: {0}.').format(stays[-1].name)}" if stays else words
