"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.decoders import DECODERS
from core.filters import seen
from core.snapshot import Array, LayerSnapshot, Snapshot
from gui import paint
from gui.controls import ChoiceBox, ToolButton
from gui.views.base import View
from gui.views.canvas import Canvas
from gui.views.pager import Pager
from gui.views.scale import draw_scale, number

GAP = 4  # pixels between pairs, beside the columns of values that a pair brings along
LEGIBLE = 24  # pixels; a filter's longer side is hardly ever shown smaller


@dataclass(frozen=True)
class Filters:
    """One layer's filters as seen in the input, a row a unit."""

    encoder: Array  # (k, d₀)
    decoder: Array  # (k, d₀)
    shape: tuple[int, int]  # of one of them as a picture
    limit: float  # of the one scale for all of them
    symbol: str  # of the decoder in force


@dataclass(frozen=True)
class Placed:
    """Where the pairs stand on the canvas, to find the unit under the mouse; in device pixels."""

    filters: Filters
    first: int
    count: int
    grid: paint.Grid
    left: int
    top: int
    drawn: tuple[int, int]  # the shape of a picture before the grid scales it

    @property
    def tile(self) -> tuple[int, int]:
        """The shape of a pair: two pictures, a line between them and two beside them."""
        return self.drawn[0], 2 * self.drawn[1] + 3

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose pair is at this place."""
        height = self.tile[0] * self.grid.scale + self.grid.gap
        width = self.tile[1] * self.grid.scale + self.grid.gap_across
        column, row = math.floor((x - self.left) / width), math.floor((y - self.top) / height)
        place = row * self.grid.columns + column
        inside = 0 <= column < self.grid.columns and row >= 0 and place < self.count
        return self.first + place if inside else None


class FiltersView(View):
    """Pairs of filters on one symmetric scale, in pages if there are more than can be made out."""

    name: ClassVar[str] = "filters"
    title: ClassVar[str] = "Filters"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer_sizes: tuple[int, ...] = ()
        self._layers: tuple[LayerSnapshot, ...] | None = None
        self._shape, self._symbol = (1, 1), ""
        self._filters: Filters | None = None
        self._placed: Placed | None = None
        self.page.addLayout(self._build_controls())
        self._canvas = Canvas(self._describe, self)
        self._canvas.setObjectName("filters-canvas")
        self._canvas.setAccessibleName(self.tr("The filters of all units"))
        self._canvas.resized.connect(self._compose)
        self.page.addWidget(self._canvas, 1)

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
        self._own_scale.toggled.connect(self._compose)
        self._pages = Pager("filters-page", self)
        self._pages.turned.connect(self._compose)
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self._layer)
        controls.addWidget(self._pages)
        controls.addStretch(1)
        controls.addWidget(self._own_scale)
        return controls

    def render_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.lane.layers is self._layers:
            return
        self._layers = snapshot.lane.layers
        self._shape = paint.fold(snapshot.examples.shape)
        self._symbol = DECODERS[snapshot.lane.experiment.decoder].symbol
        self._offer_layers(tuple(len(layer.encoder) for layer in self._layers))
        self._look()
        self._compose()

    def redraw(self) -> None:
        self._layers = None
        super().redraw()

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._layer_sizes:
            return
        self._layer_sizes = sizes
        self._pages.rewind()
        with QSignalBlocker(self._layer):
            self._layer.clear()
            for layer, units in enumerate(sizes, start=1):
                self._layer.addItem(self.tr("layer {0} ({1})").format(layer, units))
        self._layer.setVisible(len(sizes) > 1)

    def _look(self) -> None:
        assert self._layers is not None
        encoder, decoder = seen(self._layers, self._layer.currentIndex())
        limit = paint.round_limit(paint.largest(encoder, decoder))
        self._filters = Filters(encoder, decoder.T, self._shape, limit, self._symbol)

    def _on_layer(self) -> None:
        self._pages.rewind()
        if self._layers is not None:
            self._look()
            self._compose()

    def _compose(self) -> None:
        """Make the image for what is chosen, at the size there is."""
        if self._filters is None or not self.isVisible():
            return
        size = self._canvas.size()
        placed = self._lay_out(self._filters)
        if self._canvas.size() != size:
            return  # The pager came or went, and with the room that it left everything was done anew.
        self._placed = placed
        image = self._canvas.blank(self.theme.surface)
        if placed is not None:
            encoder, decoder = self._pictures(placed)
            canvas, grid, left = paint.pixels(image), placed.grid, placed.left
            paint.place(canvas, encoder, grid, placed.tile, left, placed.top)
            paint.place(canvas, decoder, grid, placed.tile, left + (placed.drawn[1] + 1) * grid.scale, placed.top)
        painter = QPainter(image)
        painter.setFont(self.font())
        self._draw_header(painter, self._filters)
        painter.end()
        self._canvas.update()

    def _lay_out(self, filters: Filters) -> Placed | None:
        """Where the pairs of this page go, below a line of words; turns to a page that there is."""
        ratio, units, shape = self._canvas.devicePixelRatioF(), len(filters.encoder), filters.shape
        top = round(math.ceil(QFontMetricsF(self.font()).height() * 1.3) * ratio)
        width = round(self._canvas.width() * ratio)
        room = (round(self._canvas.height() * ratio) - top, width + 2)
        pair = (shape[0], 2 * shape[1] + 3)
        legible = LEGIBLE * ratio
        scale = legible / max(shape)
        # A small scale rounded up wastes room: twice what is legible, on a screen of 1.25.
        smallest = math.ceil(scale) if scale >= paint.CRISP else max(1, int(scale))
        grid = paint.fit(units, pair, room, round(GAP * ratio), smallest)
        drawn = paint.roomier(units, shape, grid, room, legible)
        if drawn != shape:
            pair = (drawn[0], 2 * drawn[1] + 3)
            grid = paint.fit(units, pair, room, grid.gap, 1)
        if not grid.places:
            return None
        grid = paint.spread(grid, pair, room)
        first = self._pages.first(units, grid.places)
        left = max(0, (width - grid.columns * (pair[1] * grid.scale + grid.gap_across)) // 2)
        return Placed(filters, first, min(grid.places, units - first), grid, left, top, drawn)

    def _pictures(self, placed: Placed) -> tuple[paint.Pixels, paint.Pixels]:
        """The encoder's and the decoder's pictures of the units placed, (n, rows, columns) each."""
        filters, units = placed.filters, slice(placed.first, placed.first + placed.count)
        sides = np.stack((filters.encoder[units], filters.decoder[units]))  # (2, n, d)
        _, count, width = sides.shape
        values = paint.tiles(sides.reshape(2 * count, width), filters.shape).reshape(2, count, *filters.shape)
        limit: float | Array = filters.limit
        if self._own_scale.isChecked():
            finite = np.where(np.isfinite(values), np.abs(values), 0)
            limit = finite.max(axis=(0, 2, 3), keepdims=True)
            limit = np.where(limit > 0, limit, np.float32(1))
        if placed.drawn != filters.shape:
            values = paint.enlarge(values, placed.drawn)
        encoder, decoder = paint.diverging(self.theme).take(paint.signed(values, limit))
        return encoder, decoder

    def _draw_header(self, painter: QPainter, filters: Filters) -> None:
        own = self._own_scale.isChecked()
        limit = self.tr("max") if own else number(filters.limit)
        end = draw_scale(painter, self.theme, QPointF(self._canvas.width() - 1, 0), limit)
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(self.theme.text))
        for words in self._headers(filters.symbol):
            if metrics.horizontalAdvance(words) < end:
                painter.drawText(QPointF(0, metrics.ascent()), words)
                return

    def _headers(self, decoder: str) -> tuple[str, ...]:
        """What a pair shows, in fewer and fewer words."""
        layer = self._layer.currentIndex()
        if layer > 0:
            return (
                self.tr("layer {0} through those below: encoder rows | decoder columns").format(layer + 1),
                self.tr("layer {0} in the input: encoder | decoder").format(layer + 1),
                self.tr("encoder | decoder"),
            )
        return (
            self.tr("pairs: encoder row of W | decoder column of {0}").format(decoder),
            self.tr("row of W | column of {0}").format(decoder),
            f"W | {decoder}",
        )

    def _describe(self, position: QPointF) -> str:
        placed, ratio = self._placed, self._canvas.devicePixelRatioF()
        unit = placed.unit_at(position.x() * ratio, position.y() * ratio) if placed else None
        if placed is None or unit is None:
            return ""
        norms = (float(np.linalg.norm(side[unit])) for side in (placed.filters.encoder, placed.filters.decoder))
        row, column = map(number, norms)
        return self.tr("unit {0}: norm of the encoder row {1}, of the decoder column {2}").format(unit + 1, row, column)
