"""A run that another one has taken the place of: all that is needed to go on with it as if nothing had been."""

from __future__ import annotations

from dataclasses import dataclass

from core.experiment import Experiment
from core.messages.commands import LaneId
from core.timeline.timeline import CommandCount, Timeline
from core.training.state import LaneState

SHARE = 4  # it may keep as large a part of the memory for the past


@dataclass(frozen=True, eq=False)
class Archive:
    """A value for each lane."""

    experiments: tuple[Experiment, ...]
    names: tuple[LaneId, ...]
    states: tuple[LaneState, ...]
    timelines: tuple[Timeline, ...]
    count: CommandCount

    def keep_up_to(self, room: int) -> None:
        """So many bytes for its past."""
        for timeline in self.timelines:
            timeline.keep_up_to(room // len(self.timelines))

    @property
    def nbytes(self) -> int:
        """Of the states that it holds."""
        held = {id(state): state.trainer.nbytes for state in self.states}
        for timeline in self.timelines:
            held |= timeline.holds()
        return sum(held.values())
