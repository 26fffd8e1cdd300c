"""Ways along the kept steps of the past: by one, from change to change, and as a film."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.messages.snapshot import LaneSnapshot
from gui.window.past import SeenPast
from gui.window.playing import Playing


class Walking(QObject):
    """Moves a :class:`gui.window.past.SeenPast` along the lane that is looked at; beyond its last kept step is now.

    Args:
        past: that is moved.
        pace: at which it is played, one of :data:`core.messages.pace.PACES`.
    """

    def __init__(self, past: SeenPast, pace: Callable[[], str]) -> None:
        super().__init__(past)
        self._past = past
        self._playing = Playing(pace, lambda: past.ready, self)
        self._playing.frame.connect(self._show_frame)
        past.moved.connect(self._rest_where_it_is_now)

    def look_at(self, step: int) -> None:
        """Show the kept moment nearest to this step, or now."""
        self.rest()
        self._go_to(step)

    def back(self) -> None:
        """To the kept moment before."""
        lane = self._past.lane
        if lane is not None and (before := lane.kept.before(self._here(lane))) is not None:
            self.look_at(before)

    def on(self) -> None:
        """To the kept moment after."""
        lane = self._past.lane
        if lane is not None and self._past.seen:
            following = lane.kept.after(self._here(lane))
            self.look_at(lane.moment.step if following is None else following)

    def back_to_flag(self) -> None:
        """To the change before, or to the beginning."""
        lane = self._past.lane
        if lane is not None:
            here = self._here(lane) + (0 if self._past.seen else 1)
            self.look_at(max((step for step in _flags(lane) if step < here), default=_first(lane)))

    def on_to_flag(self) -> None:
        """To the change after."""
        lane = self._past.lane
        if lane is not None and self._past.seen:
            here = self._here(lane)
            self.look_at(min((step for step in _flags(lane) if step > here), default=lane.moment.step))

    def first(self) -> None:
        """To the beginning."""
        lane = self._past.lane
        if lane is not None:
            self.look_at(_first(lane))

    def toggle_playing(self) -> None:
        """Let the past go by from here, or from its beginning if it is now; or stop it."""
        if self._playing.on:
            self.rest()
            return
        if not self._past.seen:
            self.first()
        if self._past.place is not None:
            self._playing.start(self._past.place)
            self._past.play(True)

    def rest(self) -> None:
        """Play no further."""
        if self._playing.on:
            self._playing.stop()
            self._past.play(False)

    def _here(self, lane: LaneSnapshot) -> int:
        place = self._past.place
        return lane.moment.step if place is None else place

    def _go_to(self, step: int) -> None:
        lane = self._past.lane
        if lane is None or step >= lane.moment.step:
            self._past.leave()
        else:
            self._past.go(step)

    def _show_frame(self, step: int) -> None:
        lane = self._past.lane
        if lane is None or not len(lane.kept.steps) or step >= int(lane.kept.steps[-1]):
            self._past.leave()
        else:
            self._go_to(step)

    def _rest_where_it_is_now(self) -> None:
        if not self._past.seen:
            self.rest()


def _first(lane: LaneSnapshot) -> int:
    return int(lane.kept.steps[0]) if len(lane.kept.steps) else 0


def _flags(lane: LaneSnapshot) -> list[int]:
    return sorted({mark.step for mark in lane.marks})
