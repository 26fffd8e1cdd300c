"""The picture of the timeline: a line in the decoders' colours, with everything that stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.bands.timeline_layout import Flag, Layout, Piece
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.design.typography import Role
from gui.painting.colours import mixed

HEIGHT = 4 * STEP
LINE = 4.0  # pixels high
HANDLE = 6.0  # its radius
DIAMOND, TICK, FLAG = 5.0, 3.0, 6.0
BESIDE = 2.0  # pixels between the handle, half of its edge among them, and the words above it
HEAD = (3.0, 12.0)
APART = 3.0  # pixels between the line and what is above and below it
LATER = 0.35  # of its colour that is left of what came after the step that is seen


@dataclass(frozen=True)
class Label:
    """Words above a pixel; the first ones have the room."""

    pixel: float
    words: str
    colour: str


def height_of(theme: Theme) -> int:
    """Of the line with figures above it, and as much below it."""
    above = QFontMetricsF(theme.font(Role.SMALL)).capHeight() + theme.px(HANDLE + BESIDE)
    return max(theme.px(HEIGHT), 2 * round(above))


class Picture:
    """Draws into ``size``; ``seen`` and ``head`` are the pixels of the step that is looked at, and of now."""

    def __init__(self, painter: QPainter, size: QSizeF, theme: Theme) -> None:
        self._painter, self._size, self._theme = painter, size, theme
        self._middle = size.height() / 2

    def draw_line(self, layout: Layout, head: float, seen: float | None) -> None:
        """What was in force, on a ground that goes on to where there is room."""
        painter, theme, high = self._painter, self._theme, self._theme.px(LINE)
        top, scale = self._middle - high / 2, layout.scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(theme.muted, theme.window, 0.22))
        painter.drawRoundedRect(QRectF(scale.left, top, scale.right - scale.left, high), high / 2, high / 2)
        for piece in layout.pieces:
            # The last one has become longer since it was laid out.
            right = head if piece is layout.pieces[-1] else piece.right
            for begin, end, later in _parted(piece, right, seen):
                painter.setBrush(mixed(piece.colour, theme.window, LATER) if later else QColor(piece.colour))
                painter.drawRect(QRectF(begin, top, max(end - begin, 1.0), high))

    def draw_ticks(self, lines: Sequence[QLineF]) -> None:
        """A fine one for every kept step."""
        painter, theme = self._painter, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(mixed(theme.muted, theme.window, 0.45), 1))
        painter.drawLines(list(lines))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ticks(self, layout: Layout) -> list[QLineF]:
        """Lines below the line of time."""
        top = self._middle + self._theme.px(LINE / 2) + self._theme.px(APART)
        bottom = top + self._theme.px(TICK)
        return [QLineF(x + 0.5, top, x + 0.5, bottom) for x in layout.ticks.tolist()]

    def draw_flags(self, flags: Sequence[Flag]) -> None:
        """A diamond for another decoder, a flag for anything else."""
        painter, theme = self._painter, self._theme
        for flag in flags:
            if flag.others:
                self._draw_flag(flag.pixel)
            if flag.colour:
                size, x, y = theme.px(DIAMOND), flag.pixel, self._middle
                corners = [QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]
                painter.setPen(QPen(QColor(theme.window), 1.5))
                painter.setBrush(QColor(flag.colour))
                painter.drawPolygon(QPolygonF(corners))

    def draw_head(self, head: float, *, lost: bool, seen: float | None) -> None:
        """Where it is now, and a handle where a person looks."""
        painter, theme, (wide, high) = self._painter, self._theme, HEAD
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted if seen is not None else theme.error if lost else theme.text))
        wide, high = theme.px(wide), theme.px(high)
        painter.drawRoundedRect(QRectF(head - wide / 2, self._middle - high / 2, wide, high), 1, 1)
        if seen is not None:
            painter.setPen(QPen(QColor(theme.text), theme.px(2)))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(QPointF(seen, self._middle), theme.px(HANDLE), theme.px(HANDLE))

    def draw_labels(self, labels: Sequence[Label]) -> None:
        """Each where there is room beside those before it."""
        painter, theme = self._painter, self._theme
        painter.setFont(theme.font(Role.SMALL))
        metrics = QFontMetricsF(painter.font())
        base = self._middle - theme.px(HANDLE + BESIDE)
        taken: list[QRectF] = []
        for label in labels:
            wide = metrics.horizontalAdvance(label.words)
            left = min(max(label.pixel - wide / 2, 0.0), self._size.width() - wide)
            box = QRectF(left - 3, base - metrics.capHeight() - 2, wide + 6, metrics.capHeight() + 3)
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.fillRect(box, QColor(theme.window))
                painter.setPen(QColor(label.colour))
                painter.drawText(QPointF(left, base), label.words)

    def draw_ring(self) -> None:
        """The keyboard is here."""
        self._painter.setPen(QPen(QColor(self._theme.accent), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(QRectF(QPointF(), self._size).adjusted(1, 1, -1, -1), 4, 4)

    def _draw_flag(self, x: float) -> None:
        painter, theme = self._painter, self._theme
        size, top = theme.px(FLAG), self._middle - theme.px(LINE / 2) - theme.px(FLAG + APART)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawLine(QPointF(x, self._middle), QPointF(x, top))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + size, top + size / 2), QPointF(x, top + size)]))


def _parted(piece: Piece, right: float, seen: float | None) -> Iterator[tuple[float, float, bool]]:
    """Its left and right, and whether that is beyond what is seen."""
    edge = right if seen is None else min(max(seen, piece.left), right)
    if edge > piece.left or right <= piece.left:
        yield piece.left, edge, False
    if edge < right:
        yield edge, right, True
