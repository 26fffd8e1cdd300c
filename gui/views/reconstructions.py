"""The same examples all along: what went in, what came out, and what is wrong with it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import Array, Examples, LaneSnapshot, Snapshot
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.painting import colours
from gui.painting.canvas import Canvas
from gui.painting.grid import Mosaic, fold, tiles
from gui.painting.numbers import figure, short
from gui.painting.rows import ROWS, Rows, Words, arrange
from gui.painting.scale import NARROW, draw_scale, scale_width
from gui.views.base import View

FIGURE = 4, 0  # decimals of a mean square below a picture, and before a power of ten
USUAL = "0.0000"  # what most of them are as wide as
MARGIN = 12  # pixels beside the names of the rows
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReconstructionsView(View):
    """Input, reconstruction and signed error, three rows, as many examples as can be made out."""

    name: ClassVar[str] = "reconstructions"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[object, ...] = ()
        self._part: ReconstructionsPart | None = None
        self.shown: Rows | None = None
        self._moving: Mosaic | None = None  # the rows that change
        self.errors: Array | None = None  # (n,), mean squares
        self.canvas = Canvas(self.describe, self)
        self.canvas.setObjectName("reconstructions-canvas")
        self.canvas.setAccessibleName(self.tr("Examples, their reconstructions, and reconstruction − input"))
        self.canvas.resized.connect(self._compose)
        self.page.addWidget(self.canvas, 1)

    @property
    def title(self) -> str:
        return self.tr("Reconstructions")

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({Reconstructions()})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        part = lane.part(Reconstructions())
        if part is None:
            return False
        drawn = (snapshot.run, lane.name, part.moment)
        if drawn != self._drawn:
            self._drawn, self._part = drawn, part
            self._compose()
        return True

    def redraw(self) -> None:
        self._drawn = ()
        super().redraw()

    def _compose(self) -> None:
        """Make the image, at the size there is."""
        if self.moment is None or self._part is None or not self.in_sight:
            return
        examples, reconstructions = self.moment[0].examples, self._part.reconstructions
        if reconstructions.shape != examples.inputs.shape:
            return  # They are of another run: this one's have not come yet.
        difference = reconstructions - examples.inputs
        self.errors = np.square(difference, dtype=np.float64).mean(axis=1)
        limit = colours.round_limit(colours.largest(difference))
        # What goes in is the same all along, and so are the words but for the figures.
        if not self.canvas.is_current(self.theme, examples, limit) or self.shown is None:
            self.shown = self._draw_still(examples, limit)
        if self.shown.count and self._moving is not None:
            # The rows of reconstructions and errors, and the figures below, over those of the frame before.
            upper = self._pictures(examples, reconstructions, self.shown)
            self._moving.put(np.concatenate((upper, self._errors(difference, limit, self.shown))))
            self.canvas.write(self._moving.pixels, self.shown.left, self.shown.top + self.shown.line)
            self._draw_figures(self.shown, self.errors)
        self.canvas.update()

    def _draw_still(self, examples: Examples, limit: float) -> Rows:
        """A new image with the row of inputs and all words that stay; where it has them."""
        image = self.canvas.begin(self.theme.surface)
        ratio = image.devicePixelRatio()
        size = self.canvas.size() * ratio
        rows = arrange(
            len(examples.inputs),
            fold(examples.shape),
            (size.height(), size.width()),
            self._words(ratio, labels=examples.labels is not None),
            ratio,
        )
        if rows.count:
            self._moving = self._mosaic(rows, ROWS - 1)
            inputs = self._mosaic(rows, 1)
            inputs.put(self._pictures(examples, examples.inputs, rows))
            self.canvas.write(inputs.pixels, rows.left, rows.top)
            painter = QPainter(image)
            painter.setFont(self.font())
            self._draw_words(painter, ratio, examples, limit, rows)
            painter.end()
        return rows

    def _mosaic(self, rows: Rows, count: int) -> Mosaic:
        """For so many rows of pictures."""
        return Mosaic(replace(rows.grid, rows=count), rows.drawn, colours.pixel(self.theme.surface))

    def _words(self, ratio: float, *, labels: bool) -> Words:
        """The room for the rows' names and scales at the left, the examples' labels above and their figures below."""
        metrics = QFontMetricsF(self.font())
        line = math.ceil(metrics.height() * ratio)
        names = [metrics.horizontalAdvance(name) for name in (*self._row_names(), self._figures_name())]
        return Words(
            left=math.ceil((max(*names, scale_width(metrics, NARROW)) + MARGIN) * ratio),
            above=line if labels else 0,
            below=line,
            figure=math.ceil(metrics.horizontalAdvance(USUAL) * ratio),
            row=2 * line,
        )

    def _pictures(self, examples: Examples, values: Array, rows: Rows) -> colours.Pixels:
        """(n, rows, columns) of the inputs or of what came out for them, in the same colours."""
        shown = tiles(values[: rows.count], rows.shape)
        if _is_grey(examples.inputs):
            return colours.grey().take(colours.unsigned(shown, rows.enlarged))
        return colours.diverging(self.theme).take(colours.signed(shown, _limit(examples.inputs), rows.enlarged))

    def _errors(self, difference: Array, limit: float, rows: Rows) -> colours.Pixels:
        """(n, rows, columns) of what is wrong with what came out."""
        shown = tiles(difference[: rows.count], rows.shape)
        return colours.diverging(self.theme).take(colours.signed(shown, limit, rows.enlarged))

    def _row_names(self) -> tuple[str, str, str]:
        return self.tr("input"), self.tr("reconstruction"), self.tr("error")

    def _figures_name(self) -> str:
        return self.tr("mean square")

    def _draw_words(self, painter: QPainter, ratio: float, examples: Examples, limit: float, rows: Rows) -> None:
        """The rows' names at the left, the examples' labels above."""
        height = QFontMetricsF(painter.font()).height()
        line, wide = rows.line / ratio, rows.pitch / ratio
        left, top = rows.left / ratio, rows.top / ratio
        beside = left - rows.grid.gap_across / ratio / 2 - MARGIN / 2
        scales = (None if _is_grey(examples.inputs) else _limit(examples.inputs), None, limit)
        for row, (name, scale) in enumerate(zip(self._row_names(), scales, strict=True)):
            box = QRectF(0, top + row * line, beside, rows.drawn[0] * rows.grid.scale / ratio)
            self._name_row(painter, box, name, scale)
        painter.setPen(QColor(self.theme.text))
        for column, label in enumerate((examples.labels or ())[: rows.count]):
            x = left + column * wide - rows.grid.gap_across / ratio / 2
            painter.drawText(QRectF(x, top - height, wide, height), Qt.AlignmentFlag.AlignCenter, label)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QRectF(0, top + ROWS * line, beside, height), _AT_THE_RIGHT, self._figures_name())

    def _draw_figures(self, rows: Rows, errors: Array) -> None:
        """Below every picture its mean square, at once: a word in a box takes Qt three times as long."""
        ratio = self.canvas.image.devicePixelRatio()
        painter = QPainter(self.canvas.image)
        painter.setFont(self.font())
        metrics = QFontMetricsF(painter.font())
        usual, wide = metrics.horizontalAdvance(USUAL), rows.pitch / ratio
        left = (rows.left - rows.grid.gap_across / 2) / ratio
        top = (rows.top + ROWS * rows.line) / ratio
        painter.fillRect(QRectF(left, top, rows.count * wide, metrics.height()), QColor(self.theme.surface))
        painter.setPen(QColor(self.theme.text))
        for column, error in enumerate(errors[: rows.count].tolist()):
            words = figure(error, *FIGURE)
            width = usual if len(words) == len(USUAL) else metrics.horizontalAdvance(words)
            x = left + (column + 0.5) * wide - width / 2
            painter.drawText(QPointF(x, top + metrics.ascent()), words)
        painter.end()

    def _name_row(self, painter: QPainter, box: QRectF, name: str, limit: float | None) -> None:
        """What a row shows, and below that its scale if it has one."""
        painter.setPen(QColor(self.theme.text))
        height = QFontMetricsF(painter.font()).height()
        middle = box.center().y()
        if limit is None:
            painter.drawText(QRectF(box.left(), middle - height / 2, box.width(), height), _AT_THE_RIGHT, name)
            return
        painter.drawText(QRectF(box.left(), middle - height, box.width(), height), _AT_THE_RIGHT, name)
        draw_scale(painter, self.theme, QPointF(box.right(), middle), short(limit), NARROW, box.width())

    def describe(self, position: QPointF) -> str:
        """The words for the example at this place of the canvas; empty where there is none."""
        column = self.shown.at(position.x() * self.canvas.devicePixelRatioF()) if self.shown else None
        if column is None or self.errors is None or self.moment is None:
            return ""
        labels = self.moment[0].examples.labels
        what = self.tr("example {0}").format(column + 1) + (f" ({labels[column]})" if labels else "")
        error = short(float(self.errors[column]))
        return self.tr("{0}: mean squared error per component {1}").format(what, error)


def _is_grey(inputs: Array) -> bool:
    return bool(inputs.min() >= 0 and inputs.max() <= 1)


def _limit(inputs: Array) -> float:
    """Of the symmetric scale for examples that are not pictures from 0 to 1."""
    return colours.round_limit(colours.largest(inputs))
