"""From strokes to pens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.plots.line import Stroke

DOTS, DASHES = (1.0, 1.5), (5.0, 3.5)  # in widths of the pen


def dashes(stroke: Stroke) -> tuple[float, ...]:
    """Of its line, in widths of it; nothing where it is solid."""
    return stroke.pattern or (DOTS if stroke.dots else DASHES if stroke.dashes else ())


def pen(stroke: Stroke, ratio: float = 1.0) -> QPen:
    """For device pixels, of which ``ratio`` are a logical one; cosmetic pens know nothing of it."""
    made = QPen(QColor(stroke.colour), stroke.width * ratio)
    made.setCosmetic(True)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if pattern := dashes(stroke):
        made.setDashPattern(pattern)
    return made
