"""What was pressed, drawn into a picture like the cap of a key: whoever watches a film can't see a keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

SECONDS = 1.2  # that it is in sight
SIDE = 72.0  # pixels of a key with one letter, in the window's measure
MARGIN = 56.0  # from the lower edge of the picture


def draw(picture: QPixmap, key: str, widget: QWidget) -> None:
    """Into the middle of the lower edge, in the letters of ``widget`` and its colours the other way round."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(widget.font())
    font.setPixelSize(round(SIDE / 2))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    size = picture.deviceIndependentSize()
    width = max(SIDE, painter.fontMetrics().horizontalAdvance(key) + SIDE / 2)
    cap = QRectF(0, 0, width, SIDE)
    cap.moveCenter(QPointF(size.width() / 2, size.height() - MARGIN - SIDE / 2))
    colours = widget.palette()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.windowText())
    painter.drawRoundedRect(cap, SIDE / 6, SIDE / 6)
    painter.setPen(colours.window().color())
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    painter.end()
