"""One figure with what it is called, how it came to be so, and a remark beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, RADIUS, STEP
from gui.design.typography import Role
from gui.widgets.opaque_button import OpaqueButton

TRACE = 60  # pixels
HEIGHT = 4 * STEP
BESIDE = 2 * STEP  # left and right of what is in it: as far as a card keeps its title from its edge
GAP = 1.5 * STEP  # between a figure and its trace

Line = npt.NDArray[np.float32]  # (n,)


@dataclass(frozen=True, eq=False)
class Shape:
    """What a trace looks like: places over the steps from 0 to 1, and lines over them, in pieces of colours."""

    across: Line = field(default_factory=lambda: np.empty(0, np.float32))
    lines: tuple[Line, ...] = ()  # each from 0 to 1, NaN where nothing is known
    pieces: tuple[tuple[int, int, str], ...] = ()  # from which point to which in which colour


class Gauge(OpaqueButton):
    """A click opens the view that explains it.

    Label, figure and trace stand on one line. It wants no more room as long as its words are no wider than ``widest``;
    ``widened`` says that they are.
    """

    widened = Signal()

    def __init__(self, name: str, label: str, widest: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"gauge-{name}")
        self.setAccessibleName(label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label, self._figure, self._remark = label, "–", ""
        self._widest, self._widest_remark = widest, remark
        self._shape = Shape()
        self._old = False
        self._traced = True
        self._theme = LIGHT

    @property
    def figure(self) -> str:
        """What it says."""
        return self._figure

    @property
    def traced(self) -> bool:
        """Whether there is room for the trace."""
        return self._traced and not self._widest_remark

    def say(self, label: str, figure: str, remark: str, tip: str, *, old: bool) -> None:
        """Words; ``old`` figures are pale."""
        said = (label, figure, remark, old)
        if said != (self._label, self._figure, self._remark, self._old):
            self._label, self._figure, self._remark, self._old = said
            self.setAccessibleDescription(f"{figure} {remark}".strip())
            self.update()
            wide = self._advance(Role.FIGURE, figure), self._advance(Role.FIGURE, self._widest)
            if wide[0] > wide[1]:
                self._widest = figure
                self.widened.emit()
        if tip != self.toolTip():
            self.setToolTip(tip)

    def trace(self, shape: Shape) -> None:
        """Draw this."""
        self._shape = shape
        if self.traced:
            self.update()

    def let_trace(self, shown: bool) -> None:
        """With the trace, or without."""
        if shown != self._traced:
            self._traced = shown
            self.update()

    def use_theme(self, theme: Theme) -> None:
        """Colours and sizes."""
        self._theme = theme
        self.update()

    def width_of(self, *, traced: bool) -> int:
        """What it takes with the trace or without."""
        px = self._theme.px
        width = 2 * px(BESIDE) + self._advance(Role.SMALL, self._label) + px(STEP)
        width += self._advance(Role.FIGURE, self._widest)
        if self._widest_remark:
            width += px(GAP) + self._advance(Role.SMALL, self._widest_remark)
        elif traced:
            width += px(GAP) + px(TRACE)
        return width

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(traced=self._traced), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, gap = self._theme, self._theme.px(STEP)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        high = QFontMetrics(self._font(Role.FIGURE)).capHeight()
        base = (self.height() + high) // 2
        x = self._words(painter, theme.px(BESIDE), base, self._label, self._font(Role.SMALL), theme.muted) + gap
        colour = theme.muted if self._old else theme.text
        x = self._words(painter, x, base, self._figure, self._font(Role.FIGURE), colour) + theme.px(GAP)
        if self._widest_remark:
            self._words(painter, x, base, self._remark, self._font(Role.SMALL), theme.muted)
        elif self._traced:
            self._draw_trace(painter, QRectF(x, base - high, theme.px(TRACE), high))

    def _words(self, painter: QPainter, x: int, base: int, words: str, font: QFont, colour: str) -> int:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(x, base), words)
        return x + QFontMetrics(font).horizontalAdvance(words)

    def _draw_trace(self, painter: QPainter, room: QRectF) -> None:
        xs = room.left() + self._shape.across * room.width()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._shape.lines:
            ys = room.bottom() - line * room.height()
            for start, end, colour in self._shape.pieces:
                points = [
                    QPointF(x, y) for x, y in zip(xs[start:end].tolist(), ys[start:end].tolist(), strict=True) if y == y
                ]
                painter.setPen(QPen(QColor(colour), 1.5 * self._theme.zoom))
                painter.drawPolyline(QPolygonF(points))

    def _font(self, role: Role) -> QFont:
        return self._theme.font(role)

    def _advance(self, role: Role, words: str) -> int:
        return QFontMetrics(self._font(role)).horizontalAdvance(words)
