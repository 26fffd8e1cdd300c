"""The loss goes on while the past is seen: its curves are those of now, whatever moment the other views show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from core.messages.moment import Moment
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.losses import TrainingLoss, ValidationLoss

NEEDS: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss())


class Now:
    """Remembers of the lanes what a moment of the past does not have: how far they had come when it was now."""

    def __init__(self) -> None:
        self._run = -1
        self._last: dict[str, LaneSnapshot] = {}

    def of(self, snapshot: Snapshot, lanes: Sequence[LaneSnapshot]) -> tuple[LaneSnapshot, ...]:
        """These lanes of a moment, up to now."""
        if snapshot.run != self._run:
            self._run, self._last = snapshot.run, {}
        if snapshot.seen is None:
            self._last = {lane.name: lane for lane in snapshot.lanes}
            return tuple(lanes)
        return tuple(self._up_to_now(lane) for lane in lanes)

    def _up_to_now(self, lane: LaneSnapshot) -> LaneSnapshot:
        last = self._last.get(lane.name)
        measured = int(lane.losses.steps[-1]) if len(lane.losses.steps) else 0
        step = max(lane.moment.step, measured, last.moment.step if last is not None else 0)
        parts = last.parts if last is not None else {}
        known = {need: parts[need] for need in NEEDS if need in parts}
        return replace(lane, moment=Moment(step, lane.moment.revision), parts=known)


def loss_seen(lane: LaneSnapshot) -> float:
    """Of the training set at the moment that is seen; not a number until it is measured."""
    part, curve = lane.part(TrainingLoss()), lane.losses
    if part is not None and part.moment == lane.moment and not curve.sampled:
        return part.loss
    where = int(np.searchsorted(curve.steps, lane.moment.step, side="right")) - 1
    at_a_point = where >= 0 and (curve.sampled or int(curve.steps[where]) == lane.moment.step)
    return float(curve.train[where]) if at_a_point else math.nan
