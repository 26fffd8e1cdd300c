"""An arrow to the right: one line while nothing moves, and dashes that march along it while the network learns."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

HEAD = 4.0  # pixels, half the height of the head
PLAIN, COLOURED = 1.4, 2.0  # pixels, how thick
DASH, APART = 4.0, 12.0  # pixels: a dash, and from one to the next
STRIDE = 3.0  # pixels that they go at once: a quarter of the way to the next, so that one sees which way
PALE = 0.35  # of its colour: the line below the dashes


class Arrow:
    """Along the middle of ``line``, in widget coordinates."""

    def __init__(self) -> None:
        self._line = QRectF()
        self._zoom = 1.0
        self._marched: float | None = None  # pixels at a zoom of 1; None: it stands still

    @property
    def place(self) -> QRect:
        """All that changes when the dashes go on."""
        grown = (COLOURED * self._zoom) / 2 + 1
        return self._line.adjusted(0, -grown, -1.6 * HEAD * self._zoom, grown).toAlignedRect()

    @property
    def marches(self) -> bool:
        """Whether there are dashes."""
        return self._marched is not None

    def lay(self, left: float, right: float, middle: float, zoom: float) -> None:
        """From ``left`` to ``right`` at this height."""
        self._line, self._zoom = QRectF(left, middle, right - left, 0), zoom

    def march(self) -> None:
        """Dashes, a stride further."""
        self._marched = 0.0 if self._marched is None else (self._marched + STRIDE) % APART

    def rest(self) -> None:
        """One line again."""
        self._marched = None

    def draw(self, painter: QPainter, colour: QColor, ground: QColor, *, coloured: bool) -> None:
        """In this colour on that; thicker where the colour says something."""
        head, thick = HEAD * self._zoom, (COLOURED if coloured else PLAIN) * self._zoom
        left, right, middle = self._line.left(), self._line.right(), self._line.top()
        ends = QPointF(left, middle), QPointF(right - head, middle)
        painter.setPen(QPen(_mixed(colour, ground) if self.marches else colour, thick))
        painter.drawLine(*ends)
        if self._marched is not None:
            pen = QPen(colour, thick, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length * self._zoom / thick for length in (DASH, APART - DASH)])
            pen.setDashOffset(-self._marched * self._zoom / thick)
            painter.setPen(pen)
            painter.drawLine(*ends)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        tip = QPointF(right, middle)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-1.6 * head, -head), tip + QPointF(-1.6 * head, head)]))


def _mixed(colour: QColor, ground: QColor) -> QColor:
    channels = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(PALE * one + (1 - PALE) * other) for one, other in channels))
