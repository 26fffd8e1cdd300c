"""What a field shows beside curves: heights behind them, the dots they end in and the pointer before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem

from gui.plots.field import Field
from gui.plots.line import Level
from gui.plots.pens import pen

DOT = 3.5  # logical pixels, its radius


class Layer(QGraphicsItem):
    """Covers the field, in its pixels."""

    def __init__(self, field: Field, height: float) -> None:
        super().__init__(field)
        self.field = field
        self.setZValue(height)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        found: QRectF = self.field.boundingRect()
        return found


class Levels(Layer):
    """Heights: a part of the background, as the axes are."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, -0.5)
        self.levels: tuple[Level, ...] = ()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        pass

    def draw(self, painter: QPainter) -> None:
        """In the field's pixels."""
        shown, size = self.field.shown_range(), self.field.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for level in self.levels:
            share = (shown.top - level.name.y) / (shown.top - shown.bottom)
            if 0 <= share <= 1:
                stroke = pen(level.stroke)
                stroke.setCosmetic(False)
                painter.setPen(stroke)
                y = round(share * size.height()) + (0.5 if level.stroke.width < 1.5 else 0)
                painter.drawLine(QPointF(0, y), QPointF(size.width(), y))


class Heads(Layer):
    """Dots where curves end for now; as places."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, 2)
        self.dots: Sequence[tuple[float, float, str]] = ()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if not self.dots:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        x, y = (np.array([dot[axis] for dot in self.dots], np.float64) for axis in (0, 1))
        for (across, down), (_, _, colour) in zip(self.field.pixels(x, y), self.dots, strict=True):
            if self.boundingRect().contains(across, down):
                painter.setBrush(QColor(colour))
                painter.drawEllipse(QPointF(across, down), DOT, DOT)


def nearest(pixels: npt.NDArray[np.float64], at: QPointF, size: QRectF) -> int | None:
    """The point that is seen and nearest to a pixel; those that are no numbers are none."""
    if not len(pixels):
        return None
    with np.errstate(invalid="ignore", over="ignore"):
        far = np.hypot(pixels[:, 0] - at.x(), pixels[:, 1] - at.y())
        inside = (pixels >= -1).all(axis=1) & (pixels[:, 0] <= size.width() + 1) & (pixels[:, 1] <= size.height() + 1)
    far = np.where(inside & np.isfinite(far), far, np.inf)
    best = int(np.argmin(far))
    return best if np.isfinite(far[best]) else None


def away(pixels: npt.NDArray[np.float64], at: QPointF) -> float:
    """How far a polyline (n, 2) is from a pixel; where a point is no number it is broken, and nowhere if all are."""
    point = np.array([at.x(), at.y()])
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        start, towards = pixels[:-1], np.diff(pixels, axis=0)
        square = np.maximum((towards**2).sum(axis=1), 1e-300)
        share = np.clip(((point - start) * towards).sum(axis=1) / square, 0, 1)
        far = np.hypot(*(start + share[:, None] * towards - point).T)
        ends = np.hypot(*(pixels - point).T)
    every = np.concatenate([far, ends])
    return float(np.min(every[np.isfinite(every)], initial=np.inf))
