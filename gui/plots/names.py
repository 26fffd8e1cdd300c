"""The names of heights and of ended curves, at the right of a plot, where nothing else is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from gui.design.typography import Role
from gui.plots.line import Name
from gui.plots.side import Side

GAP = 6.0  # pixels between the field and the words
SHARE, MOST = 0.3, 0.45  # of the plot's width that names may take, and the shortest of them at most


class Names(Side):
    """Each as near to its height as it can be without being on another one."""

    def __init__(self) -> None:
        super().__init__("right")
        self._names: tuple[Name, ...] = ()
        self._told: tuple[object, ...] = ()
        self._level = 0  # 0: the longest words
        self._widest: dict[int, float] = {}

    def show_names(self, names: Sequence[Name], width: float) -> None:
        """These, in a plot of this width."""
        told = tuple(names), width, self.theme
        if told == self._told:
            return
        self._told = told
        self._names = tuple(names)
        metrics, gap = self.metrics, self.theme.px(GAP)
        room = 0.0
        for level in range(max((len(name.words) for name in names), default=0)):
            widest = max(metrics.horizontalAdvance(_words(name, level)) for name in names) + 2 * gap
            # A figure that gets a letter shorter moves nothing.
            widest = self._widest[level] = max(widest, min(self._widest.get(level, 0.0), widest + gap))
            self._level, room = level, widest
            if widest <= SHARE * width:
                break
        else:
            # Rather none than half of each: the pointer reads them all the same.
            room = room if room <= MOST * width else 0.0
        if math.ceil(room) != self.fixedWidth:
            self.setWidth(math.ceil(room))
        self.update()

    def placed(self) -> list[tuple[float, str, str]]:
        """The middle of each in pixels, its words and its colour, from top to bottom; those out of sight are left
        out."""
        return [(y, _words(name, self._level), name.colour) for y, name in self._seen()]

    def at(self, position: QPointF) -> int | None:
        """Whose name is at this place, in its coordinates."""
        own = self.own()
        if not own.width() or not own.left() <= position.x() <= own.right():
            return None
        near = [(abs(y - position.y()), name) for y, name in self._seen()]
        far, name = min(near, key=lambda each: each[0], default=(math.inf, None))
        return name.of if name is not None and far <= self.metrics.height() / 2 else None

    def _seen(self) -> list[tuple[float, Name]]:
        low, high = self.range
        seen = sorted((name for name in self._names if low <= name.y <= high), key=lambda name: -name.y)
        height, field = self.metrics.height() * 0.95, self.field()
        most = max(int(field.height() / height), 0)
        places = sorted(range(len(seen)), key=lambda place: (seen[place].needed, place))[-most:] if most else []
        kept = [seen[place] for place in sorted(places)]
        at = _apart([self.along(name.y) for name in kept], height, field.top(), field.bottom())
        return list(zip(at, kept, strict=True))

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        own, metrics = self.own(), self.metrics
        painter.setFont(self.theme.font(Role.SMALL))
        for y, words, colour in self.placed() if own.width() else ():
            painter.setPen(QColor(colour))
            baseline = y + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(own.left() + self.theme.px(GAP), baseline), words)


def _words(name: Name, level: int) -> str:
    return name.words[min(level, len(name.words) - 1)]


def _apart(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """The same, ascending, at least ``height`` apart and within the field, each as near to where it wants to be as the
    others allow: those that would be on each other are a block around their mean."""
    blocks: list[list[float]] = []  # wanted middles of each block
    for y in wanted:
        blocks.append([y])
        while len(blocks) > 1 and _first(blocks[-1], height) - _last(blocks[-2], height) < height:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    found: list[float] = []
    for block in blocks:
        first = _first(block, height)
        found += [first + index * height for index in range(len(block))]
    for index in reversed(range(len(found))):
        limit = bottom - height / 2 if index == len(found) - 1 else found[index + 1] - height
        found[index] = min(found[index], limit)
    for index in range(len(found)):
        limit = top + height / 2 if not index else found[index - 1] + height
        found[index] = max(found[index], limit)
    return found


def _first(block: Sequence[float], height: float) -> float:
    return sum(block) / len(block) - (len(block) - 1) * height / 2


def _last(block: Sequence[float], height: float) -> float:
    return _first(block, height) + (len(block) - 1) * height
