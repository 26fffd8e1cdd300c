"""The bar that says which value a colour stands for."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from gui.painting import paint
from gui.widgets.theme import Theme

WIDE, NARROW = 72.0, 36.0


def draw_scale(painter: QPainter, theme: Theme, top_right: QPointF, limit: str, bar_width: float = WIDE) -> float:
    """Draw −limit, the colours and limit so that they end at ``top_right``; returns where they begin on the x axis."""
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    right, left = limit, "−" + limit
    space = metrics.horizontalAdvance(" ")
    x = top_right.x()
    painter.setPen(QColor(theme.text))
    for part in (right, None, left):
        width = bar_width if part is None else metrics.horizontalAdvance(part)
        x -= width
        box = QRectF(x, top_right.y(), width, height)
        if part is None:
            bar = box.adjusted(0, height * 0.2, 0, -height * 0.15)
            painter.drawImage(bar, _ramp(theme))
            painter.setPen(QColor(theme.line))
            painter.drawRect(bar)
            painter.setPen(QColor(theme.text))
        else:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part)
        x -= space
    return x


@cache
def _ramp(theme: Theme) -> QImage:
    return paint.image(paint.diverging(theme)[None, 1:].repeat(2, axis=0))


def scale_width(metrics: QFontMetricsF, limit: str, bar_width: float = WIDE) -> float:
    """What :func:`draw_scale` takes."""
    return bar_width + metrics.horizontalAdvance(f"−{limit}  {limit} ")


def number(value: float) -> str:
    """A short number with the minus sign of print."""
    if not np.isfinite(value):
        return "not a number"
    return f"{value:.3g}".replace("-", "−")
