"""The reconstructions of one lane: where they are drawn, and what a person looks at there."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from core.messages.snapshot import Array, LaneSnapshot, Snapshot
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.painting.canvas import Canvas
from gui.painting.rows import Rows
from gui.views.reconstructions_looking import ReconstructionsLooking
from gui.views.reconstructions_picture import ReconstructionsPicture, Shown
from gui.widgets.magnifier import Magnifier


class ReconstructionsColumn:
    """One of those that stand side by side."""

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        self.canvas = canvas
        self.picture = ReconstructionsPicture(canvas)
        self.looking = ReconstructionsLooking(canvas, magnifier)
        self.moment_shown: Shown | None = None
        self.shown: Rows | None = None
        self.lane: LaneSnapshot | None = None
        self._part: ReconstructionsPart | None = None
        self._drawn: tuple[object, ...] = ()

    def forget(self) -> None:
        """Draw it again the next time."""
        self._drawn = ()

    def take(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool | None:
        """Of this lane from now on; whether there is anything new, ``None`` if there is nothing yet."""
        if self.lane is not None and self.lane.name != lane.name:
            self.looking.let_go()
            self._part = self.moment_shown = None
        self.lane = lane
        part = lane.part(Reconstructions())
        if part is None:
            return None
        drawn = (snapshot.run, lane.name, part.moment)
        if drawn == self._drawn:
            return False
        self._drawn, self._part = drawn, part
        return True

    def difference(self, inputs: Array) -> Array | None:
        """Reconstruction − input, (n, d); ``None`` if they are of another run, or have not come yet."""
        if self._part is None or self._part.reconstructions.shape != inputs.shape:
            return None
        return self._part.reconstructions - inputs

    def show(self, snapshot: Snapshot, difference: Array, limit: float, colour: str) -> Shown:
        """What is drawn of this moment, errors on this scale."""
        assert self._part is not None, "there is a difference"
        errors = np.square(difference, dtype=np.float64).mean(axis=1)
        self.moment_shown = Shown(snapshot.examples, self._part.reconstructions, difference, errors, limit, colour)
        return self.moment_shown


def canvas_of(place: int, title: str, parent: QWidget) -> Canvas:
    """The canvas of a column, with a name of its own."""
    canvas = Canvas(parent)
    canvas.setObjectName("reconstructions-canvas" if not place else f"reconstructions-canvas-{place + 1}")
    canvas.setAccessibleName(title)
    return canvas
