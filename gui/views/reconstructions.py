"""The same examples all along: what went in, what came out, and what is wrong with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from core.messages.snapshot import Array, Examples, LaneSnapshot, Snapshot
from gui.painting import paint
from gui.painting.canvas import Canvas
from gui.painting.scale import NARROW, draw_scale, number, scale_width
from gui.views.base import View

ROWS = 3
GAP = 5  # pixels between pictures
USUAL = "0.0000"  # what most figures are as wide as
MARGIN = 12  # pixels beside the names of the rows
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in device pixels."""

    grid: paint.Grid
    shape: tuple[int, int]  # of a picture, in values
    drawn: tuple[int, int]  # before the grid scales it
    left: int
    top: int
    count: int

    def column(self, x: float) -> int | None:
        """The example at this place."""
        column = math.floor((x - self.left) / self.pitch)
        return column if 0 <= column < self.count else None

    @property
    def enlarged(self) -> tuple[int, int] | None:
        """The shape to enlarge pictures to, if they are."""
        return self.drawn if self.drawn != self.shape else None

    @property
    def pitch(self) -> int:
        """From one picture to the next."""
        return self.drawn[1] * self.grid.scale + self.grid.gap_across

    @property
    def line(self) -> int:
        """From one row of pictures to the next."""
        return self.drawn[0] * self.grid.scale + self.grid.gap


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

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        shown = (snapshot.examples, lane.reconstructions)
        if self._shown is None or any(new is not old for new, old in zip(shown, self._shown, strict=True)):
            self._shown = shown
            self._compose()

    def redraw(self) -> None:
        self._shown = None
        super().redraw()

    def _compose(self) -> None:
        """Make the image, at the size there is."""
        if self.moment is None or not self.in_sight:
            return
        examples, lane = self.moment[0].examples, self.moment[1]
        difference = lane.reconstructions - examples.inputs
        self._errors = np.square(difference, dtype=np.float64).mean(axis=1)
        limit = paint.round_limit(paint.largest(difference))
        # What goes in is the same all along, and so are the words but for the figures.
        if not self._canvas.stands(self.theme, examples, limit) or self._layout is None:
            self._layout = self._draw_still(examples, limit)
        if self._layout.count:
            self._draw_moving(examples, lane, difference, limit, self._layout)
        self._canvas.update()

    def _draw_still(self, examples: Examples, limit: float) -> Layout:
        """A new image with the row of inputs and all words that stay; where it has them."""
        image = self._canvas.blank(self.theme.surface)
        ratio = image.devicePixelRatio()
        size = self._canvas.size() * ratio
        layout = self._lay_out(size.width(), size.height(), ratio, examples)
        if layout.count:
            inputs = self._pictures(examples, examples.inputs, layout)
            grid = replace(layout.grid, rows=1)
            paint.place(paint.pixels(image), inputs, grid, layout.drawn, layout.left, layout.top)
            painter = QPainter(image)
            painter.setFont(self.font())
            self._draw_words(painter, ratio, examples, limit, layout)
            painter.end()
        return layout

    def _draw_moving(
        self, examples: Examples, lane: LaneSnapshot, difference: Array, limit: float, layout: Layout
    ) -> None:
        """The rows of reconstructions and errors, and the figures below, over those of the frame before."""
        upper = self._pictures(examples, lane.reconstructions, layout)
        errors = paint.signed(paint.tiles(difference[: layout.count], layout.shape), limit, layout.enlarged)
        both = np.concatenate((upper, paint.diverging(self.theme).take(errors)))
        grid = replace(layout.grid, rows=2)
        paper = self._canvas.paper
        paint.place(paint.pixels(paper), both, grid, layout.drawn, layout.left, layout.top + layout.line)
        painter = QPainter(paper)
        painter.setFont(self.font())
        self._draw_figures(painter, paper.devicePixelRatio(), layout)
        painter.end()

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
        widest = math.ceil(metrics.horizontalAdvance(USUAL) * ratio) + gap
        count, highest = len(examples.inputs), room[0] // ROWS - gap
        smallest = max(1, math.ceil((widest - gap) / shape[1]))
        tallest = highest // shape[0]
        scale, drawn = min(smallest, tallest), shape
        while scale < tallest and (shape[1] * (scale + 1) + gap) * count <= room[1]:
            scale += 1
        if scale < min(smallest, paint.CRISP) and (not scale or paint.worth_it(highest, scale * shape[0])):
            drawn, scale = paint.tall(shape, max(highest, 1)), 1
        # Wider gaps where a picture is narrower than the figure below it.
        across = max(gap, widest - drawn[1] * scale)
        left += (across - gap) // 2
        count = min(count, max(0, (width - left + gap) // (drawn[1] * scale + across))) if highest > 0 else 0
        spare = room[0] - ROWS * (drawn[0] * scale + gap)
        return Layout(paint.Grid(count, ROWS, scale, gap, across), shape, drawn, left, top + max(0, spare // 2), count)

    def _pictures(self, examples: Examples, values: Array, layout: Layout) -> paint.Pixels:
        """(n, rows, columns) of the inputs or of what came out for them, in the same colours."""
        tiles = paint.tiles(values[: layout.count], layout.shape)
        if _is_grey(examples.inputs):
            return paint.grey().take(paint.unsigned(tiles, layout.enlarged))
        return paint.diverging(self.theme).take(paint.signed(tiles, _limit(examples.inputs), layout.enlarged))

    def _row_names(self) -> tuple[str, str, str]:
        return self.tr("input"), self.tr("reconstruction"), self.tr("error")

    def _figures_name(self) -> str:
        return self.tr("mean square")

    def _draw_words(self, painter: QPainter, ratio: float, examples: Examples, limit: float, layout: Layout) -> None:
        """The rows' names at the left, the examples' labels above."""
        height = QFontMetricsF(painter.font()).height()
        line, wide = layout.line / ratio, layout.pitch / ratio
        left, top = layout.left / ratio, layout.top / ratio
        scales = (None if _is_grey(examples.inputs) else _limit(examples.inputs), None, limit)
        for row, (name, scale) in enumerate(zip(self._row_names(), scales, strict=True)):
            box = QRectF(0, top + row * line, left - MARGIN / 2, line - layout.grid.gap / ratio)
            self._name_row(painter, box, name, scale)
        painter.setPen(QColor(self.theme.text))
        for column, label in enumerate((examples.labels or ())[: layout.count]):
            x = left + column * wide - layout.grid.gap_across / ratio / 2
            painter.drawText(QRectF(x, top - height, wide, height), Qt.AlignmentFlag.AlignCenter, label)
        painter.setPen(QColor(self.theme.muted))
        below = QRectF(0, top + ROWS * line, left - MARGIN / 2, height)
        painter.drawText(below, _AT_THE_RIGHT, self._figures_name())

    def _draw_figures(self, painter: QPainter, ratio: float, layout: Layout) -> None:
        """Below every picture its mean square, at once: a word in a box takes Qt three times as long."""
        assert self._errors is not None
        metrics = QFontMetricsF(painter.font())
        usual, wide = metrics.horizontalAdvance(USUAL), layout.pitch / ratio
        left = (layout.left - layout.grid.gap_across / 2) / ratio
        top = (layout.top + ROWS * layout.line) / ratio
        painter.fillRect(QRectF(left, top, layout.count * wide, metrics.height()), QColor(self.theme.surface))
        painter.setPen(QColor(self.theme.text))
        for column, error in enumerate(self._errors[: layout.count].tolist()):
            words = _short(error)
            width = usual if len(words) == len(USUAL) else metrics.horizontalAdvance(words)
            x = left + (column + 0.5) * wide - width / 2
            painter.drawText(QPointF(x, top + metrics.ascent()), words)

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
        if column is None or self._errors is None or self.moment is None:
            return ""
        labels = self.moment[0].examples.labels
        what = self.tr("example {0}").format(column + 1) + (f" ({labels[column]})" if labels else "")
        error = number(float(self._errors[column]))
        return self.tr("{0}: mean squared error per component {1}").format(what, error)


def _is_grey(inputs: Array) -> bool:
    return bool(inputs.min() >= 0 and inputs.max() <= 1)


def _limit(inputs: Array) -> float:
    """Of the symmetric scale for examples that are not pictures from 0 to 1."""
    return paint.round_limit(paint.largest(inputs))


def _short(error: float) -> str:
    """With as many digits as USUAL has room for."""
    if not math.isfinite(error):
        return "–"
    return next(words for form in (".4f", ".5g", ".0e") if len(words := f"{error:{form}}") <= len(USUAL))
