"""What was in force when, above a plot: a band of pieces, each in its colour and with its name; and flags for what was
changed beside that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.design.typography import Role
from gui.painting.colours import mixed
from gui.plots.field import Field
from gui.plots.layers import Layer
from gui.plots.side import Side
from gui.plots.story import Account

CORNER = 3.0
AIR = 5  # pixels below it
STRIPE = 7.0  # pixels from one stripe to the next
NEAR = 4.0  # pixels; what happened so near to the pointer is meant
LOW = 70.0  # pixels of a plot; lower, the band would take it all


@dataclass(frozen=True)
class Piece:
    """From place to place; of two ``colours`` it is striped. ``sentence`` is for who asks."""

    start: float
    end: float
    name: str
    colours: tuple[str, ...]
    sentence: str
    told: tuple[Account, ...] = ()  # what made it begin


@dataclass(frozen=True)
class Flag:
    """Something was changed at a place."""

    place: float
    symbol: str
    sentence: str
    told: tuple[Account, ...] = ()


class Ribbon(Side):
    """The pieces; their names are cut to their room, and no name is on another."""

    def __init__(self) -> None:
        super().__init__("top")
        self.pieces: tuple[Piece, ...] = ()
        self._painted: list[tuple[QRectF, str, tuple[str, ...]]] = []

    def show_pieces(self, pieces: Sequence[Piece], height: float) -> None:
        """These, in a plot of this height."""
        self.pieces = tuple(pieces)
        room = round(self.metrics.height() + self.theme.px(6)) if pieces and height >= self.theme.px(LOW) else 0
        if room != self.fixedHeight:
            self.setHeight(room)
        shown = [(box, words, piece.colours) for box, words, piece in self.shown()]
        if shown != self._painted:
            # The plot around it is painted along with it; and its end moves by less than a pixel in nearly every frame.
            self._painted = shown
            self.update()

    def shown(self) -> list[tuple[QRectF, str, Piece]]:
        """Where each is, as far as it can be seen, and how much of its name."""
        own, field, metrics = self.own(), self.field(), self.metrics
        found = []
        for piece in self.pieces:
            # On whole pixels: crisp, and what goes on need not be painted anew with every step.
            left = round(max(self.along(piece.start), field.left()))
            right = round(min(self.along(piece.end), field.right()))
            if right > left and own.height() > 0:
                # A hair of air after each but the last.
                box = QRectF(left, own.top(), max(right - left - 1, 1), own.height() - self.theme.px(AIR))
                found.append((box, elided(metrics, piece.name, box.width() - 8), piece))
        return found

    def at(self, position: QPointF) -> tuple[QRectF, Piece] | None:
        """The piece at this place, in its coordinates, and where it is."""
        # The narrowest first: beside the mouse it can be hit, too, and its neighbours have room enough.
        for box, _, piece in sorted(self.shown(), key=lambda each: each[0].width()):
            beside = NEAR if box.width() < 2 * NEAR else 1.0
            if box.adjusted(-beside, -2, beside, 5).contains(position):
                return box, piece
        return None

    def boundingRect(self) -> QRectF:
        # Without the air: or the field below would be painted along with it.
        own = self.own()
        return own.adjusted(0, 0, 0, -min(self.theme.px(AIR) - 1, own.height()))

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for box, words, piece in self.shown():
            corner = min(CORNER, box.width() / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(piece.colours[0]))
            painter.drawRoundedRect(box, corner, corner)
            if len(piece.colours) > 1:
                self._paint_stripes(painter, box, piece.colours[1])
            if words:
                self._paint_name(painter, box, words, piece)

    def _paint_stripes(self, painter: QPainter, box: QRectF, colour: str) -> None:
        painter.fillPath(stripes(box), QColor(colour))

    def _paint_name(self, painter: QPainter, box: QRectF, words: str, piece: Piece) -> None:
        wide = self.metrics.horizontalAdvance(words)
        if len(piece.colours) > 1:
            painter.setBrush(QColor(self.theme.surface))
            painter.drawRoundedRect(
                QRectF(box.center().x() - wide / 2 - 3, box.top() + 2, wide + 6, box.height() - 4), 2, 2
            )
            painter.setPen(QColor(self.theme.text))
        else:
            painter.setPen(QColor(self.theme.on(piece.colours[0])))
        baseline = box.center().y() + (self.metrics.ascent() - self.metrics.descent()) / 2
        painter.drawText(QPointF(box.center().x() - wide / 2, baseline), words)


class Flags(Layer):
    """A pole and its cloth for every flag; those that would be on each other share one."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, 1)
        self.theme: Theme = LIGHT
        self.told: tuple[Flag, ...] = ()

    def shown(self) -> list[tuple[float, QRectF, str, tuple[Flag, ...]]]:
        """The poles that can be seen: their pixel, their cloth, what is written on it, and what it stands for."""
        metrics = QFontMetricsF(self.theme.font(Role.SMALL))
        shown, size = self.field.shown_range(), self.boundingRect()
        groups: list[tuple[float, list[Flag]]] = []
        end = -1.0
        for flag in self.told:
            x = (flag.place - shown.left) / (shown.right - shown.left) * size.width()
            if not 0 <= x <= size.width():
                continue
            if groups and x < end:
                groups[-1][1].append(flag)
            else:
                groups.append((x, [flag]))
            end = max(end, groups[-1][0] + metrics.horizontalAdvance(_together(groups[-1][1])) + 8)
        found = []
        for x, flags in groups:
            words = _together(flags)
            wide = metrics.horizontalAdvance(words) + 8
            left = x if x + wide <= size.width() else x - wide
            found.append((x, QRectF(left, 0, wide, metrics.height()), words, tuple(flags)))
        return found

    def at(self, position: QPointF, near: float = NEAR) -> tuple[QRectF, tuple[Flag, ...]] | None:
        """The flags at this pixel, or not far from their pole, and where their cloth is."""
        for x, cloth, _, flags in self.shown():
            if cloth.contains(position) or abs(position.x() - x) <= near:
                return cloth, flags
        return None

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if not self.told:
            return
        theme, size = self.theme, self.boundingRect()
        painter.setFont(theme.font(Role.SMALL))
        metrics = QFontMetricsF(painter.font())
        for x, cloth, words, _ in self.shown():
            painter.setPen(QPen(mixed(theme.muted, theme.surface, 0.5), 1))
            pole = round(x) + 0.5
            painter.drawLine(QPointF(pole, 0), QPointF(pole, size.height()))
            painter.fillRect(cloth, QColor(theme.raised))
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(cloth.left() + 4, cloth.top() + metrics.ascent()), words)


