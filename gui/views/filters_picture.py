"""The filters' tiles as one prepared image: what moves is written over the frame before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from core.messages.snapshot import Array
from gui.design.theme import Theme
from gui.painting import colours, pictures
from gui.painting.canvas import Canvas
from gui.painting.colours import Pixels
from gui.painting.grid import Mosaic
from gui.views.filters_state import Filters, Page

CROSS = 0.45  # of a picture's height: the mark of a dead unit


class FiltersPicture:
    """Draws on ``canvas``."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._mosaic: Mosaic | None = None

    def draw(self, theme: Theme, filters: Filters, page: Page | None, limits: tuple[float, ...] | None) -> None:
        """The units of the page, each side on its limit; without limits every unit on its own."""
        if page is None:
            self._canvas.is_current(None)
            self._canvas.begin(theme.surface)
            self._canvas.update()
            return
        dead = filters.dead[page.units]
        if not self._canvas.is_current(theme, page.pairs, page.count, dead.tobytes()):
            self._canvas.begin(theme.surface)
            self._mosaic = Mosaic(page.pairs.grid, colours.pixel(theme.surface))
        if self._mosaic is not None:
            for side, pixels in enumerate(self._pixels(theme, filters, page, limits)):
                self._mosaic.put(pixels, page.pairs.across(side))
            self._canvas.write(self._mosaic.pixels, page.pairs.left, page.pairs.top)
            if dead.any():
                painter = QPainter(self._canvas.image)
                self._mark_dead(painter, theme, page, dead)
                painter.end()
        self._canvas.update()

    def _pixels(self, theme: Theme, filters: Filters, page: Page, limits: tuple[float, ...] | None) -> list[Pixels]:
        """(n, height, width) of every side."""
        shown = [side[page.units] for side in sides_of(filters, page.pairs.sides)]
        ratio = self._canvas.devicePixelRatioF()
        each: list[float | Array] = [_own(shown)] * len(shown) if limits is None else list(limits)
        return [
            pictures.signed(side, filters.shape, limit, page.pairs.picture, theme, ratio)
            for side, limit in zip(shown, each, strict=True)
        ]

    def _mark_dead(self, painter: QPainter, theme: Theme, page: Page, dead: npt.NDArray[np.bool_]) -> None:
        """A frame and a cross, over what was written: the frames lie where the mosaic has its gaps."""
        ratio = self._canvas.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines, frames = [], []
        for place in np.flatnonzero(dead).tolist():
            left, top, width, height = (length / ratio for length in page.pairs.box(place))
            frames.append(QRectF(left - 1, top - 1, width + 2, height + 2))
            x, y, reach = left + width / 2, top + height / 2, height * CROSS / 2
            lines += [
                QLineF(x - reach, y - reach, x + reach, y + reach),
                QLineF(x - reach, y + reach, x + reach, y - reach),
            ]
        for colour, thick in ((theme.surface, 4.5), (theme.muted, 2)):
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLines(lines)
        painter.drawRects(frames)


def sides_of(filters: Filters, count: int) -> list[Array]:
    """What is shown of a unit from left to right; what is not known yet is no number."""
    inverse = filters.inverse if filters.inverse is not None else np.full_like(filters.encoder, np.nan)
    return [filters.encoder, filters.decoder, inverse][:count]


def _own(shown: list[Array]) -> Array:
    """The largest finite value of every unit, (n, 1)."""
    largest = np.zeros((len(shown[0]), 1), np.float32)
    for side in shown:
        finite = np.where(np.isfinite(side), np.abs(side), 0)
        largest = np.maximum(largest, finite.max(axis=1, keepdims=True))
    return np.where(largest > 0, largest, np.float32(1))
