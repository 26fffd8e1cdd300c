"""Curves over the steps, drawn into one image.

A plotting library's scene of items costs several milliseconds of Python a frame, all of it at the training's expense
(see benchmarks/README.md); this is a handful of calls.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.design.theme import Theme
from gui.painting import numbers, ticks
from gui.painting.canvas import Canvas

Coordinates = npt.NDArray[np.integer] | npt.NDArray[np.floating]

TICK = 5.0  # pixels
MARGIN = 8.0  # around words
# A wide antialiased pen takes Qt twenty times as long as the thin one, so that a curve is drawn thin four times.
THICK = ((-0.6, -0.6), (-0.6, 0.6), (0.6, -0.6), (0.6, 0.6))
THIN = ((0.0, 0.0),)
FAR = 1e5  # pixels; further away, Qt loses count


@dataclass(frozen=True, eq=False)
class Line:
    """A curve in the plot's coordinates; a thick one is what the eye should follow."""

    x: Coordinates
    y: Coordinates
    colour: QColor
    thick: bool = True


@dataclass(frozen=True)
class Mark:
    """Something happened at ``x``: a vertical line, and words beside it where there is room."""

    x: float
    words: str = ""


@dataclass(frozen=True, eq=False)
class Figure:
    """All there is to draw. Vertical coordinates are decimal logarithms where ``logarithmic``."""

    right: float  # the axis begins with 0
    bottom: float
    top: float
    lines: Sequence[Line]
    logarithmic: bool
    marks: Sequence[Mark] = ()
    floor: float | None = None  # a dashed line and its name


class Plot(Canvas):
    """Draws one figure at a time.

    ``titles`` are names for the vertical axis, longest first, ``across`` is that of the horizontal one, on which only
    whole numbers stand.
    """

    def __init__(self, titles: Sequence[str], floor_name: str, across: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._titles, self._floor_name, self._across = titles, floor_name, across
        self.figure: Figure | None = None
        self._axes = QImage()  # what lies under the curves, and what it shows
        self._frame: tuple[object, ...] | None = None

    def show_figure(self, figure: Figure, theme: Theme) -> None:
        """Draw this at the size there is."""
        self.figure = figure
        metrics = QFontMetricsF(self.font())
        area = self._area(metrics, figure)
        place = _Place(figure, area)
        painter = self._begin(theme, metrics, place)
        if area.width() > 0 and area.height() > 0:
            painter.setClipRect(area)
            _draw_lines(painter, place, [line for line in figure.lines if not line.thick])
            self._draw_floor(painter, metrics, place, QColor(theme.floor))
            _draw_lines(painter, place, [line for line in figure.lines if line.thick])
            painter.setClipping(False)
            painter.setPen(QColor(theme.line))
            painter.drawLine(area.topLeft(), area.bottomLeft())
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.end()
        self.update()

    def _begin(self, theme: Theme, metrics: QFontMetricsF, place: _Place) -> QPainter:
        """On an image with the axes and the marks, which are the same for many frames: words are dear to draw."""
        figure, area = place.figure, place.area
        frame = (figure.right, figure.bottom, figure.top, figure.logarithmic, tuple(figure.marks), theme, area)
        if frame == self._frame and self._axes.devicePixelRatio() == self.devicePixelRatioF():
            painter = QPainter(self._image)
            painter.setFont(self.font())
            painter.drawImage(0, 0, self._axes)
            return painter
        image = self.begin(theme.surface)
        painter = QPainter(image)
        painter.setFont(self.font())
        if area.width() > 0 and area.height() > 0:
            painter.setPen(QColor(theme.text))
            self._draw_axes(painter, metrics, place)
            painter.setClipRect(area)
            _draw_marks(painter, metrics, place, QColor(theme.flip))
            painter.setClipping(False)
        painter.end()
        # A copy is never painted on itself, see Canvas.begin.
        self._axes, self._frame = image.copy(), frame
        painter.begin(image)
        painter.setFont(self.font())
        return painter

    def room(self, words: str) -> float:
        """How much of the horizontal axis these words take, as a share of it."""
        metrics = QFontMetricsF(self.font())
        return (metrics.horizontalAdvance(words) + MARGIN) / max(self._area(metrics, self.figure).width(), 1.0)

    def _area(self, metrics: QFontMetricsF, figure: Figure | None) -> QRectF:
        """Where the curves are: as much at the left as nearly any number takes, so that it stays where it is."""
        below = 2 * metrics.height() + TICK
        height = self.height() - below - 2
        words = ["0.0000", *(words for _, words in _heights(figure, height, metrics))] if figure else ["0.0000"]
        widest = max(metrics.horizontalAdvance(each) for each in words)
        left = math.ceil(widest + metrics.height() + TICK + MARGIN)
        return QRectF(left, 2, self.width() - left - 2, height)

    def _draw_axes(self, painter: QPainter, metrics: QFontMetricsF, place: _Place) -> None:
        area, figure, height = place.area, place.figure, metrics.height()
        most = max(2, int(area.width() / (8 * metrics.averageCharWidth())))
        for step in ticks.linear(0, figure.right, most, least=1):
            words, x = numbers.whole(step), place.x(step)
            half = metrics.horizontalAdvance(words) / 2
            if x + half < self.width():
                painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + TICK))
                painter.drawText(QPointF(x - half, area.bottom() + TICK + metrics.ascent()), words)
        right = area.left() - TICK
        for value, words in _heights(figure, area.height(), metrics):
            y = place.y(value)
            painter.drawLine(QPointF(right, y), QPointF(area.left(), y))
            box = QRectF(0, max(0.0, y - height / 2), right - 3, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(area.left(), self.height() - height, area.width(), height), centred, self._across)
        fitting = next((words for words in self._titles if metrics.horizontalAdvance(words) < area.height()), "")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-area.bottom(), 0, area.height(), height), centred, fitting)
        painter.restore()

    def _draw_floor(self, painter: QPainter, metrics: QFontMetricsF, place: _Place, colour: QColor) -> None:
        if place.figure.floor is None:
            return
        y = place.y(place.figure.floor)
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.area.left(), y), QPointF(place.area.right(), y))
        # Below the line, or above it where the plot ends.
        below = y + metrics.height() < place.area.bottom()
        baseline = y + metrics.ascent() + 1 if below else y - metrics.descent() - 1
        painter.drawText(QPointF(place.area.left() + MARGIN, baseline), self._floor_name)


