"""The examples' pictures as one prepared image: what moves is written over the frame before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.messages.snapshot import Array, Examples
from gui.design.theme import Theme
from gui.painting import colours, pictures, strokes
from gui.painting.canvas import Canvas
from gui.painting.colours import Indices, Pixels
from gui.painting.grid import Grid
from gui.painting.numbers import figure, short
from gui.painting.rows import Rows, Words
from gui.painting.tiles import Tiles
from gui.views import reconstructions_words as words

BETWEEN = 8  # pixels between two figures
EDGE = 4  # pixels before the longest name
MARGIN = 12  # pixels beside the names of the rows
SAMPLE = 14  # pixels of a line that says which curve is which
FIGURES = (
    (5, 1, "0.00000"),
    (4, 0, "0.0000"),
    (3, 0, "0.000"),
)  # decimals, those before a power of ten, how wide they are
THICK, THIN = 3.0, 1.4  # pixels: a reconstructed curve and what went in
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Shown:
    """What is drawn of a moment."""

    examples: Examples
    reconstructions: Array  # (n, d)
    difference: Array  # (n, d)
    errors: Array  # (n,), mean squares
    limit: float  # of the errors' scale
    colour: str  # of what came out, where it is a curve

    @property
    def curves(self) -> bool:
        """Whether they are no pictures."""
        return pictures.is_curve(self.examples.shape)


def room_for_words(theme: Theme, ratio: float, examples: Examples) -> Words:
    """What stands beside, above and below the pictures."""
    metrics = QFontMetricsF(theme.font())
    names = words.widest(curves=pictures.is_curve(examples.shape))
    return Words(
        left=round((_widest(metrics, theme, names, examples) + theme.px(MARGIN)) * ratio),
        line=round(metrics.height() * ratio + 0.5),
        figure=round((metrics.horizontalAdvance(FIGURES[-1][2]) + theme.px(BETWEEN)) * ratio + 0.5),
        labels=examples.labels is not None,
    )


def pixels_of(
    shown: Shown, row: int, which: slice, size: tuple[int, int], theme: Theme, ratio: float
) -> tuple[Indices, Pixels]:
    """(n, *size) of a row of pictures: what went in, what came out, what is wrong; of curves the first two at once.

    As places in a table of colours, and the table.
    """
    examples = shown.examples
    if row == len(words.row_names(curves=shown.curves)) - 1:
        wrong = pictures.indices(shown.difference[which], examples.shape, shown.limit, size, ratio)
        return wrong, colours.diverging(theme)
    values = (shown.reconstructions if row else examples.inputs)[which]
    if shown.curves:
        limit = np.float32(pictures.input_limit(examples))
        thick = strokes.cover(shown.reconstructions[which] / limit, size, THICK * ratio)
        thin = strokes.cover(examples.inputs[which] / limit, size, THIN * ratio)
        return strokes.both(thick, thin), strokes.pair_colours(theme, shown.colour, theme.text)
    return pictures.like_inputs(values, examples, size, theme, ratio)


class ReconstructionsPicture:
    """Draws on ``canvas``."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._tiles: list[Tiles] = []  # a row each

    def draw_nothing(self, theme: Theme) -> None:
        """What was drawn is another lane's."""
        self._canvas.is_current(None)
        self._canvas.begin(theme.surface)
        self._canvas.update()

    def draw(self, theme: Theme, shown: Shown, rows: Rows, *, named: bool = True) -> None:
        """The moment, in these places, with or without the names of its rows."""
        still = 0 if shown.curves else 1  # rows that stay: what goes in is the same all along
        if not self._canvas.is_current(theme, shown.examples, shown.limit, rows):
            self._canvas.begin(theme.surface)
            if rows.count:
                height, width = rows.picture
                grid = Grid(rows.columns, 1, height, width, 0, rows.gap_across)
                self._tiles = [Tiles(grid, theme.surface) for _ in range(rows.rows)]
                self._draw_words(theme, shown, rows, named=named)
                for row in range(still):
                    self._draw_row(theme, shown, rows, row)
        if rows.count:
            for row in range(still, rows.rows):
                self._draw_row(theme, shown, rows, row)
            if rows.figures:
                self._draw_figures(theme, rows, shown.errors)
        self._canvas.update()

    def draw_inputs(self, theme: Theme, shown: Shown, rows: Rows) -> None:
        """What goes in, and places for what will come out."""
        self._canvas.is_current(None)
        self._canvas.begin(theme.surface)
        if rows.count:
            height, width = rows.picture
            self._draw_words(theme, shown, rows)
            if not shown.curves:
                self._tiles = [Tiles(Grid(rows.columns, 1, height, width, 0, rows.gap_across), theme.surface)]
                self._draw_row(theme, shown, rows, 0)
            ratio = self._canvas.devicePixelRatioF()
            painter = QPainter(self._canvas.image)
            for row in range(0 if shown.curves else 1, rows.rows):
                for index in range(rows.count):
                    x, y = rows.corner(index, row)
                    painter.fillRect(QRectF(x / ratio, y / ratio, width / ratio, height / ratio), QColor(theme.raised))
            painter.end()
        self._canvas.update()

    def _draw_row(self, theme: Theme, shown: Shown, rows: Rows, row: int) -> None:
        ratio = self._canvas.devicePixelRatioF()
        places, table = pixels_of(shown, row, slice(0, rows.count), rows.picture, theme, ratio)
        for line in range(rows.lines):
            which = rows.of_line(line)
            wide = (which.stop - which.start) * rows.pitch - rows.gap_across
            self._tiles[row].draw(self._canvas, rows.corner(which.start, row), table, [(places[which], 0)], wide)

    def _draw_words(self, theme: Theme, shown: Shown, rows: Rows, *, named: bool = True) -> None:
        """The rows' names at the left, the examples' labels above."""
        ratio = self._canvas.devicePixelRatioF()
        painter = QPainter(self._canvas.image)
        painter.setFont(theme.font())
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        names = list(words.row_names(curves=shown.curves))
        names[-1] = words.beside(names[-1], short(shown.limit))
        if not pictures.is_grey(shown.examples) and not shown.curves:
            names[0] = words.beside(names[0], short(pictures.input_limit(shown.examples)))
        high = rows.picture[0] / ratio
        right = _widest(metrics, theme, words.widest(curves=shown.curves), shown.examples)
        for first in range(0, rows.count, rows.columns) if named else ():
            painter.setPen(QColor(theme.muted))
            for row in range(rows.rows):
                top = rows.corner(first, row)[1] / ratio
                box = QRectF(0, top + high / 2 - line / 2, right, line)
                if row or not shown.curves:
                    painter.drawText(box, _AT_THE_RIGHT, names[row])
                else:
                    self._name_curves(painter, theme, shown, box, two=high >= 2 * line)
            if rows.figures:
                bottom = rows.corner(first, rows.rows - 1)[1] / ratio + high
                painter.drawText(QRectF(0, bottom, right, line), _AT_THE_RIGHT, words.figures_name())
        painter.setPen(QColor(theme.text))
        for index, label in enumerate((shown.examples.labels or ())[: rows.count] if rows.labels else ()):
            x, y = (length / ratio for length in rows.corner(index, 0))
            box = QRectF(x - rows.gap_across / ratio / 2, y - line, rows.pitch / ratio, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
        painter.end()

    def _name_curves(self, painter: QPainter, theme: Theme, shown: Shown, box: QRectF, *, two: bool) -> None:
        """Which of two curves is which, each with a piece of it."""
        names = [(words.row_names(curves=True)[0], shown.colour, THICK)]
        if two:
            names.insert(0, (words.input_name(), theme.text, THIN))
        sample, space = theme.px(SAMPLE), theme.px(MARGIN) / 2
        top = box.top() - (len(names) - 1) * box.height() / 2
        for index, (name, colour, thick) in enumerate(names):
            place = QRectF(box.left(), top + index * box.height(), box.width(), box.height())
            painter.setPen(QColor(theme.muted))
            painter.drawText(place.adjusted(0, 0, -sample - space, 0), _AT_THE_RIGHT, name)
            middle = place.center().y()
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLine(QPointF(place.right() - sample, middle), QPointF(place.right(), middle))

    def _draw_figures(self, theme: Theme, rows: Rows, errors: Array) -> None:
        """Below every picture its mean square, at once: a word in a box takes Qt three times as long."""
        ratio = self._canvas.devicePixelRatioF()
        painter = QPainter(self._canvas.image)
        painter.setFont(theme.font())
        metrics = QFontMetricsF(painter.font())
        wide, middle = rows.pitch / ratio, rows.picture[1] / ratio / 2
        decimals, mantissa, usual = next(
            (each for each in FIGURES if metrics.horizontalAdvance(each[2]) + theme.px(BETWEEN) <= wide), FIGURES[-1]
        )
        usual_width = metrics.horizontalAdvance(usual)
        for line in range(rows.lines):
            which = rows.of_line(line)
            x, y = (length / ratio for length in rows.corner(which.start, rows.rows - 1))
            top = y + rows.picture[0] / ratio
            left = x + middle - wide / 2
            box = QRectF(left, top, (which.stop - which.start) * wide, metrics.height())
            painter.fillRect(box, QColor(theme.surface))
            painter.setPen(QColor(theme.text))
            for column, error in enumerate(errors[which].tolist()):
                said = figure(error, decimals, mantissa)
                width = usual_width if len(said) == len(usual) else metrics.horizontalAdvance(said)
                painter.drawText(QPointF(x + column * wide + middle - width / 2, top + metrics.ascent()), said)
        painter.end()


def _widest(metrics: QFontMetricsF, theme: Theme, names: tuple[str, ...], examples: Examples) -> float:
    """Of what stands beside the rows."""
    sample = theme.px(SAMPLE) + theme.px(MARGIN) / 2 if pictures.is_curve(examples.shape) else 0
    return max(map(metrics.horizontalAdvance, names)) + sample + theme.px(EDGE)
