"""The timeline below the views: where one is in a run, and the ways back, on and into another future."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from core.experiment.choices import CHOICES, DECODERS
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.bands import timeline_words as words
from gui.bands.base import Band
from gui.bands.timeline_picture import height_of
from gui.bands.timeline_track import Track
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.widgets import icons
from gui.widgets.controls import ActionButton

ICON = 12  # pixels
LEAST = 420  # pixels of the line with words beside it
QUIET = ("past-back", "past-play", "past-on")


class TimelineBand(Band):
    """Shows the lane that is looked at, and the step that is."""

    name: ClassVar[str] = "timeline"
    area: ClassVar[Qt.ToolBarArea] = Qt.ToolBarArea.BottomToolBarArea
    of_now: ClassVar[bool] = True
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moment: tuple[Snapshot, LaneSnapshot] | None = None
        self._dial: tuple[int, float | None] = (-1, None)  # run, and where the dial stood when it was first seen
        self._place: int | None = None
        self._playing = False
        self._presented = False
        self._actions: dict[str, QAction] = {}
        self._buttons: dict[str, ActionButton] = {}
        self._menu = QMenu(self)
        self._menu.setObjectName("timeline-menu")
        self.track = Track()
        self.track.step_wanted.connect(self.step_wanted)
        self.track.turned.connect(self._turn)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.track, 1)

    @property
    def title(self) -> str:
        return self.tr("Timeline")

    def offer(self, actions: Sequence[QAction]) -> None:
        place = 0
        for action in actions:
            name = action.objectName()
            # The line stays as long as it is whichever decoder is chosen.
            others = tuple(self._told(each.title) for each in DECODERS.values()) if name == "fork" else ()
            button = ActionButton(action, action.toolTip(), (*others, self._told("")) if others else ())
            self._actions[name], self._buttons[name] = action, button
            if name in QUIET:
                button.setProperty("role", "quiet")
                button.show_words(False)
                self._row.insertWidget(place, button)
                place += 1
            else:
                self._row.addWidget(button)

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot, shown: Sequence[LaneSnapshot] = ()) -> None:
        if self._dial[0] != snapshot.run:
            self._dial = snapshot.run, lane.dial
        self._moment = snapshot, lane
        self.track.show_lane(lane, self._dial[1])

    def show_place(self, place: int | None, values: Sequence[tuple[str, Any]], *, playing: bool) -> None:
        """The step that is looked at, ``None`` for now, and what is chosen for a future from there."""
        self._place = place
        self.track.show_place(place)
        if "fork" in self._actions:
            chosen = " ".join(_chosen(key, value) for key, value in values)
            self._actions["fork"].setText(self._told(chosen))
        if playing != self._playing:
            self._playing = playing
            self._draw_play()
        self.write()

    def write(self) -> None:
        if self._moment is not None:
            lane = self._moment[1]
            told = words.described(self._place, lane)
            if told != self.track.accessibleDescription():
                self.track.setAccessibleDescription(told)
                self.setAccessibleDescription(told)

    def present(self, presented: bool) -> None:
        self._presented = presented
        self._arrange()

    def use_theme(self, theme: Theme) -> None:
        super().use_theme(theme)
        self.track.use_theme(theme)
        for button in self._buttons.values():
            button.setIconSize(QSize(theme.px(ICON), theme.px(ICON)))
        for name, icon in (("past-back", icons.left), ("past-on", icons.right), ("fork", icons.branch)):
            if name in self._actions:
                self._actions[name].setIcon(icon(theme.text))
        self._draw_play()
        self._row.setContentsMargins(theme.px(STEP), 0, theme.px(STEP), 0)
        self._row.setSpacing(theme.px(STEP / 2))
        self.setFixedHeight(height_of(theme))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def offer_memories(self, actions: Sequence[QAction]) -> None:
        """How much memory the past may take: a right click lets one choose."""
        self._menu.addSection(self.tr("Memory for the past")).setEnabled(False)
        self._menu.addActions(list(actions))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu.popup(event.globalPos())

    def _turn(self, notches: int) -> None:
        """So many kept steps on, or back."""
        if self._moment is None:
            return
        lane = self._moment[1]
        step = lane.moment.step if self._place is None else self._place
        for _ in range(abs(notches)):
            following = lane.kept.after(step) if notches > 0 else lane.kept.before(step)
            if following is None:
                step = lane.moment.step if notches > 0 else step
                break
            step = following
        if self._place is not None or notches < 0:
            self.step_wanted.emit(step)

    def _told(self, chosen: str) -> str:
        """What going on from there does."""
        return self.tr("Train on with {0}").format(chosen) if 0 < len(chosen) < 9 else self.tr("Train on from here")

    def _draw_play(self) -> None:
        if "past-play" in self._actions:
            icon = icons.pause if self._playing else icons.run
            self._actions["past-play"].setIcon(icon(self.theme.text))

    def _arrange(self) -> None:
        """Words where there is room beside the line; in a presentation the line alone."""
        for name, button in self._buttons.items():
            button.setVisible(not self._presented)
            if name == "fork":
                button.show_words(self.width() >= self.theme.px(LEAST + 300))


def _chosen(key: str, value: Any) -> str:
    choice = CHOICES.get(key, {}).get(value) if isinstance(value, str) else None
    return choice.title if choice is not None else f"{key} {value}"
