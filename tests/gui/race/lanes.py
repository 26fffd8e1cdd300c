"""Lanes made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.messages.losses import LossCurve
from core.messages.snapshot import LaneSnapshot, Snapshot
from tests.gui.snapshots import snapshot


def lane(
    name: str = "A", course: LossCurve | None = None, step: int = 100, floor: float = 0.01, **values: Any
) -> LaneSnapshot:
    """One of this name, with these values of the experiment."""
    (made,) = snapshot(step=step, course=course, floor=floor).lanes
    return replace(made, name=name, experiment=made.experiment.with_values(values))


def race(*lanes: LaneSnapshot) -> Snapshot:
    """All of them at once."""
    return replace(snapshot(step=max(each.moment.step for each in lanes)), lanes=tuple(lanes))


def decoders(*names: str) -> Sequence[LaneSnapshot]:
    """Lanes as a race of decoders names them."""
    return [lane(name, decoder=name, activation="sigmoid") for name in names]
