"""Lines as pyqtgraph's curves: few of them however many lines there are; each costs a tenth of a millisecond."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt

from gui.plots.field import Field
from gui.plots.line import Line, Stroke
from gui.plots.pens import pen
from gui.plots.scales import Places, Scale

LONG = 4000  # points; of more, smooth edges take too long


class Curves:
    """One curve for all lines of a stroke, broken where one ends and the next begins."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._items: dict[Stroke, pyqtgraph.PlotCurveItem] = {}
        self._ratio = 1.0

    def show_lines(self, lines: Sequence[Line], across: Scale, up: Scale) -> None:
        """These and no others, the first ones below."""
        wanted: dict[Stroke, list[Line]] = {}
        for line in lines:
            wanted.setdefault(line.stroke, []).append(line)
        for stroke in [stroke for stroke in self._items if stroke not in wanted]:
            self._field.removeItem(self._items.pop(stroke))
        for height, (stroke, same) in enumerate(wanted.items()):
            item = self._items.get(stroke)
            if item is None:
                item = self._items[stroke] = self._made(stroke)
            item.setZValue(height)
            x, y = _joined([across.places(line.x) for line in same]), _joined([up.places(line.y) for line in same])
            item.setData(x, y, antialias=stroke.smooth and len(x) < LONG)

    def use_ratio(self, ratio: float) -> None:
        """So many device pixels are a logical one now."""
        self._ratio = ratio
        for stroke, item in self._items.items():
            item.setPen(pen(stroke, ratio))

    def set_visible(self, visible: bool) -> None:
        """Whether they are drawn at all."""
        for item in self._items.values():
            item.setVisible(visible)

    def _made(self, stroke: Stroke) -> pyqtgraph.PlotCurveItem:
        item = pyqtgraph.PlotCurveItem(pen=pen(stroke, self._ratio), connect="finite")
        # A wide polyline takes Qt far longer than its segments; dots and smooth corners need it whole.
        item.setSegmentedLineMode("off" if stroke.dots or stroke.dashes or stroke.pattern or stroke.smooth else "on")
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._field.addItem(item, ignoreBounds=True)
        return item


def _joined(pieces: Sequence[Places]) -> Places:
    """One after the other, with what is no number between them."""
    gap = np.array([np.nan])
    return np.concatenate([each for piece in pieces for each in (piece, gap)][:-1])
