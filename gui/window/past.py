"""What time it is in the window: now, or a step of the past with what might be chosen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.experiment import Experiment
from core.messages.commands import Change, Command, LookAt
from core.messages.events import Event, Rejected
from core.messages.snapshot import LaneSnapshot, Past, Snapshot
from gui.window.asking import Asking
from gui.window.composed import composed
from gui.window.link import SENDER
from gui.window.looking import Looking

Values = tuple[tuple[str, Any], ...]


class SeenPast(QObject):
    """Asks for moments of the past and puts them in the place of those that come from the engine.

    ``changed`` says that there is something else to be drawn, ``moved`` that the place, or whether it is
    being played, is another one.

    Args:
        send: gives a command's number; what asks about the past is sent by it as well.
        looking: which lane is looked at.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, send: Callable[[Command], int], looking: Looking, parent: QObject) -> None:
        super().__init__(parent)
        self._send, self._looking = send, looking
        self._asking = Asking(send)
        self._live: Snapshot | None = None
        self._shown: Past | None = None
        self._place: int | None = None  # that a person wants to see
        self._values: Values = ()
        self._granted: Values = ()  # of these the last that were not refused
        self._blinking = False
        self._plain: dict[str, Experiment] = {}  # of the lanes at that place, with nothing chosen
        self._playing = False
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
        return self._playing

    @property
    def ready(self) -> bool:
        """Whether what was asked for last is seen."""
        return not self._asking.open

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
        lane = self.lane
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

    def go(self, step: int) -> None:
        """Show the kept moment nearest to this step."""
        lane = self.lane
        if lane is None or not len(lane.kept.steps):
            return
        place = lane.kept.nearest(step)
        if place != self._place:
            self._place, self._plain = place, {}
            self.moved.emit()
        self._asking.ask(self._question())

    def play(self, playing: bool) -> None:
        """Whether it goes by from now on: whoever lets it moves it."""
        self._playing = playing
        self.moved.emit()
        self.changed.emit()

    def leave(self) -> None:
        """Now again; what was chosen is dropped."""
        self._values = self._granted = ()
        if self._place is not None:
            self._place = None
            self._asking.ask(LookAt())
            self.moved.emit()

    def blink(self, begins: bool) -> None:
        """Show the moment before the last change, or again what was seen before."""
        if begins == self._blinking:
            return
        self._blinking = begins
        self._asking.ask(LookAt(before_change=True) if begins else self._question())

    def choose(self, change: Change) -> int:
        """Show what this would be like here; nothing is changed by it. The number of the question."""
        lane, values = self.lane, {**dict(self._values), **dict(change.values)}
        plain = self._plain.get(lane.name) if lane is not None else None
        if plain is not None:
            values = {key: value for key, value in values.items() if getattr(plain, key, None) != value}
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

    @property
    def _wanted(self) -> bool:
        return self._place is not None or self._blinking

    @property
    def lane(self) -> LaneSnapshot | None:
        """The looked-at one as it is now."""
        return self._looking.lane(self._live) if self._live is not None else None

    @property
    def lane_name(self) -> str | None:
        """Of several."""
        lane = self.lane
        return lane.name if lane is not None and self._live is not None and len(self._live.lanes) > 1 else None

    def _question(self) -> LookAt:
        if self._place is None:
            return LookAt()
        return LookAt(self._place, values=self._values, lane=self.lane_name if self._values else None)

    def _take(self, past: Past) -> None:
        if past.acknowledged.get(SENDER, 0) < self._asking.number or not self._wanted:
            return
        if self._live is None or past.run != self._live.run:
            return
        self._shown, self._granted = past, self._values
        if not self._values and not self._blinking:
            self._plain = {lane.name: lane.experiment for lane in past.lanes}
        self._asking.answered(past.acknowledged.get(SENDER, 0))
        self.changed.emit()

    def _refuse(self) -> None:
        self._asking.forget()
        if self._values != self._granted:
            self._values = self._granted
            self._asking.ask(self._question())
            self.moved.emit()
        elif self._place is not None:
            self._place = None
            self._asking.insist(LookAt())  # it may still be where it was before
            self.moved.emit()

    def _see_lane(self, name: str) -> None:
        if name != self._lane_seen:
            self._lane_seen = name
            self.take_back()  # it was chosen for the lane that was looked at

    def _forget(self) -> None:
        """Another run has no past yet."""
        self._asking.forget()
        self._shown, self._plain = None, {}
        self._values = self._granted = ()
        self._blinking = False
        if self._place is not None:
            self._place = None
            self.moved.emit()
