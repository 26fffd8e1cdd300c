"""One line of words beside the colours they explain; their figures where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.widgets.ruler import Ruler

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
        self._ruler = Ruler()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Or all that lies behind it would be painted first, under a style sheet, for every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def text(self) -> str:
        """What can be read."""
        return "  ".join(words for words, _ in self._words())

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
        metrics = self.fontMetrics()
        text, x = self.palette().windowText().color(), 0.0
        middle = self.height() // 2
        baseline = (self.height() - metrics.height()) / 2 + metrics.ascent()
        for entry, (words, width) in zip(self._entries, self._words(), strict=True):
            if x + SAMPLE + GAP + width > self.width():
                break  # Rather nothing than half a word.
            style = Qt.PenStyle.DotLine if entry.dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(entry.colour), 3, style, Qt.PenCapStyle.FlatCap))
            painter.drawLine(round(x), middle, round(x + SAMPLE), middle)
            painter.setPen(text)
            painter.drawText(QPointF(x + SAMPLE + GAP, baseline), words)
            x += SAMPLE + 3 * GAP + width

    def _words(self) -> list[tuple[str, float]]:
        """Of every entry, with its figure if there is room for all; and how wide they are."""
        font = self.font()
        for choice in ([f"{entry.words} {entry.figure}" for entry in self._entries], [e.words for e in self._entries]):
            widths = [self._ruler.width(words, font) for words in choice]
            if sum(widths) + len(widths) * (SAMPLE + 3 * GAP) < self.width():
                break
        return list(zip(choice, widths, strict=True))
