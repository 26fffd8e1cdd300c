"""One figure with what it is called, how it came to be so, and a remark beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, RADIUS, STEP
from gui.design.typography import Role

TRACE = 60  # pixels
HEIGHT = 40

Line = npt.NDArray[np.float32]  # (n,)


@dataclass(frozen=True, eq=False)
class Shape:
    """What a trace looks like: places over the steps from 0 to 1, and lines over them, in pieces of colours."""

    across: Line = field(default_factory=lambda: np.empty(0, np.float32))
    lines: tuple[Line, ...] = ()  # each from 0 to 1, NaN where nothing is known
    pieces: tuple[tuple[int, int, str], ...] = ()  # from which point to which in which colour


class Gauge(QAbstractButton):
    """A click opens the view that explains it. Its width stays as long as its words are no wider than ``widest``."""

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
        self._fit()

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
            self._fit()
            self.update()
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
            self._fit()

    def use_theme(self, theme: Theme) -> None:
        """Colours and sizes."""
        self._theme = theme
        self._fit()
        self.update()

    def width_of(self, *, traced: bool) -> int:
        """What it takes with the trace or without."""
        gap = self._theme.px(STEP)
        small, large = QFontMetrics(self._font(Role.SMALL)), QFontMetrics(self._font(Role.FIGURE))
        # A figure that is wider than was thought keeps its room.
        if large.horizontalAdvance(self._figure) > large.horizontalAdvance(self._widest):
            self._widest = self._figure
        width = 2 * gap + small.horizontalAdvance(self._label) + gap + large.horizontalAdvance(self._widest)
        if self._widest_remark:
            width += gap + small.horizontalAdvance(self._widest_remark)
        elif traced:
            width += gap + self._theme.px(TRACE)
        return width

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, gap = self._theme, self._theme.px(STEP)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        large = self._font(Role.FIGURE)
        metrics = QFontMetrics(large)
        base = (self.height() + metrics.capHeight()) // 2
        x = gap
        x = self._words(painter, x, base, self._label, self._font(Role.SMALL), theme.muted) + gap
        self._words(painter, x, base, self._figure, large, theme.muted if self._old else theme.text)
        x += metrics.horizontalAdvance(self._widest) + gap
        if self._widest_remark:
            self._words(painter, x, base, self._remark, self._font(Role.SMALL), theme.muted)
        elif self._traced:
            high = theme.px(18)
            self._draw_trace(painter, QRectF(x, base - metrics.capHeight() / 2 - high / 2, theme.px(TRACE), high))

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

    def _fit(self) -> None:
        size = QSize(self.width_of(traced=self._traced), self._theme.px(HEIGHT))
        if size != self.size():
            self.setFixedSize(size)
