"""Another future from a step of the past: beside the one that there was, or in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.messages.commands import Command, Fork, Run
from core.messages.snapshot import Snapshot
from gui.window.looking import Looking
from gui.window.past import SeenPast

MOST_LANES = 4  # that a window shows side by side


class Forking(QObject):
    """Trains on from where a person looks, and looks at what comes of it as soon as it is there."""

    def __init__(self, past: SeenPast, looking: Looking, send: Callable[[Command], int]) -> None:
        super().__init__(past)
        self._past, self._looking, self._send = past, looking, send
        self._known: tuple[int, set[str]] | None = None  # the run, and the lanes that it had before a fork

    def fork(self, *, beside: bool) -> None:
        """With what is chosen there; there is no place beside four lanes."""
        place, live = self._past.place, self._past.live
        if place is None or live is None:
            return
        values, lane = self._past.values, self._past.lane_name
        self._past.leave()
        beside = beside and len(live.lanes) < MOST_LANES
        if beside:
            self._known = live.run, {each.name for each in live.lanes}
        self._send(Fork(place, values, lane, beside))
        if not live.running:
            self._send(Run())

    def notice(self, live: Snapshot) -> None:
        """These are the lanes now."""
        if self._known is None:
            return
        run, names = self._known
        new = [lane.name for lane in live.lanes if lane.name not in names]
        if new or run != live.run:
            self._known = None
        if new and run == live.run:
            self._looking.look_at(new[-1])
