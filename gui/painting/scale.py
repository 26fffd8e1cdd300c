"""The bar that says which value a colour stands for."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from gui.design.theme import Theme
from gui.painting import colours, images, numbers

WIDE, NARROW = 72.0, 36.0


def draw_scale(
    painter: QPainter, theme: Theme, top_right: QPointF, limit: str, bar_width: float = WIDE, room: float = math.inf
) -> float:
    """Draw −limit, the colours and limit so that they end at ``top_right``; returns where they begin on the x axis.

    Where that is wider than the ``room``, ±limit is written once.
    """
    metrics = QFontMetricsF(painter.font())
    space, height = metrics.horizontalAdvance(" "), metrics.height()
    parts: tuple[str | None, ...] = (limit, None, f"−{limit}")  # from right to left; the bar is None
    if bar_width + sum(metrics.horizontalAdvance(part) + space for part in parts if part) > room:
        parts = (None, f"±{limit}")
    x = top_right.x() + space
    painter.setPen(QColor(theme.text))
    for part in parts:
        width = bar_width if part is None else metrics.horizontalAdvance(part)
        x -= width + space
        box = QRectF(x, top_right.y(), width, height)
        if part is None:
            bar = box.adjusted(0, height * 0.2, 0, -height * 0.15)
            painter.drawImage(bar, _ramp(theme))
            painter.setPen(QColor(theme.line))
            painter.drawRect(bar)
            painter.setPen(QColor(theme.text))
        else:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part)
    return x - space


@cache
def _ramp(theme: Theme) -> QImage:
    return images.image(colours.diverging(theme)[None, 1:].repeat(2, axis=0))


def scale_width(metrics: QFontMetricsF, bar_width: float = WIDE) -> float:
    """The least room for :func:`draw_scale`, whatever the limit: nothing moves when that changes."""
    return bar_width + max(metrics.horizontalAdvance(f"±{widest} ") for widest in numbers.WIDEST_SHORT)
