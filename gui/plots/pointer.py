"""The pointer over a plot: which curve is nearest, and what it says there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.painting.colours import mixed
from gui.plots.field import Field
from gui.plots.layers import DOT, Layer, nearest
from gui.plots.line import Line
from gui.plots.scales import Scale


@dataclass(frozen=True)
class Reading:
    """A point of a curve: its place, its colour, and the words."""

    x: float
    y: float
    colour: str
    words: tuple[str, ...]


class Pointer(Layer):
    """A line down through the point that is nearest to the mouse, a ring around it, and its words beside it."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, 5)
        self.theme: Theme = LIGHT
        self.reading: Reading | None = None
        self._at: QPointF | None = None

    def move_to(self, at: QPointF | None, lines: Sequence[Line], across: Scale, up: Scale) -> None:
        """Read what is nearest to this pixel of the field; ``None``: the mouse is elsewhere."""
        before, self._at = self.reading, at
        self.reading = self._read(at, lines, across, up) if at is not None else None
        if before is not None or self.reading is not None:
            self.update()

    def read_again(self, lines: Sequence[Line], across: Scale, up: Scale) -> None:
        """What is under the resting mouse, now that the curves have moved."""
        if self._at is not None:
            self.move_to(self._at, lines, across, up)

    def _read(self, at: QPointF, lines: Sequence[Line], across: Scale, up: Scale) -> Reading | None:
        known = [line for line in lines if line.describe is not None and len(line.x)]
        if not known:
            return None
        x = np.concatenate([across.places(line.x) for line in known])
        y = np.concatenate([up.places(line.y) for line in known])
        best = nearest(self.field.pixels(x, y), at, self.field.boundingRect())
        if best is None:
            return None
        index = best
        for line in known:
            if index < len(line.x):
                assert line.describe is not None
                return Reading(float(x[best]), float(y[best]), line.stroke.colour, line.describe(index))
            index -= len(line.x)
        return None

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        reading, theme, size = self.reading, self.theme, self.boundingRect()
        if reading is None:
            return
        ((x, y),) = self.field.pixels(np.array([reading.x]), np.array([reading.y])).tolist()
        painter.setPen(QPen(mixed(theme.muted, theme.surface, 0.6), 1))
        painter.drawLine(QPointF(round(x) + 0.5, 0), QPointF(round(x) + 0.5, size.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(reading.colour), 2))
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(QPointF(x, y), DOT + 1, DOT + 1)
        self._paint_words(painter, x, y, size, reading.words)

    def _paint_words(self, painter: QPainter, x: float, y: float, size: QRectF, words: Sequence[str]) -> None:
        theme = self.theme
        font = theme.font(Role.SMALL)
        metrics, margin = QFontMetricsF(font), theme.px(STEP)
        said, box = placed(words, QPointF(x, y), size, metrics, margin)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        for number, each in enumerate(said):
            baseline = box.top() + margin / 2 + metrics.ascent() + number * metrics.height()
            painter.drawText(QPointF(box.left() + margin, baseline), each)


def placed(
    words: Sequence[str], at: QPointF, size: QRectF, metrics: QFontMetricsF, margin: float
) -> tuple[list[str], QRectF]:
    """The words as lines, and the box around them: inside of ``size``, and beside the point where there is room.

    Where a line is too wide for it, it is broken between its parts, and then cut; of too many lines the last go.
    """
    room = size.width() - 2 * margin
    said = [line for each in words for line in _broken(each, room, metrics)]
    said = said[: max(int((size.height() - margin) / metrics.height()), 1)]
    wide = max(metrics.horizontalAdvance(each) for each in said) + 2 * margin
    high = metrics.height() * len(said) + margin
    left = at.x() + margin
    if left + wide > size.right():
        left = at.x() - margin - wide
    left, top = min(max(left, 0.0), max(size.right() - wide, 0.0)), at.y() - high
    if left <= at.x() <= left + wide and top < 0:
        top = at.y() + margin  # there is no room beside the point: below it
    return said, QRectF(left, min(max(top, 0.0), max(size.height() - high, 0.0)), wide, high)


def _broken(words: str, room: float, metrics: QFontMetricsF) -> list[str]:
    if metrics.horizontalAdvance(words) <= room:
        return [words]
    lines: list[str] = []
    for part in words.split(" · "):
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
