"""One line of words beside the colours they explain; their figures where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

SAMPLE, GAP = 14.0, 6.0  # pixels of a line's sample, and between things


@dataclass(frozen=True)
class Entry:
    """A curve's name, its newest value, and how it is drawn."""

    words: str
    figure: str
    colour: str
    dashed: bool = False


class Legend(QWidget):
    """Paints itself: a label of rich text would be parsed and laid out again for every frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Or all that lies behind it would be painted first, under a style sheet, for every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def text(self) -> str:
        """What can be read."""
        figures = self._figures_fit()
        return "  ".join(f"{each.words} {each.figure}" if figures else each.words for each in self._entries)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these from now on."""
        if entries != self._entries:
            self._entries = entries
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(self.font()).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        metrics = QFontMetricsF(self.font())
        figures = self._figures_fit()
        text, x = self.palette().windowText().color(), 0.0
        for entry in self._entries:
            style = Qt.PenStyle.DotLine if entry.dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(entry.colour), 3, style, Qt.PenCapStyle.FlatCap))
            painter.drawLine(round(x), self.height() // 2, round(x + SAMPLE), self.height() // 2)
            painter.setPen(text)
            words = f"{entry.words} {entry.figure}" if figures else entry.words
            width = metrics.horizontalAdvance(words)
            box = QRectF(x + SAMPLE + GAP, 0, width, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            x = box.right() + 2 * GAP

    def _figures_fit(self) -> bool:
        words = "".join(f"{entry.words} {entry.figure}" for entry in self._entries)
        width = QFontMetricsF(self.font()).horizontalAdvance(words) + len(self._entries) * (SAMPLE + 3 * GAP)
        return width < self.width()
