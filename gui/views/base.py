"""What every view is: a widget that draws the snapshots it is given and nothing else."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.widgets.theme import LIGHT, Theme


class View(QWidget):
    """A page for what is drawn, behind a calm sentence for as long as there is nothing to draw.

    A subclass fills :attr:`page` and writes :meth:`render_snapshot` and, if it has words that change all the time,
    :meth:`render_text`; both are only called while the view can be seen. What a person can choose is in its ``state``,
    if there is anything, to be read and to be set.
    """

    name: ClassVar[str]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"view-{self.name}")
        self.setAccessibleName(self.title)
        self.theme = LIGHT
        self.moment: tuple[Snapshot, LaneSnapshot] | None = None
        self._in_front = True
        self.page = QVBoxLayout()
        self.page.setContentsMargins(6, 4, 6, 4)
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
        if in_front:
            self.redraw()

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Show this moment of this lane; a view that can't be seen only keeps it for when it can."""
        self.moment = snapshot, lane
        if not self.in_sight:
            return
        self.render_snapshot(snapshot, lane)
        self._stack.setCurrentIndex(1)

    def write(self) -> None:
        """Bring the words up to date with what is drawn."""
        if self.moment is not None and self.in_sight:
            self.render_text(*self.moment)

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.redraw()

    def redraw(self) -> None:
        """Draw the last moment again, after the theme or a choice of the person changed."""
        if self.moment is not None:
            self.draw(*self.moment)
            self.write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Draw in :attr:`theme`; skip what is the same object as the last time."""
        raise NotImplementedError

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Set labels that would change at every frame."""
