"""A plot as a picture or as a drawing.

pyqtgraph's own drawing raises under Qt 6.11 (pyqtgraph #3485). Qt's writes words as words, but neither cuts curves at
the field's edge nor scales cosmetic pens everywhere, so that these are drawn here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF
from PySide6.QtSvg import QSvgGenerator

from gui.plots.pens import pen

if TYPE_CHECKING:
    from pathlib import Path

    from gui.plots.plot import Plot

RATIO = 2.0  # pixels of a picture for a logical one of the screen: it is shown larger, or printed
Points = npt.NDArray[np.float64]


def picture(plot: Plot, ratio: float = RATIO) -> QImage:
    """What is shown, with ``ratio`` times as many pixels."""
    image = QImage(plot.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    with plot.drawn_for(ratio):
        plot.render(painter, QRectF(plot.rect()), plot.rect())
    painter.end()
    return image


def save_picture(plot: Plot, file: Path) -> None:
    """As PNG, or what the name asks for.

    Raises:
        OSError: if it can't be written.
    """
    if not picture(plot).save(str(file)):
        raise OSError(f"{file} can't be written")


def save_drawing(plot: Plot, file: Path) -> None:
    """As SVG: lines are lines, words are words.

    Raises:
        OSError: if it can't be written.
    """
    file.touch()  # Qt would only say so in the log
    generator = QSvgGenerator()
    generator.setFileName(str(file))
    generator.setResolution(plot.logicalDpiX())
    generator.setSize(plot.size())
    generator.setViewBox(plot.rect())
    generator.setTitle(plot.accessibleName())
    generator.setDescription(plot.accessibleDescription())
    painter = QPainter(generator)
    whole = QRectF(plot.rect())
    with plot.drawn_for(None):
        painter.fillRect(whole, plot.backgroundBrush())
        plot.render(painter, whole, plot.rect())
    painter.resetTransform()
    _draw_curves(painter, plot)
    painter.end()


def _draw_curves(painter: QPainter, plot: Plot) -> None:
    field = plot.field
    size = field.boundingRect()
    corner = field.mapToScene(QPointF(0, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in plot.lines:
        points = field.pixels(plot.across.places(line.x), plot.up.places(line.y))
        stroke = pen(line.stroke)
        stroke.setCosmetic(False)
        painter.setPen(stroke)
        for piece in clipped(points, size.width(), size.height()):
            painter.drawPolyline(QPolygonF([QPointF(x + corner.x(), y + corner.y()) for x, y in piece.tolist()]))


def clipped(points: Points, width: float, height: float) -> list[Points]:
    """The pieces of a polyline (n, 2) that are within a rectangle from the origin, cut exactly at its edge (after Liang
    and Barsky, 1984). Where a point is no number the line is broken."""
    pieces: list[list[Points]] = []
    for start, end in pairwise(points):
        if not (np.isfinite(start).all() and np.isfinite(end).all()):
            continue
        towards = end - start
        first, last = 0.0, 1.0
        for axis, limit in ((0, width), (1, height)):
            if towards[axis]:
                with np.errstate(over="ignore"):
                    one, other = sorted((-start[axis] / towards[axis], (limit - start[axis]) / towards[axis]))
                first, last = max(first, one), min(last, other)
            elif not 0 <= start[axis] <= limit:
                last = -1.0
        if first > last:
            continue
        begin, finish = start + first * towards, start + last * towards
        if pieces and np.array_equal(pieces[-1][-1], begin):
            pieces[-1].append(finish)
        else:
            pieces.append([begin, finish])
    return [np.stack(piece) for piece in pieces]
