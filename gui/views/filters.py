"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.experiment.choices import DECODERS
from core.messages.needs import Need
from core.messages.snapshot import Array, LaneSnapshot, Snapshot
from core.parts import filters as parts
from gui.painting import colours, grid
from gui.painting.canvas import Canvas
from gui.painting.numbers import short
from gui.painting.pager import Pager
from gui.painting.pairs import Pairs, arrange
from gui.painting.scale import draw_scale
from gui.views.base import View
from gui.widgets.controls import ChoiceBox, ToolButton


@dataclass(frozen=True)
class FiltersState:
    """What a person can choose."""

    layer: int = 0  # counted from the input
    page: int = 0
    own_scale: bool = False  # of every unit


@dataclass(frozen=True)
class Filters:
    """One layer's filters as seen in the input, a row a unit."""

    encoder: Array  # (k, d₀)
    decoder: Array  # (k, d₀)
    shape: tuple[int, int]  # of one of them as a picture
    limit: float  # of the one scale for all of them


@dataclass(frozen=True)
class Page:
    """The pairs that are shown."""

    pairs: Pairs
    first: int
    count: int

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose pair is at this place, in device pixels."""
        place = self.pairs.at(x, y)
        return self.first + place if place is not None and place < self.count else None


class FiltersView(View):
    """Pairs of filters on one symmetric scale, in pages if there are more than can be made out."""

    name: ClassVar[str] = "filters"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FiltersState()
        self._layer_sizes: tuple[int, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._columns = ""
        self.filters: Filters | None = None
        self.shown: Page | None = None
        self._mosaic: grid.Mosaic | None = None
        self.page.addLayout(self._build_controls())
        self.canvas = Canvas(self.describe, self)
        self.canvas.setObjectName("filters-canvas")
        self.canvas.setAccessibleName(self.tr("The filters of all units"))
        self.canvas.resized.connect(self._compose)
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
        with QSignalBlocker(self._layer), QSignalBlocker(self._own_scale):
            self._layer.setCurrentIndex(self._state.layer)
            self._own_scale.setChecked(self._state.own_scale)
        self.needs_changed.emit()
        self.redraw()

    def _build_controls(self) -> QHBoxLayout:
        self._layer = ChoiceBox(self)
        self._layer.setObjectName("filters-layer")
        self._layer.setAccessibleName(self.tr("Layer"))
        self._layer.setToolTip(self.tr("Whose filters: deeper ones are shown as seen through the layers below"))
        self._layer.hide()
        self._layer.currentIndexChanged.connect(self._on_layer)
        self._own_scale = ToolButton(self)
        self._own_scale.setText(self.tr("own scale"))
        self._own_scale.setCheckable(True)
        self._own_scale.setObjectName("filters-own-scale")
        self._own_scale.setAccessibleName(self.tr("Each unit on its own scale"))
        self._own_scale.setToolTip(self.tr("A scale for each unit: shows weak filters as strongly as strong ones"))
        self._own_scale.toggled.connect(self._on_own_scale)
        self._pages = Pager("filters-page", self)
        self._pages.turned.connect(self._on_page)
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self._layer)
        controls.addWidget(self._pages)
        controls.addStretch(1)
        controls.addWidget(self._own_scale)
        return controls

    def _on_layer(self, layer: int) -> None:
        self.state = replace(self._state, layer=layer, page=0)

    def _on_own_scale(self, own_scale: bool) -> None:
        self.state = replace(self._state, own_scale=own_scale)

    def _on_page(self, page: int) -> None:
        self.state = replace(self._state, page=page)

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({parts.Filters(self._state.layer)})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        self._offer_layers(lane.experiment.layers)
        part = lane.part(parts.Filters(self._state.layer))
        if part is None:
            return False
        drawn = (snapshot.run, lane.name, self._state.layer, part.moment)
        if drawn != self._drawn:
            self._drawn = drawn
            self._columns = self._decoding_matrix(lane)
            limit = colours.round_limit(colours.largest(part.encoder, part.decoder))
            shape = grid.fold(snapshot.examples.shape)
            self.filters = Filters(part.encoder, part.decoder.T, shape, limit)
            self._compose()
        return True

    def redraw(self) -> None:
        self._drawn = ()
        super().redraw()

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._layer_sizes:
            return
        # What was set before there was a network may be meant for this one.
        kept = not self._layer_sizes and self._state.layer < len(sizes)
        self._layer_sizes = sizes
        self._state = self._state if kept else replace(self._state, layer=0, page=0)
        with QSignalBlocker(self._layer):
            self._layer.clear()
            for layer, units in enumerate(sizes, start=1):
                self._layer.addItem(self.tr("layer {0} ({1})").format(layer, units))
            self._layer.setCurrentIndex(self._state.layer)
        self._layer.setVisible(len(sizes) > 1)
        self.needs_changed.emit()

    def _compose(self) -> None:
        """Make the image for what is chosen, at the size there is."""
        if self.filters is None or not self.in_sight:
            return
        size = self.canvas.size()
        page = self._page(self.filters)
        if self.canvas.size() != size:
            return  # The pager came or went, and with the room that it left everything was done anew.
        self.shown = page
        headers = self.headers()
        limit = self.tr("max") if self._state.own_scale else short(self.filters.limit)
        # A frame's pictures cover those of the one before, and the words above them hardly ever change.
        if not self.canvas.is_current(self.theme, page, headers, limit):
            painter = QPainter(self.canvas.begin(self.theme.surface))
            painter.setFont(self.font())
            self._draw_header(painter, headers, limit)
            painter.end()
            self._mosaic = self._new_mosaic(page)
        if page is not None and self._mosaic is not None:
            encoder, decoder = self._pictures(self.filters, page)
            self._mosaic.put(encoder)
            self._mosaic.put(decoder, column=page.pairs.drawn[1] + 1)
            self.canvas.write(self._mosaic.pixels, page.pairs.left, page.pairs.top)
        self.canvas.update()

    def _new_mosaic(self, page: Page | None) -> grid.Mosaic | None:
        if page is None:
            return None
        return grid.Mosaic(page.pairs.grid, page.pairs.tile, colours.pixel(self.theme.surface))

    def _page(self, filters: Filters) -> Page | None:
        """Which pairs go where, below a line of words; turns to a page that there is."""
        ratio, units = self.canvas.devicePixelRatioF(), len(filters.encoder)
        top = round(math.ceil(self.fontMetrics().height() * 1.3) * ratio)
        room = round(self.canvas.height() * ratio), round(self.canvas.width() * ratio)
        pairs = arrange(units, filters.shape, room, top, ratio)
        if pairs is None:
            return None
        page = self._pages.show_page(self._state.page, units, pairs.grid.places)
        self._state = replace(self._state, page=page)
        first = page * pairs.grid.places
        return Page(pairs, first, min(pairs.grid.places, units - first))

    def _pictures(self, filters: Filters, page: Page) -> tuple[colours.Pixels, colours.Pixels]:
        """The encoder's and the decoder's pictures of the units shown, (n, rows, columns) each."""
        units = slice(page.first, page.first + page.count)
        sides = np.stack((filters.encoder[units], filters.decoder[units]))  # (2, n, d)
        _, count, width = sides.shape
        values = grid.tiles(sides.reshape(2 * count, width), filters.shape).reshape(2, count, *filters.shape)
        limit: float | Array = filters.limit
        if self._state.own_scale:
            finite = np.where(np.isfinite(values), np.abs(values), 0)
            limit = finite.max(axis=(0, 2, 3), keepdims=True)
            limit = np.where(limit > 0, limit, np.float32(1))
        encoder, decoder = colours.diverging(self.theme).take(colours.signed(values, limit, page.pairs.enlarged))
        return encoder, decoder

    def _draw_header(self, painter: QPainter, headers: tuple[str, ...], limit: str) -> None:
        end = draw_scale(painter, self.theme, QPointF(self.canvas.width() - 1, 0), limit)
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(self.theme.text))
        fitting = next((words for words in headers if metrics.horizontalAdvance(words) < end), "")
        painter.drawText(QPointF(0, metrics.ascent()), fitting)

    def headers(self) -> tuple[str, ...]:
        """What a pair shows, in fewer and fewer words."""
        layer = self._state.layer
        if layer > 0:
            return (
                self.tr("layer {0} through those below: encoder rows | decoder columns").format(layer + 1),
                self.tr("layer {0} in the input: encoder | decoder").format(layer + 1),
                self.tr("encoder | decoder"),
            )
        return (
            self.tr("pairs: encoder row of W | decoder column of {0}").format(self._columns),
            self.tr("row of W | column of {0}").format(self._columns),
            f"W | {self._columns}",
        )

    def describe(self, position: QPointF) -> str:
        """The words for the unit at this place of the canvas; empty where there is none."""
        page, filters, ratio = self.shown, self.filters, self.canvas.devicePixelRatioF()
        unit = page.unit_at(position.x() * ratio, position.y() * ratio) if page else None
        if filters is None or unit is None:
            return ""
        row, column = (short(float(np.linalg.norm(side[unit]))) for side in (filters.encoder, filters.decoder))
        return self.tr("unit {0}: norm of the encoder row {1}, of the decoder column {2}").format(unit + 1, row, column)

    def _decoding_matrix(self, lane: LaneSnapshot) -> str:
        """What the decoder's columns are of at this moment, whatever a ramp is on its way to."""
        chosen = DECODERS[lane.experiment.decoder]
        if chosen.free_weights:
            return self.tr("the decoder")
        if lane.dial is None:
            return chosen.title
        ends = {decoder.place_on_dial: decoder.title for decoder in DECODERS.values()}
        return ends.get(lane.dial) or self.tr("the dial, t = {0}").format(f"{lane.dial:.2f}")
