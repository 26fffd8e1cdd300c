"""The filters of one lane: where they are drawn, what is known of them, and what a person looks at there."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts import filters as parts
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness, LikenessPart
from gui.painting.canvas import Canvas
from gui.views import filters_words as words
from gui.views.filters_looking import FiltersLooking, Scene
from gui.views.filters_order import Sorting
from gui.views.filters_picture import FiltersPicture
from gui.views.filters_state import Filters, FiltersState, Page
from gui.widgets.magnifier import Magnifier


class FiltersColumn:
    """One of those that stand side by side."""

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        self.canvas = canvas
        self.picture = FiltersPicture(canvas)
        self.looking = FiltersLooking(canvas, magnifier)
        self.filters: Filters | None = None
        self.shown: Page | None = None
        self.dead: DeadUnitsPart | None = None
        self.likeness: LikenessPart | None = None
        self.lane: LaneSnapshot | None = None
        self._sorting = Sorting()
        self._drawn: tuple[object, ...] = ()

    def needs(self, layer: int, state: FiltersState) -> frozenset[Need[Any]]:
        """What is drawn, and more of what is looked at."""
        needs: set[Need[Any]] = {parts.Filters(layer), DeadUnits()}
        looking = self.looking.index is not None
        if state.inverse or looking:
            needs.add(InverseFilters(layer))
        if state.order == "pca" or looking:
            needs.add(Likeness(layer))
        return frozenset(needs)

    def forget(self) -> None:
        """Draw it again the next time."""
        self._drawn = ()

    def clear(self) -> None:
        """No heading stands over another's pictures."""
        self.filters = None
        self.looking.show(None)

    def take(self, snapshot: Snapshot, lane: LaneSnapshot, layer: int) -> bool | None:
        """Of this lane from now on; whether there is anything new, ``None`` if there is nothing yet."""
        if self.lane is not None and self.lane.name != lane.name:
            self.looking.let_go()
            self.filters = None
        self.lane = lane
        part = lane.part(parts.Filters(layer))
        if part is None:
            return None
        dead, inverse = lane.part(DeadUnits()), lane.part(InverseFilters(layer))
        drawn = (
            snapshot.run,
            lane.name,
            layer,
            part.moment,
            dead.moment if dead else None,
            inverse.moment if inverse else None,
            lane.dial,
            lane.experiment.decoder,
        )
        if drawn == self._drawn:
            return False
        self._drawn = drawn
        self.dead, self.likeness = dead, lane.part(Likeness(layer))
        encoder = part.encoder
        known = dead.layers[layer] if dead and layer < len(dead.layers) else np.zeros(0, np.bool_)
        columns = inverse.decoder.T if inverse else None
        self.filters = Filters(
            encoder,
            part.columns,
            columns if columns is not None and columns.shape == encoder.shape else None,
            known if len(known) == len(encoder) else np.zeros(len(encoder), np.bool_),
            snapshot.examples.shape,
            words.decoding_matrix(lane),
        )
        return True

    def order(self, state: FiltersState, of: object, *, running: bool) -> npt.NDArray[np.intp]:
        """Of its units."""
        assert self.filters is not None, "there is something to be ordered"
        return self._sorting.order(state.order, self.filters.encoder, self.likeness, of, running=running)

    def scene(self, theme: Any, limits: tuple[float, ...] | None) -> Scene | None:
        """What can be looked at."""
        if self.shown is None or self.filters is None:
            return None
        return Scene(theme, self.filters, self.shown, limits, self.likeness)


def canvas_of(place: int, title: str, parent: QWidget) -> Canvas:
    """The canvas of a column, with a name of its own."""
    canvas = Canvas(parent)
    canvas.setObjectName("filters-canvas" if not place else f"filters-canvas-{place + 1}")
    canvas.setAccessibleName(title)
    return canvas
