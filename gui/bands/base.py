"""What every band is: a strip across the window that shows the snapshots it is given, in sight nearly always."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QVBoxLayout, QWidget

from core.experiment import Experiment
from core.messages.events import Event
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP


class Band(QWidget):
    """A subclass draws in :meth:`draw`, writes words that change all the time in :meth:`write`, and asks the engine for
    something by emitting ``sent`` with the command."""

    name: ClassVar[str]
    area: ClassVar[Qt.ToolBarArea] = Qt.ToolBarArea.TopToolBarArea
    of_now: ClassVar[bool] = False  # whether it draws what is now while the past is seen
    sent = Signal(object)
    told = Signal(str)  # a sentence that the window is to put before the person
    said = Signal(object)  # the words that sum up what is seen: in a presentation they are the caption
    view_wanted = Signal(str)  # the name of a view that explains what was clicked
    needs_changed = Signal()
    room_wanted = Signal(bool)  # or whether it gives its room to others
    lane_chosen = Signal(str)  # to be looked at, by its name
    lane_muted = Signal(str)  # to be shown nowhere, or again
    lane_alone = Signal(str)  # to be shown alone, or beside the others again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.name)
        self.setAccessibleName(self.title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.theme = LIGHT

    @property
    def title(self) -> str:
        """What it is called, in the person's language."""
        raise NotImplementedError

    @property
    def in_sight(self) -> bool:
        """Whether it can be seen."""
        return self.isVisible()

    def needs(self) -> frozenset[Need[Any]]:
        """What it draws of a lane, beside what is always told."""
        return frozenset()

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        """What it draws of a lane that is shown beside the looked-at one."""
        return frozenset()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Have a button for each of these, which are the window's."""

    def begin(self, experiment: Experiment) -> None:
        """Show what can be told before there is any snapshot: this is what the engine begins with."""

    def choose(self, example: int) -> None:
        """This one of the fixed examples is looked at from now on."""

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot, shown: Sequence[LaneSnapshot] = ()) -> None:
        """Show this moment of this lane, of those that are ``shown``."""
        raise NotImplementedError

    def hear(self, event: Event) -> None:
        """Something happened in the engine."""

    def write(self) -> None:
        """Bring the words up to date with what is drawn."""

    def present(self, presented: bool) -> None:
        """Whether a hall looks on."""

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.needs_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.needs_changed.emit()

    def minimumSizeHint(self) -> QSize:
        # What is in it gives way: a band never makes the window wide.
        return QSize(0, super().minimumSizeHint().height())


class BandBar(QToolBar):
    """The bar that holds a band at its place."""

    def __init__(self, band: Band, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"bar-{band.name}")
        self._above = band.area == Qt.ToolBarArea.TopToolBarArea
        self.setWindowTitle(band.title)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._frame = QVBoxLayout(inside := QWidget())
        self._frame.addWidget(band)
        band.room_wanted.connect(self.setVisible)
        self.addWidget(inside)

    def use_theme(self, theme: Theme) -> None:
        """Keep the distance from the window's edge that the cards keep."""
        beside = theme.px(1.5 * STEP)
        above, below = (beside, 0) if self._above else (0, theme.px(STEP))
        self._frame.setContentsMargins(beside, above, beside, below)
