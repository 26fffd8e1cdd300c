"""What every view is: a widget that draws the snapshots it is given and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.views.ahead import Ahead
from gui.widgets.header import Header


class View(QWidget):
    """A page for what is drawn, behind a calm sentence for as long as there is nothing to draw.

    Its :attr:`header` stands above it, in the title bar of its dock: a subclass adds its figures and buttons there. A
    subclass fills :attr:`page` and writes :meth:`render_snapshot` and, if it has words that change all the time,
    :meth:`render_text`; both are only called while the view can be seen. What a person can choose is in its ``state``,
    if there is anything, to be read and to be set.
    """

    name: ClassVar[str]
    sent = Signal(object)  # a command that it wants the engine to have
    needs_changed = Signal()  # also when it comes into sight, or is not any more
    lane_chosen = Signal(str)  # to be looked at, by its name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"view-{self.name}")
        self.setAccessibleName(self.title)
        self.theme = LIGHT
        self.moment: tuple[Snapshot, LaneSnapshot] | None = None
        self.ahead: Ahead | None = None  # what is known before there is a moment
        self.lanes: tuple[LaneSnapshot, ...] = ()  # that are shown, the looked-at one among them
        self._in_front = True
        self.presented = False
        self._drawn_of: tuple[int, str] | None = None  # run and lane
        self.header = Header(self.name, self.title)
        self.page = QVBoxLayout()
        self.page.setContentsMargins(16, 4, 16, 12)
        self.page.setSpacing(4)
        filled = QWidget(self)
        filled.setLayout(self.page)
        self._waiting = QLabel(self.tr("Waiting for the first step …"), self)
        self._waiting.setObjectName(f"{self.name}-waiting")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setProperty("role", "muted")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(filled)

    @property
    def title(self) -> str:
        """What stands above it, in the person's language."""
        raise NotImplementedError

    @property
    def in_sight(self) -> bool:
        """Whether it can be seen. (What lies behind other tabs is visible to Qt, somewhere beside the window.)"""
        return self._in_front and self.isVisible()

    def set_in_front(self, in_front: bool) -> None:
        """Whether nothing else stands in its place."""
        self._in_front = in_front
        self.needs_changed.emit()
        if in_front:
            self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        """What it draws of a lane, beside what is always told: nothing else is computed for it, and nothing at all
        while it can't be seen."""
        return frozenset()

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        """What it draws of a lane that is shown beside the looked-at one."""
        return frozenset()

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot, shown: Sequence[LaneSnapshot] = ()) -> None:
        """Show this moment of this lane, of those that are ``shown``; a view that can't be seen only keeps it for when
        it can."""
        self.moment = snapshot, lane
        self.lanes = tuple(shown) or (lane,)
        if not self.in_sight:
            return
        if self.render_snapshot(snapshot, lane):
            self._drawn_of, self.ahead = (snapshot.run, lane.name), None
            self._stack.setCurrentIndex(1)
        elif self._drawn_of != (snapshot.run, lane.name) and not self._stays_ahead(lane):
            # What is there is of another run or lane, and must not pass for this one's.
            self._stack.setCurrentIndex(0)

    def foresee(self, ahead: Ahead) -> None:
        """Show what is known before the engine has answered, in the places that it will have."""
        if self.moment is None:
            self.ahead = ahead
            self.redraw()

    def write(self) -> None:
        """Bring the words up to date with what is drawn."""
        if self.moment is not None and self.in_sight:
            self.render_text(*self.moment)

    def present(self, presented: bool) -> None:
        """Whether a hall looks on: what is there for a hand that chooses is away then."""
        self.presented = presented

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.header.use_theme(theme)
        self.redraw()

    def redraw(self) -> None:
        """Draw the last moment again, after the theme or a choice of the person changed."""
        if self.moment is not None:
            self.draw(*self.moment, self.lanes)
            self.write()
        elif self.ahead is not None and self.in_sight and self.render_ahead(self.ahead):
            self._stack.setCurrentIndex(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.needs_changed.emit()
        self.redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.needs_changed.emit()

    def _stays_ahead(self, lane: LaneSnapshot) -> bool:
        """Whether what was known before the first snapshot is still all that is known of this experiment."""
        return self.ahead is not None and self.ahead.experiment == lane.experiment

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        """Draw in :attr:`theme`, or skip what is of the moment that was drawn last; False if there is nothing to draw,
        because what it needs has not come yet."""
        raise NotImplementedError

    def render_ahead(self, ahead: Ahead) -> bool:
        """Draw what is known before there is a snapshot; False if that is nothing yet."""
        return False

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Set labels that would change at every frame."""
