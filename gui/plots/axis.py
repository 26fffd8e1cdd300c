"""Numbers at a plot's left and bottom, with a line of the grid for each; none on another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.design.typography import Role
from gui.plots.scales import Scale
from gui.plots.side import Side

GAP = 6.0  # pixels between numbers and field
USUAL = ".0000"  # as wide as nearly any number at the left, so that the field stays where it is
NARROW = 280.0  # pixels of a plot; narrower, there is no room for a title beside it
BESIDE = 30.0  # pixels that half of a number may take
LOW = 110.0  # pixels of a field; lower, there is no room for a title below it
APART = 8.0  # pixels more between the numbers at the bottom and what stands below them: a title, buttons in the corners
CENTRED = Qt.AlignmentFlag.AlignCenter


class Axis(Side):
    """``titles`` are its names, the longest first: of these the first that fits is written."""

    def __init__(self, side: str, scale: Scale, titles: Sequence[str]) -> None:
        self.changed: Callable[[], None] = _nothing  # to be called when it has to be drawn anew
        super().__init__(side)
        self._scale, self._titles = scale, tuple(titles)
        self._widest = 0.0

    @property
    def upright(self) -> bool:
        """Whether it goes up."""
        return bool(self.orientation == "left")

    def use_scale(self, scale: Scale, titles: Sequence[str]) -> None:
        """Other numbers from now on."""
        self._scale, self._titles, self._widest = scale, tuple(titles), 0.0

    def fit(self, low: float, high: float, width: float, height: float) -> None:
        """Take the room that the numbers from low to high need in a plot of this size; none of it is given back while
        the scale stays."""
        metrics, px = self.metrics, self.theme.px
        if not self.upright:
            least = px(LOW) * (2 if self.theme.presented else 1)
            title = metrics.height() + px(APART) if height >= least else 0
            self._take(math.ceil(px(GAP) / 2 + metrics.height() + title))
            return
        words = [USUAL, *(words for _, words in self._scale.ticks(low, high, self._most(height)))]
        self._widest = max(self._widest, *(metrics.horizontalAdvance(each) for each in words))
        # A hall reads what it is above the plot.
        titled = height >= metrics.height() * 3 and width >= px(NARROW) and not self.theme.presented
        title = metrics.height() + px(GAP) if titled else 0
        self._take(math.ceil(self._widest + px(GAP) + title))

    def _take(self, room: int) -> None:
        if self.upright and room != self.fixedWidth:
            self.setWidth(room)
        elif not self.upright and room != self.fixedHeight:
            self.setHeight(room)

    def _most(self, length: float) -> int:
        """How many numbers may stand there."""
        metrics = self.metrics
        room = 2 * metrics.height() if self.upright else self._scale.letters * metrics.horizontalAdvance("0")
        return max(2, int(length / room))

    def shown(self) -> list[tuple[float, str]]:
        """The pixels along the axis and the words of all numbers; none of them is on another."""
        length = self.field().height() if self.upright else self.field().width()
        metrics, end = self.metrics, -math.inf
        found = []
        for place, words in self._scale.ticks(self.range[0], self.range[1], self._most(length)):
            at = self.along(place)
            half = (metrics.height() if self.upright else metrics.horizontalAdvance(words) + self.theme.px(GAP)) / 2
            near, far = (-at - half * 0.9, -at + half * 0.9) if self.upright else (at - half, at + half)
            if near >= end:
                found.append((at, words))
                end = far
        return found

    def boundingRect(self) -> QRectF:
        # A number at the very end stands half beside it. No more: whatever lies there is painted along with it.
        across, down = (0.0, self.metrics.height() / 3) if self.upright else (self.theme.px(BESIDE), 0.0)
        return (self.own() | self.field()).adjusted(-across, -down, across, down)

    def update(self, *where: Any) -> None:
        super().update(*where)
        self.changed()

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        pass  # it is a part of the background, which the plot keeps

    def draw(self, painter: QPainter) -> None:
        """In its own coordinates."""
        field, own, theme = self.field(), self.own(), self.theme
        if field.width() < 2 or field.height() < 2:
            return
        painter.setFont(theme.font(Role.SMALL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        grid, words = QPen(QColor(theme.line), 0), QPen(QColor(theme.muted))
        metrics, gap = self.metrics, theme.px(GAP)
        for at, number in self.shown():
            painter.setPen(grid)
            if self.upright:
                painter.drawLine(QPointF(field.left(), at), QPointF(field.right(), at))
                painter.setPen(words)
                box = QRectF(own.left(), at - metrics.height() / 2, own.width() - gap, metrics.height())
                box.moveTop(
                    min(max(box.top(), field.top() - metrics.height() / 3), field.bottom() - box.height() / 1.5)
                )
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
            else:
                painter.drawLine(QPointF(at, field.top()), QPointF(at, field.bottom()))
                painter.setPen(words)
                wide = metrics.horizontalAdvance(number)
                painter.drawText(QPointF(at - wide / 2, own.top() + gap / 2 + metrics.ascent()), number)
        painter.setPen(words)
        self._paint_title(painter, own, field)

    def _paint_title(self, painter: QPainter, own: QRectF, field: QRectF) -> None:
        metrics = self.metrics
        height = metrics.height()
        length = field.height() if self.upright else field.width()
        title = next((each for each in self._titles if metrics.horizontalAdvance(each) <= length), "")
        if self.upright and own.width() > self._widest + height:
            painter.save()
            painter.rotate(-90)
            painter.drawText(QRectF(-field.bottom(), own.left(), field.height(), height), CENTRED, title)
            painter.restore()
        elif not self.upright and own.height() > 1.7 * height:
            painter.drawText(QRectF(field.left(), own.bottom() - height, field.width(), height), CENTRED, title)


def _nothing() -> None:
    pass
