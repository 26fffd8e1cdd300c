"""The few pictures on buttons, drawn in the theme's colour: fonts on lecture hall machines lack such symbols."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache, QPolygonF

from core.assets import asset

SIDE = 64  # drawn large and scaled down by Qt for each screen


def app_icon() -> QIcon:
    """The app's own."""
    return QIcon(str(asset("icons/tiescope.svg")))


def run(colour: str) -> QIcon:
    """A triangle."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(16, 10), QPointF(54, 32), QPointF(16, 54)]))
    return _filled("run", path, colour)


def pause(colour: str) -> QIcon:
    """Two bars."""
    path = QPainterPath()
    for left in (14, 38):
        path.addRect(QRectF(left, 10, 12, 44))
    return _filled("pause", path, colour)


def step(colour: str) -> QIcon:
    """A triangle against a bar."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(10, 10), QPointF(42, 32), QPointF(10, 54)]))
    path.addRect(QRectF(44, 10, 10, 44))
    return _filled("step", path, colour)


def reset(colour: str) -> QIcon:
    """An arrow that comes back to where it began."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 8))
        painter.drawArc(QRectF(12, 12, 40, 40), 60 * 16, 290 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygonF([QPointF(36, 2), QPointF(58, 16), QPointF(36, 30)]))

    return _drawn("reset", colour, draw)


def magnifier(colour: str) -> QIcon:
    """A lens and its handle."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 8, c=Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(QRectF(10, 10, 32, 32))
        painter.drawLine(QPointF(39, 39), QPointF(54, 54))

    return _drawn("magnifier", colour, draw)


def settings(colour: str) -> QIcon:
    """Three sliders."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 5, c=Qt.PenCapStyle.RoundCap))
        for y, x in ((14, 42), (32, 20), (50, 36)):
            painter.drawLine(QPointF(8, y), QPointF(56, y))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QPointF(x, y), 6, 6)

    return _drawn("settings", colour, draw)


def close(colour: str) -> QIcon:
    """A cross."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 7, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(14, 14), QPointF(50, 50))
        painter.drawLine(QPointF(50, 14), QPointF(14, 50))

    return _drawn("close", colour, draw)


def plus(colour: str) -> QIcon:
    """One more."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 7, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(32, 12), QPointF(32, 52))
        painter.drawLine(QPointF(12, 32), QPointF(52, 32))

    return _drawn("plus", colour, draw)


def detach(colour: str) -> QIcon:
    """An arrow that leaves a frame."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([QPointF(28, 14), QPointF(12, 14), QPointF(12, 52), QPointF(50, 52), QPointF(50, 36)])
        painter.drawLine(QPointF(30, 34), QPointF(54, 10))
        painter.drawPolyline([QPointF(38, 10), QPointF(54, 10), QPointF(54, 26)])

    return _drawn("detach", colour, draw)


def step_back(colour: str) -> QIcon:
    """The mirror image of a step."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(54, 10), QPointF(22, 32), QPointF(54, 54)]))
    path.addRect(QRectF(10, 10, 10, 44))
    return _filled("step-back", path, colour)


def branch(colour: str) -> QIcon:
    """A way that leaves another."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 7, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(QPointF(10, 46), QPointF(54, 46))
        painter.drawPolyline([QPointF(22, 46), QPointF(36, 20), QPointF(54, 20)])

    return _drawn("branch", colour, draw)


def left(colour: str) -> QIcon:
    """Back by one."""
    return _angle("left", colour, (40, 24))


def right(colour: str) -> QIcon:
    """On by one."""
    return _angle("right", colour, (24, 40))


def _angle(name: str, colour: str, xs: tuple[int, int]) -> QIcon:
    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([QPointF(xs[0], 14), QPointF(xs[1], 32), QPointF(xs[0], 50)])

    return _drawn(name, colour, draw)


def _filled(name: str, path: QPainterPath, colour: str) -> QIcon:
    return _drawn(name, colour, lambda painter: painter.fillPath(path, QColor(colour)))


def _drawn(name: str, colour: str, draw: Callable[[QPainter], None]) -> QIcon:
    """Drawn once for each colour: PySide keeps six references of None for every picture that is newly painted on."""
    key = f"tiescope {name} {colour}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = QPixmap(SIDE, SIDE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        QPixmapCache.insert(key, pixmap)
    return QIcon(pixmap)
