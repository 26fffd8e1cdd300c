"""What every unit looks for and what it paints: encoder row and decoder column of the same unit, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from core.decoders import DECODERS
from core.filters import seen
from core.snapshot import Array, LayerSnapshot, Snapshot
from gui import paint
from gui.views.base import View
from gui.views.canvas import Canvas
from gui.views.scale import draw_scale, number

GAP = 4  # pixels between pairs, beside the columns of values that a pair brings along
LEGIBLE = 24  # pixels; a filter's longer side is not shown smaller


@dataclass(frozen=True)
class Filters:
    """One layer's filters as seen in the input, a row a unit."""

    encoder: Array  # (k, d₀)
    decoder: Array  # (k, d₀)


@dataclass(frozen=True)
class Placed:
    """Where the pairs stand on the canvas, to find the unit under the mouse; in device pixels."""

    filters: Filters
    first: int
    count: int
    grid: paint.Grid
    left: int
    top: int
    tile: tuple[int, int]  # of a pair, in values

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose pair is at this place."""
        height, width = (side * self.grid.scale + self.grid.gap for side in self.tile)
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
        self._page = 0
        self._per_page = 1
        self._layer_sizes: tuple[int, ...] = ()
        self._layers: tuple[LayerSnapshot, ...] | None = None
        self._filters: Filters | None = None
        self._placed: Placed | None = None
        self.page.addLayout(self._build_controls())
        self._canvas = Canvas(self._describe, self)
        self._canvas.setObjectName("filters-canvas")
        self._canvas.setAccessibleName(self.tr("The filters of all units"))
        self._canvas.resized.connect(self._compose)
        self.page.addWidget(self._canvas, 1)

    def _build_controls(self) -> QHBoxLayout:
        self._layer = QComboBox(self)
        self._layer.setObjectName("filters-layer")
        self._layer.setAccessibleName(self.tr("Layer"))
        self._layer.setToolTip(self.tr("Whose filters: deeper ones are shown as seen through the layers below"))
        self._layer.hide()
        self._layer.currentIndexChanged.connect(self._on_layer)
        self._own_scale = QCheckBox(self.tr("each unit on its own scale"), self)
        self._own_scale.setObjectName("filters-own-scale")
        self._own_scale.setAccessibleName(self.tr("Each unit on its own scale"))
        self._own_scale.setToolTip(self.tr("Shows weak filters as strongly as strong ones"))
        self._own_scale.toggled.connect(self._compose)
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self._layer)
        controls.addWidget(self._build_pages())
        controls.addStretch(1)
        controls.addWidget(self._own_scale)
        return controls

    def _build_pages(self) -> QWidget:
        self._pages = QWidget(self)
        self._pages.setObjectName("filters-page")
        self._previous, self._next = QToolButton(self._pages), QToolButton(self._pages)
        self._units = QLabel(self._pages)
        for button, name, text, words, turn in (
            (self._previous, "filters-page-previous", "◀", self.tr("Previous units"), self._on_previous),
            (self._next, "filters-page-next", "▶", self.tr("Next units"), self._on_next),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(turn)
        row = QHBoxLayout(self._pages)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._previous, self._units, self._next):
            row.addWidget(widget)
        return self._pages

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._offer_layers(tuple(len(layer.encoder) for layer in snapshot.lane.layers))
        if snapshot.lane.layers is not self._layers:
            self._layers = snapshot.lane.layers
            self._look()
        self._compose()

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._layer_sizes:
            return
        self._layer_sizes, self._page = sizes, 0
        with QSignalBlocker(self._layer):
            self._layer.clear()
            for number_, units in enumerate(sizes, start=1):
                self._layer.addItem(self.tr("layer {0}: {1} units").format(number_, units))
        self._layer.setVisible(len(sizes) > 1)

    def _look(self) -> None:
        assert self._layers is not None
        encoder, decoder = seen(self._layers, self._layer.currentIndex())
        self._filters = Filters(encoder, decoder.T)

    def _on_layer(self) -> None:
        self._page = 0
        if self._layers is not None:
            self._look()
            self._compose()

    def _on_previous(self) -> None:
        self._page -= 1
        self._compose()

    def _on_next(self) -> None:
        self._page += 1
        self._compose()

    def _compose(self) -> None:
        """Make the image for what is chosen, at the size there is."""
        if self.snapshot is None or self._filters is None or not self.isVisible():
            return
        shape = paint.fold(self.snapshot.examples.shape)
        image = self._canvas.blank(self.theme.surface)
        ratio = image.devicePixelRatio()
        painter = QPainter(image)
        painter.setFont(self.font())
        header = math.ceil(QFontMetricsF(self.font()).height() * 1.3)
        self._draw_header(painter)
        pair = (shape[0], 2 * shape[1] + 3)
        top = round(header * ratio)
        room = (image.height() - top, image.width() + 2)
        units = len(self._filters.encoder)
        grid = paint.fit(units, pair, room, round(GAP * ratio), math.ceil(LEGIBLE * ratio / max(shape)))
        if grid.places:
            first = self._turn_to_page(units, grid.places)
            count = min(grid.places, units - first)
            pixels = paint.mosaic(self._pairs(slice(first, first + count), shape), grid, paint.pixel(self.theme.surface))
            left = max(0, (image.width() - pixels.shape[1]) // 2)
            painter.drawImage(QPointF(left / ratio, top / ratio), self._at_ratio(pixels, ratio))
            self._placed = Placed(self._filters, first, count, grid, left, top, pair)
        painter.end()
        self._canvas.show_image(image)

    @staticmethod
    def _at_ratio(pixels: paint.Pixels, ratio: float) -> QImage:
        image = paint.image(pixels)
        image.setDevicePixelRatio(ratio)
        return image

    def _turn_to_page(self, units: int, places: int) -> int:
        """Bring the page into range and its controls up to date; returns the first unit on it."""
        pages = -(-units // places)
        self._page = min(max(self._page, 0), pages - 1)
        first = self._page * places
        self._pages.setVisible(pages > 1)
        self._previous.setEnabled(self._page > 0)
        self._next.setEnabled(self._page < pages - 1)
        text = self.tr("units {0}–{1} of {2}").format(first + 1, min(first + places, units), units)
        if text != self._units.text():
            self._units.setText(text)
        return first

    def _pairs(self, units: slice, shape: tuple[int, int]) -> paint.Pixels:
        """The pictures of these units, (n, rows, 2 columns + 3): encoder, a line, decoder, two lines."""
        assert self._filters is not None
        sides = np.stack((self._filters.encoder[units], self._filters.decoder[units]), axis=1)  # (n, 2, d)
        if self._own_scale.isChecked():
            limit = np.nan_to_num(np.abs(sides).max(axis=(1, 2), keepdims=True), nan=1.0, posinf=1.0)
            limit[limit == 0] = 1.0
            indices = paint.signed(sides, limit)
        else:
            indices = paint.signed(sides, self._limit())
        colours = paint.diverging(self.theme)[indices]
        left, right = (paint.tiles(colours[:, side], shape) for side in (0, 1))
        line = np.full((len(left), shape[0], 1), paint.pixel(self.theme.surface))
        return np.concatenate((left, line, right, line, line), axis=2)

    def _limit(self) -> float:
        assert self._filters is not None
        return paint.round_limit(paint.largest(self._filters.encoder, self._filters.decoder))

    def _draw_header(self, painter: QPainter) -> None:
        assert self.snapshot is not None
        own = self._own_scale.isChecked()
        limit = self.tr("max") if own else number(self._limit())
        end = draw_scale(painter, self.theme, QPointF(self._canvas.width() - 1, 0), limit)
        decoder = DECODERS[self.snapshot.lane.experiment.decoder].symbol
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(self.theme.text))
        for words in self._headers(decoder):
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
