"""The runs before this one: the last three, so that a reset loses nothing that one would compare with, and those that a
person has pinned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.messages.events import LeftBehind
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.plots.ghost import Ghost
from gui.plots.losses import course
from gui.plots.story import stays

MOST = 3


class Ghosts(QObject):
    """Told every moment there is, it keeps the last of a run as soon as another one begins, and what a lane has left
    behind; ``changed`` says that it did."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Ghost] = []
        self._count = 0
        self._run = -1
        self._lanes: dict[str, LaneSnapshot] = {}
        self._looked_at = ""
        self._dials: dict[str, float | None] = {}  # where the dial stood when a lane was first seen

    @property
    def kept(self) -> tuple[Ghost, ...]:
        """The oldest first, pinned or not."""
        return tuple(self._kept)

    def notice(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """This is now; ``lane`` is looked at."""
        if snapshot.run != self._run:
            if (before := self._lanes.get(self._looked_at)) is not None:
                self._keep(before)
            self._run, self._dials = snapshot.run, {}
        self._lanes = {each.name: each for each in snapshot.lanes}
        self._looked_at = lane.name
        for name, each in self._lanes.items():
            self._dials.setdefault(name, each.dial)

    def leave(self, event: LeftBehind) -> None:
        """A lane's future is given up."""
        lane = self._lanes.get(event.lane)
        if lane is not None:
            self._keep(lane)

    def pin(self, number: int, pinned: bool = True) -> None:
        """Let the ghost of this number stay, or go when three others have come; none of that number: nothing."""
        self._kept = [replace(ghost, pinned=pinned) if ghost.number == number else ghost for ghost in self._kept]
        self._trim()
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Forget the ghost of this number; none of that number: nothing."""
        self._kept = [ghost for ghost in self._kept if ghost.number != number]
        self.changed.emit()

    def _keep(self, lane: LaneSnapshot) -> None:
        if len(lane.losses.steps) > 1:
            dial = self._dials.get(lane.name)
            lived = stays(lane.marks, lane.decoder_at_start, dial, lane.moment.step)
            self._count += 1
            self._kept.append(Ghost(course(lane), lived, lane.experiment.seed, self._count))
            self._trim()
            self.changed.emit()

    def _trim(self) -> None:
        loose = [ghost for ghost in self._kept if not ghost.pinned]
        for ghost in loose[:-MOST]:
            self._kept.remove(ghost)