def _heights(figure: Figure, height: float, metrics: QFontMetricsF) -> tuple[tuple[float, str], ...]:
    """Where numbers stand at the vertical axis, in the figure's coordinates, and how they are written."""
    return _scale(figure.bottom, figure.top, figure.logarithmic, max(2, int(height / (2 * metrics.height()))))


@lru_cache(maxsize=8)  # Asked for at every frame, with the same answer for many.
def _scale(bottom: float, top: float, logarithmic: bool, most: int) -> tuple[tuple[float, str], ...]:
    spread = ticks.logarithmic if logarithmic else ticks.linear
    values = spread(bottom, top, most)
    return tuple((value, numbers.on_axis(10**value if logarithmic else value)) for value in values)


class _Place:
    """From the figure's coordinates to pixels."""

    def __init__(self, figure: Figure, area: QRectF) -> None:
        self.figure, self.area = figure, area
        self._across = area.width() / max(figure.right, 1.0)
        self._up = area.height() / max(figure.top - figure.bottom, 1e-30)

    def x(self, step: float) -> float:
        return self.area.left() + step * self._across

    def y(self, value: float) -> float:
        return self.area.top() + (self.figure.top - value) * self._up

    def polygon(self, line: Line) -> QPolygonF:
        """The curve in pixels, written by NumPy straight into Qt's memory."""
        polygon = QPolygonF()
        polygon.resize(len(line.x))
        # The stubs don't know of its size, nor that it may be written to.
        memory = cast("Any", shiboken6.VoidPtr)(polygon.data(), 16 * polygon.size(), True)
        points = np.frombuffer(memory, np.float64).reshape(-1, 2)
        points[:, 0] = self.area.left() + line.x * self._across
        points[:, 1] = np.clip(self.area.top() + (self.figure.top - line.y) * self._up, -FAR, FAR)
        return polygon


def _draw_lines(painter: QPainter, place: _Place, lines: Sequence[Line]) -> None:
    for line in lines:
        if not len(line.x):
            continue
        # Up and down at every column of the screen: smooth edges can't be seen there and take twice as long.
        dense = not line.thick and len(line.x) > place.area.width() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not dense)
        painter.setPen(QPen(line.colour, 0))
        polygon = place.polygon(line)
        for across, down in THICK if line.thick else THIN:
            painter.translate(across, down)
            painter.drawPolyline(polygon)
            painter.translate(-across, -down)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_marks(painter: QPainter, metrics: QFontMetricsF, place: _Place, colour: QColor) -> None:
    if not place.figure.marks:
        return
    area = place.area
    painter.setPen(QPen(colour, 0))
    painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x in (place.x(m.x) for m in place.figure.marks)])
    for mark in place.figure.marks:
        if mark.words:
            x, width = place.x(mark.x), metrics.horizontalAdvance(mark.words)
            left = x + MARGIN / 2 if x + MARGIN / 2 + width < area.right() else x - MARGIN / 2 - width
            painter.drawText(QPointF(left, math.ceil(area.top() + metrics.ascent())), mark.words)
