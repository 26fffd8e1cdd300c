"""The runs before this one: the last three, so that a reset loses nothing that one would compare with."""

from __future__ import annotations

from collections import deque

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
        self._kept: deque[Ghost] = deque(maxlen=MOST)
        self._last: tuple[int, LaneSnapshot, float | None] | None = None

    @property
    def kept(self) -> tuple[Ghost, ...]:
        """The oldest first."""
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
            self._kept.append(Ghost(known, lived, before.experiment.seed))
            self.changed.emit()
