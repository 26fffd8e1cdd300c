"""What a plot of losses is told: the lanes, and the runs and the seeds beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.snapshot import LaneSnapshot
from core.parts.losses import TrainingLoss
from gui.plots.ghost import Ghost
from gui.plots.losses import SeedBand

NO_RUN = -1  # whose floors are shown before there is one


@dataclass(frozen=True, eq=False)
class Beside:
    """Another lane of the run, or how the looked-at one is told from it: by words, and by the dashes of its line."""

    lane: LaneSnapshot
    label: str
    style: tuple[float, ...]

    @property
    def content(self) -> tuple[object, ...]:
        """What decides how it is drawn."""
        lane, part = self.lane, self.lane.part(TrainingLoss())
        moment = part.moment if part is not None else None
        return self.label, self.style, lane.name, lane.losses.version, lane.losses.end, lane.marks, moment


@dataclass(frozen=True, eq=False)
class Told:
    """What is drawn: a lane, what always answering with the mean would cost, and what was known before its changes.

    Of several lanes that are shown ``all_lanes`` has every one, the looked-at one among them.
    """

    run: int
    lane: LaneSnapshot
    variance: float
    at_start: dict[str, object]
    ghosts: Sequence[Ghost]
    all_lanes: Sequence[Beside] = ()
    bands: Sequence[SeedBand] = ()

    @property
    def others(self) -> list[Beside]:
        """All but the looked-at one."""
        return [each for each in self.all_lanes if each.lane.name != self.lane.name]

    @property
    def own(self) -> Beside:
        """How the looked-at one is told from the others."""
        return next((each for each in self.all_lanes if each.lane.name == self.lane.name), Beside(self.lane, "", ()))
