"""The runs before this one: the last three, so that a reset loses nothing that one would compare with, and those that a
person has pinned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.plots.ghost import Ghost
from gui.plots.losses import course
from gui.plots.story import stays

MOST = 3


class Ghosts(QObject):
    """Told every moment that is shown, it keeps the last of a run as soon as another one begins, or the same one goes
    back; ``changed`` says that it did."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Ghost] = []
        self._count = 0
        self._last: tuple[int, LaneSnapshot, float | None] | None = None

    @property
    def kept(self) -> tuple[Ghost, ...]:
        """The oldest first, pinned or not."""
        return tuple(self._kept)

    def notice(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """This is shown now."""
        last = self._last
        first_dial = lane.dial if last is None or last[0] != snapshot.run else last[2]
        self._last = snapshot.run, lane, first_dial
        if last is None:
            return
        run, before, dial = last
        another = run != snapshot.run or (lane.name == before.name and lane.moment.step < before.moment.step)
        if another and len(before.losses.steps) > 1:
            known = course(before)
            lived = stays(before.marks, before.decoder_at_start, dial, before.moment.step)
            self._count += 1
            self._kept.append(Ghost(known, lived, before.experiment.seed, self._count))
            self._trim()
            self.changed.emit()

    def pin(self, number: int, pinned: bool = True) -> None:
        """Let the ghost of this number stay, or go when three others have come; none of that number: nothing."""
        self._kept = [replace(ghost, pinned=pinned) if ghost.number == number else ghost for ghost in self._kept]
        self._trim()
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Forget the ghost of this number; none of that number: nothing."""
        self._kept = [ghost for ghost in self._kept if ghost.number != number]
        self.changed.emit()

    def _trim(self) -> None:
        loose = [ghost for ghost in self._kept if not ghost.pinned]
        for ghost in loose[:-MOST]:
            self._kept.remove(ghost)
