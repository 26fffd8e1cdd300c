"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts import filters as parts
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness, LikenessPart
from gui.design.theme import Theme
from gui.painting import pictures
from gui.painting.canvas import Canvas
from gui.painting.pairs import LEGIBLE, Pairs, Room, arrange
from gui.views import filters_words as words
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.filters_header import FiltersHeader
from gui.views.filters_limits import Limits
from gui.views.filters_looking import FiltersLooking, Scene
from gui.views.filters_order import Sorting
from gui.views.filters_picture import FiltersPicture
from gui.views.filters_state import Filters, FiltersState, Page
from gui.widgets.magnifier import Magnifier

__all__ = ["FiltersState", "FiltersView"]

ZOOM = 1.25  # a step of it
LEGIBLE_CURVE = 40  # pixels
MOST_AHEAD = 4096  # units: places for more are not worth their memory


class FiltersView(View):
    """Tiles of filters, as large as fit, in pages if there are more than can be made out."""

    name: ClassVar[str] = "filters"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FiltersState()
        self._layer_sizes: tuple[int, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._sorting = Sorting()
        self._limits = Limits()
        self._dead: DeadUnitsPart | None = None
        self._likeness: LikenessPart | None = None
        self.filters: Filters | None = None
        self.shown: Page | None = None
        self.controls = FiltersHeader(self.header)
        self.controls.chosen.connect(self._on_chosen)
        self.magnifier = Magnifier(self)
        self.canvas = Canvas(self)
        self.canvas.setObjectName("filters-canvas")
        self.canvas.setAccessibleName(self.tr("The filters of all units"))
        self._picture = FiltersPicture(self.canvas)
        self.canvas.resized.connect(self._compose)
        self.looking = FiltersLooking(self.canvas, self.magnifier)
        self.looking.changed.connect(self._on_looking)
        self.looking.turned.connect(self._turn)
        self.canvas.sized.connect(self._on_sized)
        self.canvas.paged.connect(self._on_paged)
        self.page.addWidget(self.canvas, 1)

    @property
    def title(self) -> str:
        return self.tr("Filters")

    @property
    def state(self) -> FiltersState:
        """What is chosen now, as far as there is such a layer and page."""
        return self._state

    @state.setter
    def state(self, state: FiltersState) -> None:
        last = len(self._layer_sizes) - 1
        before, self._state = self._state, state
        if self._layer_sizes:
            self._state = replace(state, layer=max(0, min(state.layer, last)))
        if self._state.layer != before.layer:
            self.filters = None  # The new layer's may have to be asked for: no heading stands over another's pictures.
            self.looking.show(None)
        self.controls.show_state(self._state)
        self.needs_changed.emit()
        self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        layer, state = self._state.layer, self._state
        needs: set[Need[Any]] = {parts.Filters(layer), DeadUnits()}
        looking = self.looking.index is not None
        if state.inverse or looking:
            needs.add(InverseFilters(layer))
        if state.order == "pca" or looking:
            needs.add(Likeness(layer))
        return frozenset(needs)

    def present(self, presented: bool) -> None:
        super().present(presented)
        self.controls.present(presented)

    def use_theme(self, theme: Theme) -> None:
        self.controls.use_theme(theme)
        self.magnifier.use_theme(theme)
        super().use_theme(theme)

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        self._offer_layers(lane.experiment.layers)
        layer = self._state.layer
        part = lane.part(parts.Filters(layer))
        if part is None:
            return False
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
        if drawn != self._drawn:
            self._drawn = drawn
            self._dead, self._likeness = dead, lane.part(Likeness(layer))
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
            self._limits.follow(self.filters, self._sides, (snapshot.run, lane.name, layer))
            self._compose()
        return True

    def render_ahead(self, ahead: Ahead) -> bool:
        units, shape = ahead.experiment.layers[0], ahead.examples.shape
        if units > MOST_AHEAD or self._state.layer:
            return False
        pairs = self._arranged(units, shape, self._state.zoom)
        count = min(units, pairs.grid.places)
        self._picture.draw_empty(self.theme, Page(pairs, 0, np.arange(count)) if count else None)
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        if self.filters is None:
            return
        dead = int(self.filters.dead.sum())
        examples = self._dead.examples if self._dead else 0
        self.controls.show_dead(dead, self.filters.units, examples)
        self.controls.fit()
        sentence = words.described(self.filters, self._limits.sides, dead, examples)
        if self.looking.index is not None:
            sentence = f"{self.magnifier.words()}. {sentence}"
        if sentence != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(sentence)

    def headers(self) -> tuple[str, ...]:
        """What a tile shows, in fewer and fewer words."""
        columns = self.filters.columns if self.filters else ""
        return words.captions(self._state.layer, columns, self._limits.sides)

    def redraw(self) -> None:
        self._drawn = ()
        super().redraw()

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._layer_sizes:
            return
        # What was set before there was a network may be meant for this one.
        kept = not self._layer_sizes and self._state.layer < len(sizes)
        self._layer_sizes = sizes
        self._state = self._state if kept else replace(self._state, layer=0, page=0, zoom=0)
        self.looking.let_go()
        self.controls.show_state(self._state)
        self.controls.offer_layers(sizes, self._state.layer)
        self.needs_changed.emit()

    @property
    def _sides(self) -> int:
        return 3 if self._state.inverse else 2

    def _compose(self) -> None:
        """Make the image for what is chosen, at the size there is."""
        if self.moment is None:
            self.redraw()  # what is known before
            return
        if self.filters is None or not self.in_sight:
            return
        self.shown = self._lay_out(self.filters)
        limits = self._limits.shown(self._state.scale)
        self._picture.draw(self.theme, self.filters, self.shown, limits)
        self.controls.caption.say(*self.headers())
        self.controls.scale_bar.show_limit(self._limits.words(self._state.scale) or self.tr("max"))
        self.controls.fit()
        shown = self.shown
        scene = Scene(self.theme, self.filters, shown, limits, self._likeness) if shown else None
        self.looking.show(scene)

    def _lay_out(self, filters: Filters) -> Page | None:
        """Which units go where; turns to a page that there is."""
        pairs = self._arranged(filters.units, filters.shape, self._state.zoom)
        if not pairs.grid.places:
            return None
        page = self.controls.pages.show_page(self._state.page, filters.units, pairs.grid.places)
        self._state = replace(self._state, page=page)
        running = self.moment is not None and self.moment[0].running
        of = (self.moment[0].run, self.moment[1].name, self._state.layer) if self.moment else None
        order = self._sorting.order(self._state.order, filters.encoder, self._likeness, of, running=running)
        first = page * pairs.grid.places
        return Page(pairs, first, order[first : first + pairs.grid.places])

    def _arranged(self, units: int, shape: tuple[int, int], zoom: int) -> Pairs:
        ratio = self.canvas.devicePixelRatioF()
        # The ring and the frame of a dead unit lie around a tile.
        edge = 4
        size = self.canvas.size()
        room = Room(round((size.height() - 2 * edge) * ratio), round((size.width() - 2 * edge) * ratio), ratio)
        legible = LEGIBLE_CURVE if pictures.is_curve(shape) else LEGIBLE
        if self.presented:
            legible //= 2  # Nobody in a hall turns a page; and larger letters make no picture harder to make out.
        pairs = arrange(units, pictures.aspect(shape), self._sides, room, ZOOM**zoom, legible)
        edged = round(edge * ratio)
        return replace(pairs, left=pairs.left + edged, top=pairs.top + edged)

    def _on_chosen(self, state: FiltersState) -> None:
        self.state = state

    def _on_sized(self, notches: int) -> None:
        if self.filters is None or self.shown is None:
            return
        zoom = self._state.zoom + notches
        if self._arranged(self.filters.units, self.filters.shape, zoom) != self.shown.pairs:
            self.looking.let_go()
            self.state = replace(self._state, zoom=zoom)

    def _on_paged(self, pages: int) -> None:
        self.looking.let_go()
        self._turn(pages)

    def _turn(self, pages: int) -> None:
        self.state = replace(self._state, page=max(0, self._state.page + pages))

    def _on_looking(self) -> None:
        """More is asked for a unit that is looked at, and its words are news at once."""
        self.needs_changed.emit()
        self.write()

    def hideEvent(self, event: QHideEvent) -> None:
        self.looking.let_go()
        super().hideEvent(event)
