"""The same examples all along: what went in, what came out, and what is wrong with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from core.snapshot import Array, Examples, LaneSnapshot, Snapshot
from gui import paint
from gui.views.base import View
from gui.views.canvas import Canvas
from gui.views.scale import NARROW, draw_scale, number, scale_width

ROWS = 3
GAP = 5  # pixels between pictures
MARGIN = 12  # pixels beside the names of the rows
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in device pixels."""

    grid: paint.Grid
    shape: tuple[int, int]  # of a picture, in values
    left: int
    top: int
    count: int

    def column(self, x: float) -> int | None:
        """The example at this place."""
        column = math.floor((x - self.left) / self.pitch)
        return column if 0 <= column < self.count else None

    @property
    def pitch(self) -> int:
        """From one picture to the next."""
        return self.shape[1] * self.grid.scale + self.grid.gap_across


class ReconstructionsView(View):
    """Input, reconstruction and signed error, three rows, as many examples as can be made out."""

    name: ClassVar[str] = "reconstructions"
    title: ClassVar[str] = "Reconstructions"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Examples, Array] | None = None
        self._layout: Layout | None = None
        self._errors: Array | None = None
        self._canvas = Canvas(self._describe, self)
        self._canvas.setObjectName("reconstructions-canvas")
        self._canvas.setAccessibleName(self.tr("Examples, their reconstructions, and reconstruction − input"))
        self._canvas.resized.connect(self._compose)
        self.page.addWidget(self._canvas, 1)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        shown = (snapshot.examples, snapshot.lane.reconstructions)
        if self._shown is None or any(new is not old for new, old in zip(shown, self._shown, strict=True)):
            self._shown = shown
            self._compose()

    def redraw(self) -> None:
        self._shown = None
        super().redraw()

    def _compose(self) -> None:
        """Make the image, at the size there is."""
        if self.snapshot is None or not self.isVisible():
            return
        examples, lane = self.snapshot.examples, self.snapshot.lane
        difference = lane.reconstructions - examples.inputs
        self._errors = np.square(difference, dtype=np.float64).mean(axis=1)
        image = self._canvas.blank(self.theme.surface)
        ratio = image.devicePixelRatio()
        painter = QPainter(image)
        painter.setFont(self.font())
        limit = paint.round_limit(paint.largest(difference))
        size = self._canvas.size() * ratio
        self._layout = self._lay_out(size.width(), size.height(), ratio, examples)
        if self._layout.count:
            pictures = self._pictures(examples, lane, difference, limit, self._layout)
            at = self._layout.left, self._layout.top
            paint.place(paint.pixels(image), pictures, self._layout.grid, self._layout.shape, *at)
            self._draw_words(painter, ratio, examples, limit, self._layout)
        painter.end()
        self._canvas.update()

    def _lay_out(self, width: int, height: int, ratio: float, examples: Examples) -> Layout:
        metrics = QFontMetricsF(self.font())
        line = math.ceil(metrics.height() * ratio)
        names = (*self._row_names(), self._figures_name())
        words = [metrics.horizontalAdvance(name) for name in names]
        # Room for any limit, so that the pictures stay where they are when the scale changes.
        left = math.ceil((max(*words, scale_width(metrics, "0.15", NARROW)) + MARGIN) * ratio)
        top = line if examples.labels else 0
        shape = paint.fold(examples.shape)
        gap = round(GAP * ratio)
        room = (height - top - line, width - left + gap)
        widest = math.ceil(metrics.horizontalAdvance("0.0000") * ratio) + gap
        smallest = max(1, math.ceil((widest - gap) / shape[1]))
        tallest = max(1, (room[0] // ROWS - gap) // shape[0])
        scale = min(smallest, tallest)
        while scale < tallest and (shape[1] * (scale + 1) + gap) * len(examples.inputs) <= room[1]:
            scale += 1
        # Wider gaps where a picture is narrower than the figure below it.
        across = max(gap, widest - shape[1] * scale)
        count = min(len(examples.inputs), max(0, (room[1] + across) // (shape[1] * scale + across)))
        spare = room[0] - ROWS * (shape[0] * scale + gap)
        return Layout(paint.Grid(count, ROWS, scale, gap, across), shape, left, top + max(0, spare // 2), count)

    def _pictures(
        self, examples: Examples, lane: LaneSnapshot, difference: Array, limit: float, layout: Layout
    ) -> paint.Pixels:
        """Inputs, reconstructions and errors of the examples shown, one after the other, (3 n, rows, columns)."""
        shown = slice(0, layout.count)
        pictures = paint.tiles(np.concatenate((examples.inputs[shown], lane.reconstructions[shown])), layout.shape)
        colours = paint.diverging(self.theme)
        if _is_grey(examples.inputs):
            upper = paint.grey().take(paint.unsigned(pictures))
        else:
            upper = colours.take(paint.signed(pictures, _limit(examples.inputs)))
        lower = colours.take(paint.signed(paint.tiles(difference[shown], layout.shape), limit))
        return np.concatenate((upper, lower))

    def _row_names(self) -> tuple[str, str, str]:
        return self.tr("input"), self.tr("reconstruction"), self.tr("error")

    def _figures_name(self) -> str:
        return self.tr("mean square")

    def _draw_words(self, painter: QPainter, ratio: float, examples: Examples, limit: float, layout: Layout) -> None:
        assert self._errors is not None
        height = QFontMetricsF(painter.font()).height()
        tall = (layout.shape[0] * layout.grid.scale + layout.grid.gap) / ratio
        wide = layout.pitch / ratio
        left, top = layout.left / ratio, layout.top / ratio
        scales = (None if _is_grey(examples.inputs) else _limit(examples.inputs), None, limit)
        for row, (name, scale) in enumerate(zip(self._row_names(), scales, strict=True)):
            box = QRectF(0, top + row * tall, left - MARGIN / 2, tall - layout.grid.gap / ratio)
            self._name_row(painter, box, name, scale)
        painter.setPen(QColor(self.theme.text))
        below = top + ROWS * tall
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for column in range(layout.count):
            x = left + column * wide - layout.grid.gap_across / ratio / 2
            if examples.labels:
                painter.drawText(QRectF(x, top - height, wide, height), centred, examples.labels[column])
            painter.drawText(QRectF(x, below, wide, height), centred, _short(float(self._errors[column])))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QRectF(0, below, left - MARGIN / 2, height), _AT_THE_RIGHT, self._figures_name())

    def _name_row(self, painter: QPainter, box: QRectF, name: str, limit: float | None) -> None:
        """What a row shows, and below that its scale if it has one."""
        painter.setPen(QColor(self.theme.text))
        if limit is None:
            painter.drawText(box, _AT_THE_RIGHT, name)
            return
        height = QFontMetricsF(painter.font()).height()
        middle = box.center().y()
        painter.drawText(QRectF(box.left(), middle - height, box.width(), height), _AT_THE_RIGHT, name)
        draw_scale(painter, self.theme, QPointF(box.right(), middle), number(limit), NARROW)

    def _describe(self, position: QPointF) -> str:
        ratio = self._canvas.devicePixelRatioF()
        column = self._layout.column(position.x() * ratio) if self._layout else None
        if column is None or self._errors is None or self.snapshot is None:
            return ""
        labels = self.snapshot.examples.labels
        what = self.tr("example {0}").format(column + 1) + (f" ({labels[column]})" if labels else "")
        error = number(float(self._errors[column]))
        return self.tr("{0}: mean squared error per component {1}").format(what, error)


def _is_grey(inputs: Array) -> bool:
    return bool(inputs.min() >= 0 and inputs.max() <= 1)


def _limit(inputs: Array) -> float:
    """Of the symmetric scale for examples that are not pictures from 0 to 1."""
    return paint.round_limit(paint.largest(inputs))


def _short(error: float) -> str:
    return f"{error:.4f}" if error < 10 else f"{error:.1e}" if math.isfinite(error) else "–"
