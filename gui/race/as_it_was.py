"""A moment of the past: a lane's curves and marks as far as they had come then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.messages.snapshot import LaneSnapshot


def as_it_was(lane: LaneSnapshot) -> LaneSnapshot:
    """A moment of the past without what came after it, which its curves and marks have."""
    step, chosen = lane.moment.step, lane.experiment.decoder
    marks = tuple(
        mark for mark in lane.marks if mark.step < step or (mark.step == step and mark.decoder in (None, chosen))
    )
    points = int(np.searchsorted(lane.losses.steps, step, side="right"))
    curve = lane.losses
    columns: dict[str, Any] = {name: column[:points] for name, column in curve.columns.items()}
    return replace(lane, marks=marks, losses=replace(curve, **columns))
