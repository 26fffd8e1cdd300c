"""What is drawn of a snapshot: what is seen, live or past, where it can be seen, and its words when there is time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.bands.base import Band
from gui.panel.panel import ExperimentPanel
from gui.views.base import View
from gui.widgets.text_clock import TextClock
from gui.window.bars import Bars
from gui.window.link import Link
from gui.window.looking import Looking
from gui.window.past import SeenPast


class Drawing(QObject):
    """Hands snapshots to all that draws them.

    Args:
        parts: what draws a lane, and those beside it.
        bars: show what is in force, and what is under way.
        panel: shows the experiment.
        looking: which lane is looked at.
        past: what time is seen.
        link: knows which commands have been answered.
    """

    def __init__(
        self,
        parts: Sequence[Band | View],
        bars: Bars,
        panel: ExperimentPanel,
        looking: Looking,
        past: SeenPast,
        link: Link,
    ) -> None:
        super().__init__(link)
        self._parts, self._bars, self._panel = tuple(parts), bars, panel
        self._looking, self._past, self._link = looking, past, link
        self._newest: Snapshot | None = None
        self._asked = False  # whether a command has not been answered yet
        self._alive = True
        self._text_clock = TextClock(self)
        self._text_clock.due.connect(self.write)
        past.changed.connect(self.again)
        looking.changed.connect(self.again)

    @property
    def newest(self) -> Snapshot | None:
        """What was drawn last."""
        return self._newest

    @property
    def lane(self) -> LaneSnapshot | None:
        """The looked-at one, as it was drawn last."""
        return self._looking.lane(self._newest) if self._newest is not None else None

    @property
    def alive(self) -> bool:
        """Whether there is an engine, or may be."""
        return self._alive

    def end(self) -> None:
        """There is no engine any more: leave what is said of it."""
        self._alive = False

    def expect(self) -> None:
        """A command was sent: what is read must not be stale when it is answered."""
        self._asked = True

    def draw(self, live: Snapshot, shown: Snapshot) -> None:
        """``shown`` is seen, and ``live`` by whoever shows the present whatever is seen."""
        now, lane = self._looking.lane(live), self._looking.lane(shown)
        assert now is not None, "asked before"
        assert lane is not None, "asked before"
        self._newest = shown
        settled = self._link.settled(shown)
        if self._alive and settled:
            # Older snapshots must not undo on screen what a person has just done.
            self._bars.toolbar.show_snapshot(shown, lane)
            self._panel.show_experiment(lane.experiment)
        beside = self._looking.shown(shown)
        for part in self._parts:
            if isinstance(part, Band) and part.of_now:
                part.draw(live, now, self._looking.shown(live))
            else:
                part.draw(shown, lane, beside)
        # Nothing that is read must be stale at rest, or after a command.
        answered = self._asked and settled
        self._asked = self._asked and not answered
        self._text_clock.ask(at_once=answered or not shown.running)

    def write(self) -> None:
        """Say in words what was drawn last."""
        lane = self.lane
        if self._newest is not None and lane is not None:
            if self._alive:
                self._bars.status.show_snapshot(self._newest, lane)
            for part in self._parts:
                part.write()

    def again(self) -> None:
        """Show the newest snapshot: for a view that could not be seen when it came, or for another lane."""
        live = self._past.live
        if live is not None:
            self.draw(live, self._past.now(live))
            self.write()