def stripes(box: QRectF) -> QPainterPath:
    """Slanting ones that end at the edges of a box: a drawing knows no clipping."""
    path, half = QPainterPath(), STRIPE / 2**1.5
    for index in range(int((box.width() + box.height()) / STRIPE) + 2):
        # At the bottom it reaches from x to x, and goes to the right as far as it goes up.
        middle = box.left() - box.height() + index * STRIPE
        begin, end = middle - half, middle + half
        low, high = max(0.0, box.left() - end), min(box.height(), box.right() - begin)
        if low >= high:
            continue
        bends = sorted({low, high, *(up for up in (box.left() - begin, box.right() - end) if low < up < high)})
        left = [QPointF(max(begin + up, box.left()), box.bottom() - up) for up in bends]
        right = [QPointF(min(end + up, box.right()), box.bottom() - up) for up in reversed(bends)]
        path.addPolygon(QPolygonF([*left, *right]))
        path.closeSubpath()
    return path


def elided(metrics: QFontMetricsF, name: str, room: float) -> str:
    """As much of it as fits, or nothing: half of a symbol says nothing."""
    for words in (name, name.split(" ")[0]):
        if metrics.horizontalAdvance(words) <= room:
            return words
    if len(name) <= 2:
        return ""
    cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    return cut if len(cut) >= 3 else ""


def _together(flags: Sequence[Flag]) -> str:
    symbols = list(dict.fromkeys(flag.symbol for flag in flags))
    return " ".join(symbols) if len(symbols) <= 3 else f"{' '.join(symbols[:2])} …"
