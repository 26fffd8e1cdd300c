"""What time it is in the window: now, or a step of the past with what might be chosen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.messages.commands import Change, Command, Fork, LookAt, Run
from core.messages.events import Event, Rejected
from core.messages.snapshot import LaneSnapshot, Mark, Past, Snapshot
from gui.window.asking import Asking
from gui.window.composed import composed
from gui.window.link import SENDER
from gui.window.looking import Looking
from gui.window.playing import Playing

MOST_LANES = 4  # that a window shows side by side

Values = tuple[tuple[str, Any], ...]


class SeenPast(QObject):
    """Asks for moments of the past and puts them in the place of those that come from the engine.

    ``changed`` says that there is something else to be drawn, ``moved`` that the place, or whether it is
    being played, is another one.

    Args:
        send: gives a command's number; what asks about the past is sent by it as well.
        looking: which lane is looked at.
        pace: at which the past is played, one of :data:`core.messages.pace.PACES`.
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self, send: Callable[[Command], int], looking: Looking, pace: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._send, self._looking = send, looking
        self._asking = Asking(send)
        self._playing = Playing(pace, lambda: not self._asking.open, self)
        self._playing.frame.connect(self._show_frame)
        self._live: Snapshot | None = None
        self._shown: Past | None = None
        self._place: int | None = None  # that a person wants to see
        self._values: Values = ()
        self._granted: Values = ()  # of these the last that were not refused
        self._blinking = False
        self._known: set[str] | None = None  # the lanes there were before a fork
        self._lane_seen = looking.name
        looking.changed.connect(self._see_lane)

    @property
    def seen(self) -> bool:
        """Whether a person looks at the past."""
        return self._place is not None

    @property
    def place(self) -> int | None:
        """The step that a person wants to see; ``None`` for now."""
        return self._place

    @property
    def values(self) -> Values:
        """What is chosen for a future that begins there."""
        return self._values

    @property
    def playing(self) -> bool:
        """Whether the past goes by."""
        return self._playing.on

    @property
    def live(self) -> Snapshot | None:
        """The newest there is, whatever is seen."""
        return self._live

    def compose(self, live: Snapshot) -> Snapshot:
        """What is to be drawn now that this came from the engine."""
        before, self._live = self._live, live
        answered = live.acknowledged.get(SENDER, 0)
        if before is not None and before.run != live.run:
            self._forget()
        self._asking.answered(answered)
        if self._shown is not None and not self._wanted and answered >= self._asking.number:
            self._shown = None  # what is shown of now is all there again
        self._find_forked(live)
        lane = self._lane
        if self._place is not None and (lane is None or not len(lane.kept.steps)):
            self.leave()
        return self.now(live)

    def now(self, live: Snapshot) -> Snapshot:
        """What is seen of it."""
        past = self._shown
        if past is None:
            return live
        found = composed(live, past, moving=self.playing)
        return found if self._looking.lane(found) is not None else live

    def hear(self, report: Event | Past) -> None:
        """What the engine has to say about the past."""
        if isinstance(report, Past):
            self._take(report)
        elif isinstance(report, Rejected) and report.sender == SENDER and report.number == self._asking.number:
            self._refuse()

    def look_at(self, step: int) -> None:
        """Show the kept moment nearest to this step."""
        self._playing.stop()
        self._go(step)

    def back(self) -> None:
        """To the kept moment before."""
        lane = self._lane
        if lane is not None:
            here = lane.moment.step if self._place is None else self._place
            self._playing.stop()
            self._go(lane.kept.before(here))

    def on(self) -> None:
        """To the kept moment after; behind the last one is now."""
        lane = self._lane
        if lane is not None and self._place is not None:
            self._playing.stop()
            following = lane.kept.after(self._place)
            self._go_on_to(following)

    def back_to_flag(self) -> None:
        """To the change before, or to the beginning."""
        lane = self._lane
        if lane is not None:
            here = lane.moment.step + 1 if self._place is None else self._place
            self.look_at(max((step for step in _flags(lane.marks) if step < here), default=self._first(lane)))

    def on_to_flag(self) -> None:
        """To the change after, or to now."""
        lane, here = self._lane, self._place
        if lane is not None and here is not None:
            self._playing.stop()
            self._go_on_to(min((step for step in _flags(lane.marks) if step > here), default=None))

    def first(self) -> None:
        """To the beginning."""
        lane = self._lane
        if lane is not None:
            self.look_at(self._first(lane))

    def leave(self) -> None:
        """Now again; what was chosen is dropped."""
        self._playing.stop()
        self._values = self._granted = ()
        if self._place is not None:
            self._place = None
            self._asking.ask(LookAt())
            self.moved.emit()

    def toggle_playing(self) -> None:
        """Let the past go by from here, or stop it."""
        if self._playing.on:
            self._playing.stop()
        else:
            if self._place is None:
                self.first()
            if self._place is not None:
                self._playing.start(self._place)
        self.moved.emit()
        self.changed.emit()

    def blink(self, begins: bool) -> None:
        """Show the moment before the last change, or again what was seen before."""
        if begins == self._blinking:
            return
        self._blinking = begins
        self._playing.stop()
        self._asking.ask(LookAt(before_change=True) if begins else self._question())

    def choose(self, change: Change) -> int:
        """Show what this would be like here; nothing is changed by it. The number of the question."""
        lane, values = self._lane, {**dict(self._values), **dict(change.values)}
        if lane is not None and self._shown is not None and not self._values:
            then = next((each for each in self._shown.lanes if each.name == lane.name), lane)
            values = {key: value for key, value in values.items() if getattr(then.experiment, key, None) != value}
        self._values = tuple(values.items())
        number = self._asking.insist(self._question())
        self.moved.emit()
        return number

    def take_back(self) -> bool:
        """Choose nothing any more; False if nothing was."""
        if not self._values:
            return False
        self._values = self._granted = ()
        self._asking.ask(self._question())
        self.moved.emit()
        return True

    def fork(self, *, beside: bool) -> None:
        """Train on from here with what is chosen, as another lane or in the place of this one."""
        place, live = self._place, self._live
        if place is None or live is None:
            return
        values, lane = self._values, self._lane_name
        self.leave()
        beside = beside and len(live.lanes) < MOST_LANES
        if beside:
            self._known = {each.name for each in live.lanes}
        self._send(Fork(place, values, lane, beside))
        if not live.running:
            self._send(Run())

    @property
    def _wanted(self) -> bool:
        return self._place is not None or self._blinking

    @property
    def _lane(self) -> LaneSnapshot | None:
        """The looked-at one as it is now."""
        return self._looking.lane(self._live) if self._live is not None else None

    @property
    def _lane_name(self) -> str | None:
        """Of several."""
        lane = self._lane
        return lane.name if lane is not None and self._live is not None and len(self._live.lanes) > 1 else None

    def _first(self, lane: LaneSnapshot) -> int:
        return int(lane.kept.steps[0]) if len(lane.kept.steps) else 0

    def _question(self) -> LookAt:
        if self._place is None:
            return LookAt()
        return LookAt(self._place, values=self._values, lane=self._lane_name if self._values else None)

    def _go(self, step: int | None) -> None:
        lane = self._lane
        if step is None or lane is None or not len(lane.kept.steps):
            return
        place = lane.kept.nearest(step)
        if place != self._place:
            self._place = place
            self.moved.emit()
        self._asking.ask(self._question())

    def _go_on_to(self, step: int | None) -> None:
        """As far as there is anything later to be seen than now."""
        lane = self._lane
        if step is None or (lane is not None and step >= lane.moment.step):
            self.leave()
        else:
            self._go(step)

    def _show_frame(self, step: int) -> None:
        lane = self._lane
        if lane is None or not len(lane.kept.steps) or step >= int(lane.kept.steps[-1]):
            self.leave()
        else:
            self._go(step)

    def _take(self, past: Past) -> None:
        if past.acknowledged.get(SENDER, 0) < self._asking.number or not self._wanted:
            return
        if self._live is None or past.run != self._live.run:
            return
        self._shown, self._granted = past, self._values
        self._asking.answered(past.acknowledged.get(SENDER, 0))
        self.changed.emit()

    def _refuse(self) -> None:
        self._asking.forget()
        if self._values != self._granted:
            self._values = self._granted
            self._asking.ask(self._question())
            self.moved.emit()
        elif self._place is not None:
            self._playing.stop()
            self._place = None
            self._asking.insist(LookAt())  # it may still be where it was before
            self.moved.emit()

    def _see_lane(self, name: str) -> None:
        if name != self._lane_seen:
            self._lane_seen = name
            self.take_back()  # it was chosen for the lane that was looked at

    def _forget(self) -> None:
        """Another run has no past yet."""
        self._playing.stop()
        self._asking.forget()
        self._shown, self._known = None, None
        self._values = self._granted = ()
        self._blinking = False
        if self._place is not None:
            self._place = None
            self.moved.emit()

    def _find_forked(self, live: Snapshot) -> None:
        """Look at what was forked as soon as it is there."""
        if self._known is None:
            return
        new = [lane.name for lane in live.lanes if lane.name not in self._known]
        if new:
            self._known = None
            self._looking.look_at(new[-1])


def _flags(marks: tuple[Mark, ...]) -> list[int]:
    return sorted({mark.step for mark in marks})
