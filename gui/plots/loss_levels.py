"""The floors of a loss, and what always answering with the mean would cost, as levels across a plot."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import LaneSnapshot
from gui.design.theme import Theme
from gui.painting import numbers
from gui.painting.colours import mixed
from gui.plots.line import Level, Name, Stroke
from gui.plots.losses import SHOWN


def levels(lane: LaneSnapshot, variance: float, theme: Theme) -> Iterator[Level]:
    """The floors, and what the mean would cost: who has learned no more than that is recognised."""
    translate = QCoreApplication.translate
    shown = (
        (
            lane.pca_floor,
            (
                translate("Loss", "PCA floor, train {0}"),
                translate("Loss", "PCA floor, train {0}"),
                translate("Loss", "floor, train {0}"),
                translate("Loss", "floor {0}"),
            ),
            True,
        ),
        (
            lane.validation_floor,
            (
                translate("Loss", "PCA floor, validation {0}"),
                translate("Loss", "PCA floor, val. {0}"),
                translate("Loss", "floor, val. {0}"),
                translate("Loss", "val. {0}"),
            ),
            False,
        ),
        (variance, (translate("Loss", "mean {0}"),), None),
    )
    for value, names, dashes in shown:
        if math.isfinite(value) and value > SHOWN:
            figure = numbers.at_step(value)
            colour = theme.floor if dashes is not None else mixed(theme.muted, theme.surface, 0.6).name()
            stroke = Stroke(
                colour, 1.4 if dashes is not None else 1.0, dots=dashes is False, dashes=dashes is not False
            )
            yield Level(Name(value, tuple(name.format(figure) for name in names), theme.muted), stroke)
