"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.painting import pictures
from gui.painting.canvas import Canvas
from gui.painting.pairs import LEGIBLE, Pairs, Room, arrange
from gui.race.looks import looks
from gui.race.side_by_side import SideBySide
from gui.views import filters_words as words
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.filters_column import FiltersColumn, canvas_of
from gui.views.filters_header import FiltersHeader
from gui.views.filters_limits import Limits
from gui.views.filters_looking import FiltersLooking
from gui.views.filters_state import Filters, FiltersState, Page
from gui.widgets.magnifier import Magnifier

__all__ = ["FiltersState", "FiltersView"]

ZOOM = 1.25  # a step of it
LEGIBLE_CURVE = 40  # pixels
SMALLER = 0.9  # of what is legible: side by side one compares rather than reads
MOST_AHEAD = 4096  # units: places for more are not worth their memory


class FiltersView(View):
    """Tiles of filters, as large as fit, in pages if there are more than can be made out."""

    name: ClassVar[str] = "filters"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FiltersState()
        self._layer_sizes: tuple[int, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._limits = Limits()
        self.controls = FiltersHeader(self.header)
        self.controls.chosen.connect(self._on_chosen)
        self.magnifier = Magnifier(self)
        self.columns: list[FiltersColumn] = []
        self._main = 0  # the column of the lane that is looked at
        self.stage = SideBySide(self.name, self._made_column, self)
        self.stage.lane_chosen.connect(self.lane_chosen)
        self.page.addWidget(self.stage, 1)

    def _made_column(self, place: int) -> Canvas:
        canvas = canvas_of(place, self.tr("The filters of all units"), self)
        column = FiltersColumn(canvas, self.magnifier)
        canvas.resized.connect(self._compose)
        column.looking.changed.connect(self._on_looking)
        column.looking.turned.connect(self._turn)
        canvas.sized.connect(self._on_sized)
        canvas.paged.connect(self._on_paged)
        self.columns.append(column)
        return canvas

    @property
    def main(self) -> FiltersColumn:
        """Of the lane that is looked at."""
        return self.columns[self._main]

    @property
    def canvas(self) -> Canvas:
        """Its."""
        return self.main.canvas

    @property
    def looking(self) -> FiltersLooking:
        """At which of its units."""
        return self.main.looking

    @property
    def filters(self) -> Filters | None:
        """Its, as far as they are known."""
        return self.main.filters

    @property
    def shown(self) -> Page | None:
        """Which of them are on the page."""
        return self.main.shown

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
            for column in self.columns:
                column.clear()  # the new layer's may have to be asked for
        self.controls.show_state(self._state)
        self.needs_changed.emit()
        self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        return self.main.needs(self._state.layer, self._state)

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        column = next((each for each in self._seen if each.lane and each.lane.name == lane.name), self.main)
        return column.needs(self._layer_of(lane), self._state)

    def present(self, presented: bool) -> None:
        super().present(presented)
        self.controls.present(presented)

    def use_theme(self, theme: Theme) -> None:
        self.controls.use_theme(theme)
        self.magnifier.use_theme(theme)
        super().use_theme(theme)

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        self._offer_layers(lane.experiment.layers)
        of_all = looks(snapshot.lanes)
        self._main = next((place for place, each in enumerate(self.lanes) if each.name == lane.name), 0)
        self.stage.show_lanes([of_all[each.name] for each in self.lanes], lane.name, self.theme)
        new = [
            column.take(snapshot, each, self._layer_of(each))
            for column, each in zip(self.columns, self.lanes, strict=False)
        ]
        if any(new):
            known = [column.filters for column in self._seen if column.filters is not None]
            names = tuple(each.name for each in self.lanes)
            self._limits.follow(known, self._sides, (snapshot.run, names, self._state.layer))
            self._compose()
        return new[self._main] is not None

    def render_ahead(self, ahead: Ahead) -> bool:
        units, shape = ahead.experiment.layers[0], ahead.examples.shape
        if units > MOST_AHEAD or self._state.layer:
            return False
        pairs = self._arranged(units, shape, self._state.zoom)
        count = min(units, pairs.grid.places)
        self.main.picture.draw_empty(self.theme, Page(pairs, 0, np.arange(count)) if count else None)
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        if self.filters is None:
            return
        dead = int(self.filters.dead.sum())
        examples = self.main.dead.examples if self.main.dead else 0
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
        for column in self.columns:
            column.forget()
        super().redraw()

    @property
    def _seen(self) -> list[FiltersColumn]:
        """The columns that are shown."""
        return self.columns[: self.stage.count]

    def _layer_of(self, lane: LaneSnapshot) -> int:
        """The layer that is chosen, or the innermost of a lane that has no such one."""
        return min(self._state.layer, len(lane.experiment.layers) - 1)

    def _let_go(self) -> None:
        for column in self.columns:
            column.looking.let_go()

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._layer_sizes:
            return
        # What was set before there was a network may be meant for this one.
        kept = not self._layer_sizes and self._state.layer < len(sizes)
        self._layer_sizes = sizes
        self._state = self._state if kept else replace(self._state, layer=0, page=0, zoom=0)
        self._let_go()
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
        if not self.in_sight or not any(column.filters is not None for column in self._seen):
            return
        limits = self._limits.shown(self._state.scale)
        self._lay_out()
        for column in self._seen:
            if column.filters is not None:
                column.picture.draw(self.theme, column.filters, column.shown, limits)
            else:
                column.picture.draw_empty(self.theme, None)  # its own are on their way
        self.controls.caption.say(*self.headers())
        self.controls.scale_bar.show_limit(self._limits.words(self._state.scale) or self.tr("max"))
        self.controls.fit()
        for column in self._seen:
            column.looking.show(column.scene(self.theme, limits))

    def _lay_out(self) -> None:
        """Which units go where, in all columns alike; turns to a page that there is."""
        known = [column for column in self._seen if column.filters is not None]
        units = max(column.filters.units for column in known if column.filters is not None)
        first = known[0].filters
        assert first is not None, "it is known"
        pairs = self._arranged(units, first.shape, self._state.zoom)
        places = pairs.grid.places
        if places:
            page = self.controls.pages.show_page(self._state.page, units, places)
            self._state = replace(self._state, page=page)
        running = self.moment is not None and self.moment[0].running
        run = self.moment[0].run if self.moment is not None else None
        for column in known:
            order = column.order(
                self._state, (run, column.lane and column.lane.name, self._state.layer), running=running
            )
            begin = self._state.page * places
            column.shown = Page(pairs, begin, order[begin : begin + places]) if places else None

    def _arranged(self, units: int, shape: tuple[int, int], zoom: int) -> Pairs:
        ratio = self.canvas.devicePixelRatioF()
        # The ring and the frame of a dead unit lie around a tile.
        edge = 4
        # The first has the width of all of them.
        size = self.columns[0].canvas.size()
        room = Room(round((size.height() - 2 * edge) * ratio), round((size.width() - 2 * edge) * ratio), ratio)
        legible = LEGIBLE_CURVE if pictures.is_curve(shape) else LEGIBLE
        if self.presented:
            legible //= 2  # Nobody in a hall turns a page; and larger letters make no picture harder to make out.
        elif self.stage.count > 1:
            legible = round(legible * SMALLER)
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
            self._let_go()
            self.state = replace(self._state, zoom=zoom)

    def _on_paged(self, pages: int) -> None:
        self._let_go()
        self._turn(pages)

    def _turn(self, pages: int) -> None:
        self.state = replace(self._state, page=max(0, self._state.page + pages))

    def _on_looking(self) -> None:
        """More is asked for a unit that is looked at, and its words are news at once."""
        self.needs_changed.emit()
        self.write()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)
