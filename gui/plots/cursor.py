"""Where in a curve one looks: what came later is pale, and the value there is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.plots.field import Field
from gui.plots.layers import DOT, Layer

VEIL = 0.62  # of what comes later that is taken away


@dataclass(frozen=True)
class Seen:
    """Places of a moment; ``y`` is no number where its value is not known. ``words`` are the longest first; the last
    ones are for where nothing else has room."""

    x: float
    y: float
    colour: str
    words: tuple[str, ...]


class Cursor(Layer):
    """Nothing while it is now."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, 3)
        self.theme: Theme = LIGHT
        self._seen: Seen | None = None
        self.hide()

    @property
    def seen(self) -> Seen | None:
        """What is looked at."""
        return self._seen

    def show_seen(self, seen: Seen | None) -> None:
        """Look there; ``None`` for now."""
        if seen != self._seen:
            self._seen = seen
            self.setVisible(seen is not None)
            self.update()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        seen, size, theme = self._seen, self.boundingRect(), self.theme
        if seen is None:
            return
        (x, y) = self.field.pixels(np.array([seen.x]), np.array([seen.y]))[0].tolist()
        left = min(max(x, 0.0), size.width())
        veil = QColor(theme.surface)
        veil.setAlphaF(VEIL)
        painter.fillRect(QRectF(left, 0, size.width() - left, size.height()), veil)
        if not 0 <= x <= size.width():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(theme.text), theme.px(1)))
        painter.drawLine(QPointF(round(x), 0), QPointF(round(x), size.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if np.isfinite(y) and 0 <= y <= size.height():
            painter.setPen(QPen(QColor(theme.surface), 1.5))
            painter.setBrush(QColor(seen.colour))
            painter.drawEllipse(QPointF(x, y), DOT + 1, DOT + 1)
        self._write(painter, x, y)

    def _write(self, painter: QPainter, x: float, y: float) -> None:
        """Beside the line: at its right just above the value, and where there is no room at its left, at the top.

        A loss falls: there no curve is covered.
        """
        assert self._seen is not None, "asked before"
        size, theme, gap = self.boundingRect(), self.theme, self.theme.px(STEP * 0.75)
        painter.setFont(theme.font(Role.SMALL))
        metrics = QFontMetricsF(painter.font())
        said = self._seen.words
        before, after = x - gap, size.width() - x - gap
        places = (
            *((each, True, after) for each in said[:-1] or said),
            (said[0], False, before / 2),  # all of the left is where a curve begins
            *((each, False, before) for each in (*said[1:], said[0])),
            (said[-1], True, after),
        )
        fitting = (place for place in places if metrics.horizontalAdvance(place[0]) <= place[2])
        words, right, _ = next(fitting, ("", True, 0.0))
        if not words:
            return
        wide = metrics.horizontalAdvance(words)
        top = y - metrics.height() if np.isfinite(y) and right else gap
        top = min(max(top, 0.0), size.height() - metrics.height())
        place = QRectF(x + gap if right else x - gap - wide, top, wide, metrics.height())
        ground = QColor(theme.surface)
        ground.setAlphaF(0.85)
        painter.fillRect(place.adjusted(-3, 0, 3, 0), ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
