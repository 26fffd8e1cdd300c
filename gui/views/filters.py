"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import Array, LaneSnapshot, Snapshot
from core.parts import filters as parts
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness, LikenessPart
from gui.design.theme import Theme
from gui.painting import colours, images, pictures
from gui.painting.canvas import Canvas
from gui.painting.numbers import short
from gui.painting.pairs import LEGIBLE, Room, arrange
from gui.painting.steady import SteadyLimit
from gui.views import filters_words as words
from gui.views.base import View
from gui.views.filters_header import FiltersHeader
from gui.views.filters_order import Sorting
from gui.views.filters_picture import FiltersPicture, sides_of
from gui.views.filters_state import Filters, FiltersState, Page
from gui.widgets.magnifier import Large, Magnifier

__all__ = ["FiltersState", "FiltersView"]

ZOOM = 1.25  # a step of it
LEGIBLE_CURVE = 40  # pixels


class FiltersView(View):
    """Tiles of filters, as large as fit, in pages if there are more than can be made out."""

    name: ClassVar[str] = "filters"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FiltersState()
        self._layer_sizes: tuple[int, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._sorting = Sorting()
        self._steady = tuple(SteadyLimit() for _ in range(4))  # of every side, and of all
        self._limits: tuple[float, ...] = (1.0, 1.0)
        self._dead: DeadUnitsPart | None = None
        self._likeness: LikenessPart | None = None
        self._selected: int | None = None  # a place on the page
        self._magnified: int | None = None  # a unit
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
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.moved.connect(self._on_moved)
        self.canvas.sized.connect(self._on_sized)
        self.canvas.paged.connect(self._on_paged)
        self.canvas.left.connect(self._let_go)
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
            self._let_go()
        self.controls.show_state(self._state)
        self.needs_changed.emit()
        self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        layer, state = self._state.layer, self._state
        needs: set[Need[Any]] = {parts.Filters(layer), DeadUnits()}
        looking = self._magnified is not None
        if state.inverse or looking:
            needs.add(InverseFilters(layer))
        if state.order == "pca" or looking:
            needs.add(Likeness(layer))
        return frozenset(needs)

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
                part.decoder.T,
                columns if columns is not None and columns.shape == encoder.shape else None,
                known if len(known) == len(encoder) else np.zeros(len(encoder), np.bool_),
                snapshot.examples.shape,
                words.decoding_matrix(lane),
            )
            self._follow_limits((snapshot.run, lane.name, layer))
            self._compose()
            self._magnify()
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        if self.filters is None:
            return
        dead = int(self.filters.dead.sum())
        examples = self._dead.examples if self._dead else 0
        self.controls.show_dead(dead, self.filters.units, examples)
        self.controls.fit()
        sentence = words.described(self.filters, self._limits, dead, examples)
        if self._magnified is not None:
            sentence = f"{self.magnifier.words()}. {sentence}"
        if sentence != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(sentence)

    def headers(self) -> tuple[str, ...]:
        """What a tile shows, in fewer and fewer words."""
        columns = self.filters.columns if self.filters else ""
        return words.captions(self._state.layer, columns, self._limits)

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
        self._let_go()
        self.controls.show_state(self._state)
        self.controls.offer_layers(sizes, self._state.layer)
        self.needs_changed.emit()

    @property
    def _sides(self) -> int:
        return 3 if self._state.inverse else 2

    def _follow_limits(self, of: object) -> None:
        """The scales, which don't flicker between two frames."""
        assert self.filters is not None
        sides = sides_of(self.filters, self._sides)
        largest = [colours.largest(side) for side in sides]
        *each, whole = self._steady
        self._limits = tuple(steady.follow(value, of) for steady, value in zip(each, largest, strict=False))
        self._whole = whole.follow(max(largest), of)

    @property
    def _shown_limits(self) -> tuple[float, ...] | None:
        """By side; none if each unit has its own."""
        if self._state.scale == "unit":
            return None
        return self._limits if self._state.scale == "side" else (self._whole,) * self._sides

    def _compose(self) -> None:
        """Make the image for what is chosen, at the size there is."""
        if self.filters is None or not self.in_sight:
            return
        self.shown = self._lay_out(self.filters)
        self._picture.draw(self.theme, self.filters, self.shown, self._shown_limits)
        self.controls.caption.say(*self.headers())
        self.controls.scale_bar.show_limit(self._scale_words())
        self.controls.fit()
        self._mark()

    def _scale_words(self) -> str:
        match self._state.scale:
            case "both":
                return short(self._whole)
            case "side":
                return self.tr("side")
            case "unit":
                return self.tr("max")

    def _lay_out(self, filters: Filters) -> Page | None:
        """Which units go where; turns to a page that there is."""
        pairs = self._arranged(filters, self._state.zoom)
        if not pairs.grid.places:
            return None
        page = self.controls.pages.show_page(self._state.page, filters.units, pairs.grid.places)
        self._state = replace(self._state, page=page)
        running = self.moment is not None and self.moment[0].running
        of = (self.moment[0].run, self.moment[1].name, self._state.layer) if self.moment else None
        order = self._sorting.order(self._state.order, filters.encoder, self._likeness, of, running=running)
        first = page * pairs.grid.places
        return Page(pairs, first, order[first : first + pairs.grid.places])

    def _arranged(self, filters: Filters, zoom: int) -> Any:
        ratio = self.canvas.devicePixelRatioF()
        # The ring and the frame of a dead unit lie around a tile.
        edge = 4
        size = self.canvas.size()
        room = Room(round((size.height() - 2 * edge) * ratio), round((size.width() - 2 * edge) * ratio), ratio)
        legible = LEGIBLE_CURVE if pictures.is_curve(filters.shape) else LEGIBLE
        pairs = arrange(
            filters.units, pictures.aspect(filters.shape), self._sides, room, ZOOM**zoom, self.theme.px(legible)
        )
        edged = round(edge * ratio)
        return replace(pairs, left=pairs.left + edged, top=pairs.top + edged)

    def _on_chosen(self, state: FiltersState) -> None:
        self.state = state

    def _on_sized(self, notches: int) -> None:
        if self.filters is None or self.shown is None:
            return
        zoom = self._state.zoom + notches
        if self._arranged(self.filters, zoom) != self.shown.pairs:
            self._let_go()
            self.state = replace(self._state, zoom=zoom)

    def _on_paged(self, pages: int) -> None:
        self._let_go()
        self.state = replace(self._state, page=max(0, self._state.page + pages))

    def _on_pointed(self, position: QPointF) -> None:
        ratio = self.canvas.devicePixelRatioF()
        unit = self.shown.unit_at(position.x() * ratio, position.y() * ratio) if self.shown else None
        self._selected = self.shown.place_of(unit) if self.shown and unit is not None else None
        self._look_at(unit)

    def _on_moved(self, across: int, down: int) -> None:
        """To the next tile, and on to the next page."""
        if self.shown is None or self.filters is None:
            return
        columns, count = self.shown.pairs.grid.columns, self.shown.count
        step = across + down * columns
        place = 0 if self._selected is None else self._selected + step
        if not 0 <= place < count:
            pages = 1 if place >= count else -1
            there = self.shown.first + count < self.filters.units if pages > 0 else self.shown.first > 0
            if not there:
                place = max(0, min(place, count - 1)) if across else self._selected or 0
            else:
                self.state = replace(self._state, page=self._state.page + pages)
                assert self.shown is not None
                place = 0 if pages > 0 else self.shown.count - 1
        self._selected = place
        self._look_at(int(self.shown.units[place]))

    def _look_at(self, unit: int | None) -> None:
        """Magnify this unit, or none."""
        before, self._magnified = self._magnified, unit
        if (before is None) != (unit is None):
            self.needs_changed.emit()
        self._mark()
        if unit is None:
            self.magnifier.hide()
        else:
            self._magnify()
            self.write()

    def _let_go(self) -> None:
        self._selected = None
        self._look_at(None)

    def _mark(self) -> None:
        """The ring around what is pointed at."""
        box = self._box(self._selected)
        self.canvas.mark(box, self.theme.accent)

    def _box(self, place: int | None) -> QRectF | None:
        if place is None or self.shown is None or place >= self.shown.count:
            return None
        ratio = self.canvas.devicePixelRatioF()
        return QRectF(*(length / ratio for length in self.shown.pairs.box(place)))

    def _magnify(self) -> None:
        """Bring the card beside the pointer up to date."""
        filters, unit = self.filters, self._magnified
        if filters is None or unit is None or unit >= filters.units or self.shown is None:
            return
        place = self.shown.place_of(unit)
        box = self._box(place)
        if box is None:
            self._let_go()
            return
        sides: list[tuple[str, Array | None]] = [
            (self.tr("encoder row"), filters.encoder),
            (self.tr("column of {0}").format(filters.columns), filters.decoder),
        ]
        if filters.columns != "W⁺" or self._state.inverse:
            sides.append((self.tr("column of W⁺"), filters.inverse))
        size = self.magnifier.picture_size(pictures.aspect(filters.shape))
        large = tuple(self._large(name, side, unit, index) for index, (name, side) in enumerate(sides))
        self.magnifier.say(words.heading(filters, unit), large, words.remark(filters, unit, self._likeness), size)
        self._selected = place
        corner = self.canvas.mapToGlobal(QPoint(round(box.left()), round(box.top())))
        self.magnifier.show_beside(QRect(corner, box.size().toSize()))

    def _large(self, name: str, side: Array | None, unit: int, index: int) -> Large:
        """One of a unit's filters at its large size, on the scale that it has in its tile."""
        if side is None:
            return Large(name, "…", None)
        assert self.filters is not None
        ratio = self.canvas.devicePixelRatioF()
        size = self.magnifier.picture_size(pictures.aspect(self.filters.shape)) * ratio
        row = side[unit : unit + 1]
        limits = self._shown_limits
        limit = limits[index] if limits is not None and index < len(limits) else colours.largest(row) or 1.0
        shape = size.height(), size.width()
        pixels = pictures.signed(row, self.filters.shape, limit, shape, self.theme, ratio)[0]
        return Large(name, words.values(side[unit]), images.image(pixels, ratio))

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)
