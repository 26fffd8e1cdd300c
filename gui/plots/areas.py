"""What lies between two curves, behind all lines: so thin that where several lie on each other each can be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem

from gui.plots.field import Field
from gui.plots.line import Area
from gui.plots.scales import Scale

SHARE, EDGE = 0.16, 0.35  # of its colour, inside and at its edge
BEHIND = -10.0  # all lines


class Areas:
    """Of one field."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._items: list[QGraphicsPathItem] = []

    def show_areas(self, areas: Sequence[Area], across: Scale, up: Scale) -> None:
        """These and no others."""
        while len(self._items) > len(areas):
            self._field.removeItem(self._items.pop())
        while len(self._items) < len(areas):
            self._items.append(self._made())
        for item, area in zip(self._items, areas, strict=True):
            inside, edge = QColor(area.colour), QColor(area.colour)
            inside.setAlphaF(SHARE)
            edge.setAlphaF(EDGE)
            pen = QPen(edge, 1)
            pen.setCosmetic(True)
            item.setBrush(QBrush(inside))
            item.setPen(pen)
            item.setPath(_path(area, across, up))

    def _made(self) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setZValue(BEHIND)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._field.addItem(item, ignoreBounds=True)
        return item


def _path(area: Area, across: Scale, up: Scale) -> QPainterPath:
    x, least, most = across.places(area.x), up.places(area.least), up.places(area.most)
    there = np.isfinite(x) & np.isfinite(least) & np.isfinite(most)
    below = list(zip(x[there].tolist(), least[there].tolist(), strict=True))
    above = list(zip(x[there].tolist(), most[there].tolist(), strict=True))
    path = QPainterPath()
    if below:
        path.addPolygon(QPolygonF([QPointF(*point) for point in (*below, *reversed(above), below[0])]))
    return path
