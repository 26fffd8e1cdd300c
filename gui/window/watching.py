"""Has that computed which can be seen, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from core.messages.commands import Watch
from core.messages.needs import Need
from core.messages.snapshot import Snapshot
from gui.bands.base import Band
from gui.views.base import View
from gui.window.link import Link
from gui.window.looking import Looking


class Watching(QObject):
    """Tells the engine what is needed of the looked-at lane and of those beside it, when that has changed.

    Args:
        parts: what draws snapshots.
        always: what is needed whatever is in sight.
        looking: which lane is looked at.
        newest: the snapshot that is shown.
        link: to the engine.
    """

    def __init__(
        self,
        parts: Sequence[Band | View],
        always: frozenset[Need[Any]],
        looking: Looking,
        newest: Callable[[], Snapshot | None],
        link: Link,
    ) -> None:
        super().__init__(link)
        self._parts, self._always = tuple(parts), always
        self._looking, self._newest, self._link = looking, newest, link
        self._watched: Watch | None = None
        # Once all that changes at the same time has changed.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.now)
        for part in self._parts:
            part.needs_changed.connect(self.soon)
        looking.changed.connect(self.soon)

    def soon(self) -> None:
        """Something may be in sight that was not, or the other way round."""
        self._soon.start()

    def now(self) -> None:
        """Ask for what is in sight."""
        seen, newest = [part for part in self._parts if part.in_sight], self._newest()
        needs = self._always.union(*(part.needs() for part in seen))
        looked_at = self._looking.lane(newest) if newest is not None else None
        if newest is None or looked_at is None or len(newest.lanes) == 1:
            # Of whatever lane comes: a name may be another one in the next run.
            watch = Watch.all(needs)
        else:
            of_each: dict[str | None, frozenset[Need[Any]]] = {looked_at.name: needs}
            for lane in self._looking.shown(newest):
                if lane is not looked_at:
                    of_each[lane.name] = frozenset().union(*(part.needs_beside(lane) for part in seen))
            watch = Watch.of(of_each)
        if watch != self._watched:
            self._watched = watch
            self._link.send(watch)
