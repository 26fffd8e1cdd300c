"""The filters' tiles as one prepared image: what moves is written over the frame before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from core.messages.snapshot import Array
from gui.design.theme import Theme
from gui.painting import colours, pictures
from gui.painting.canvas import Canvas
from gui.painting.colours import Indices
from gui.painting.tiles import Tiles
from gui.views.filters_state import Filters, Page

CROSS = 0.45  # of a picture's height: the mark of a dead unit


class FiltersPicture:
    """Draws on ``canvas``."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._tiles: Tiles | None = None

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
            self._tiles = Tiles(page.pairs.grid, theme.surface)
        if self._tiles is not None:
            pairs = page.pairs
            sides = [(each, pairs.across(side)) for side, each in enumerate(self._indices(filters, page, limits))]
            table, wide = colours.diverging(theme), pairs.grid.size[1]
            self._tiles.draw(self._canvas, (pairs.left, pairs.top), table, sides, wide)
            if dead.any():
                painter = QPainter(self._canvas.image)
                self._mark_dead(painter, theme, page, dead)
                painter.end()
        self._canvas.update()

    def draw_empty(self, theme: Theme, page: Page | None) -> None:
        """Places for units of which nothing is known yet."""
        self._canvas.is_current(None)
        self._canvas.begin(theme.surface)
        if page is not None:
            ratio, (height, width) = self._canvas.devicePixelRatioF(), page.pairs.picture
            painter = QPainter(self._canvas.image)
            for place in range(page.count):
                left, top = page.pairs.box(place)[:2]
                for side in range(page.pairs.sides):
                    box = QRectF(left + page.pairs.across(side), top, width, height)
                    painter.fillRect(QRectF(box.topLeft() / ratio, box.size() / ratio), QColor(theme.raised))
            painter.end()
        self._canvas.update()

    def _indices(self, filters: Filters, page: Page, limits: tuple[float, ...] | None) -> list[Indices]:
        """By side (n, height, width), all at once; what is the same on the same scale is one."""
        rows, sides = page.rows, sides_of(filters, page.pairs.sides)
        kinds = [(id(side), limits[number] if limits else None) for number, side in enumerate(sides)]
        first = [kinds.index(kind) for kind in kinds]
        distinct = sorted(set(first))
        shown = np.stack([sides[number][rows] for number in distinct])  # (distinct sides, n, d)
        scale = _scale(shown, [limits[number] for number in distinct] if limits else None)
        ratio, size = self._canvas.devicePixelRatioF(), page.pairs.picture
        made = pictures.indices(shown.reshape(-1, shown.shape[-1]), filters.shape, scale, size, ratio)
        made = made.reshape(*shown.shape[:2], *size)
        return [made[distinct.index(number)] for number in first]

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


def _scale(shown: Array, limits: Sequence[float] | None) -> Array:
    """The limit of every picture, (sides · n, 1), of (sides, n, d); without limits a unit's largest finite value."""
    sides, count, _ = shown.shape
    if limits is not None:
        return np.repeat(np.array(limits, np.float32), count)[:, None]
    largest = np.where(np.isfinite(shown), np.abs(shown), 0).max(axis=(0, 2))
    return np.tile(np.where(largest > 0, largest, np.float32(1)), sides)[:, None]
