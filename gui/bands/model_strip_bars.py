"""The code of the example that flows, as bars."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.messages.snapshot import Array
from gui.bands import model_strip_words as words
from gui.bands.model_strip_pieces import ROOM, Piece
from gui.design.tokens import LIGHT
from gui.design.typography import Role
from gui.painting import colours

BAR, GAP = 5.0, 1.5  # pixels of a bar of the code, and between two
BARS = 16  # bars at most where there is little room
TOP = 3.0  # pixels above the bars …
NOTE = 20.0  # … and below them, where they are named
LEAST = 2  # of the screen's own pixels: no bar is narrower, the gap beside it included


class Bars(Piece):
    """The code of the example that flows, a bar a unit: from zero up or down, the widest code in as many as fit."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._code: Array | None = None
        self._units = 0
        self._limit = 1.0
        self._signed = True
        self._narrow = False
        self.colour = LIGHT.transpose

    def set_units(self, units: int) -> None:
        """How many there are, before their values are known."""
        if units != self._units:
            self._units, self._code = units, None
            self.updateGeometry()
            self.update()

    def narrow(self, narrow: bool) -> None:
        """Take little room."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def show_code(self, code: Array, limit: float, signed: bool) -> None:
        """The values (k,) on a scale to ``limit``."""
        self.set_units(len(code))
        self._code, self._limit, self._signed = code, limit, signed
        self.update()

    def natural_width(self) -> float:
        most = BARS if self._narrow else 2 * BARS
        return self.theme.zoom * ((BAR + GAP) * max(4, min(self._units, most)) - GAP) + 2 * self.theme.px(ROOM)

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        left, width = float(self.theme.px(ROOM)), self.width() - 2.0 * self.theme.px(ROOM)
        top, height = float(self.theme.px(TOP)), self.height() - float(self.theme.px(TOP + NOTE))
        zero = top + (height / 2 if self._signed else height)
        self._write(painter, left, width)
        if self._code is None:
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawLine(QPointF(left, zero), QPointF(left + width, zero))
            return
        painter.drawImage(QPointF(left, top), self._image(width, height))

    def _write(self, painter: QPainter, left: float, width: float) -> None:
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(QColor(self.theme.muted))
        metrics = QFontMetricsF(painter.font())
        said = next((each for each in words.code(self._units) if metrics.horizontalAdvance(each) <= width), "")
        place = QRectF(left, 0, width + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, said)

    def _image(self, width: float, height: float) -> QImage:
        """All bars, on whole pixels of the screen: half the cost of as many rectangles, and crisp."""
        ratio = self.devicePixelRatioF()
        rows, columns = round(height * ratio), round(width * ratio)
        # Many units: as many bars as there is room for, each the largest of its units.
        bars = self._resampled(max(1, columns // LEAST))
        scaled = np.nan_to_num(np.clip(bars / self._limit, -1, 1))
        zero = rows // 2 if self._signed else rows
        ends = np.rint(zero - scaled * zero).astype(np.intp)
        top, bottom = np.minimum(ends, zero), np.maximum(ends, zero)
        bottom = np.maximum(bottom, top + 1)
        of_column = _columns(len(bars), columns, round(GAP * ratio))
        row = np.arange(rows)[:, None]
        inside = (row >= top[of_column]) & (row < bottom[of_column]) & (of_column >= 0)
        pixels = np.where(inside, colours.pixel(self.colour), np.uint32(0))
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied).copy()
        image.setDevicePixelRatio(ratio)
        return image

    def _resampled(self, most: int) -> Array:
        assert self._code is not None
        code = self._code
        if len(code) <= most:
            return code
        edges = np.linspace(0, len(code), most + 1).astype(int)
        pieces = [code[first:last] for first, last in pairwise(edges)]
        return np.array([piece[np.argmax(np.abs(piece))] for piece in pieces], np.float32)


@cache
def _columns(bars: int, columns: int, gap: int) -> npt.NDArray[np.intp]:
    """Which bar each column of pixels belongs to; −1 between two bars."""
    pitch = columns / bars
    between = gap if pitch >= 3 * gap else 1 if pitch >= LEAST else 0
    edges = np.rint(np.arange(bars + 1) * pitch).astype(np.intp)
    found = np.full(columns, -1, np.intp)
    for index, (first, last) in enumerate(pairwise(edges)):
        found[first : max(first + 1, last - between)] = index
    return found
