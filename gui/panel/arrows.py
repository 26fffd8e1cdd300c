"""The small buttons at the right end of a field, and the mark that a list can be opened."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

SIZE = 9.0  # pixels of a sign, at no zoom


class Sign(StrEnum):
    """What is drawn on one."""

    UP = "up"
    DOWN = "down"
    MORE = "more"
    LESS = "less"


class Arrow(QAbstractButton):
    """Takes no focus: whoever types goes on typing. Held down it goes on by itself."""

    def __init__(self, sign: Sign, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAutoRepeat(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(16, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().text().color() if self.underMouse() else self.palette().placeholderText().color()
        if not self.isEnabled():
            colour.setAlphaF(0.4)
        draw(painter, self._sign, QPointF(self.rect().center()) + QPointF(0.5, 0.5), colour, self._scale())

    def _scale(self) -> float:
        # The width is the zoom's.
        return self.width() / 16


class Chevron(QWidget):
    """Says that there is a list; clicks go to what it lies on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().placeholderText().color()
        painter.setPen(QPen(colour, 1.5 * self.width() / 16, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        middle, half = QPointF(self.rect().center()) + QPointF(0.5, 0.5), 4 * self.width() / 16
        points = [QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2)]
        painter.drawPolyline(QPolygonF([middle + point for point in points]))


def draw(painter: QPainter, sign: Sign, middle: QPointF, colour: QColor, scale: float) -> None:
    """One sign around ``middle``."""
    half = SIZE * scale / 2
    if sign in (Sign.UP, Sign.DOWN):
        tip = -half / 2 if sign == Sign.UP else half / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        wide = half * 0.85
        painter.drawPolygon(
            QPolygonF([middle + QPointF(-wide, -tip), middle + QPointF(wide, -tip), middle + QPointF(0, tip)])
        )
        return
    painter.setPen(QPen(colour, 1.5 * scale, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))
    if sign == Sign.MORE:
        painter.drawLine(middle - QPointF(0, half), middle + QPointF(0, half))
