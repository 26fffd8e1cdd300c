"""What is done on the way through the model strip: words over an arrow, and below it what they mean."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.bands.model_strip_arrow import Arrow
from gui.bands.model_strip_pieces import ROOM, Piece
from gui.bands.model_strip_words import Words
from gui.design.theme import Theme
from gui.design.typography import Role

LOWER = -1.0  # pixels: where the words over an arrow end, below the middle of the strip


class Link(Piece):
    """Words over an arrow that leads on to the right."""

    def __init__(self, name: str, product: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._product = product  # whether something is multiplied by what it names
        self._words = Words("")
        self._short = False
        self._line: str | None = None
        self._arrow = Arrow()

    @property
    def words(self) -> Words:
        """What it says."""
        return self._words

    def say(self, words: Words, line: str | None = None) -> bool:
        """Say this from now on, over an arrow in a colour of its own; True if the words are others."""
        changed = words != self._words
        if changed or line != self._line:
            self._words, self._line = words, line
            self.updateGeometry()
            self.update()
        return changed

    def shorten(self, short: bool) -> None:
        """Say what matters alone, or all."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def march(self) -> None:
        """Let the dashes of the arrow go on; nothing else is painted."""
        self._arrow.march()
        self.update(self._arrow.place)

    def rest(self) -> None:
        """Let the arrow be one line."""
        if self._arrow.marches:
            self._arrow.rest()
            self.update(self._arrow.place)

    def natural_width(self) -> float:
        return sum(width for _, width, _ in self._parts()) + 2 * self.theme.px(ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def use_theme(self, theme: Theme) -> None:
        super().use_theme(theme)
        self._lay()

    def _lay(self) -> None:
        self._arrow.lay(1, self.width() - 1.0, self._below_words() + self.theme.px(3), self.theme.zoom)

    def _below_words(self) -> float:
        return self.height() / 2 + self.theme.px(LOWER)

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        if not self._arrow.place.contains(exposed):
            self._write(painter)
        colour, ground = QColor(self._line or self.theme.muted), QColor(self.theme.surface)
        self._arrow.draw(painter, colour, ground, coloured=self._line is not None)

    def _write(self, painter: QPainter) -> None:
        x, below = float(self.theme.px(ROOM)), self._below_words()
        for text, width, strong in self._parts():
            painter.setFont(self.theme.font(Role.TITLE if strong else Role.SMALL))
            painter.setPen(QColor(self.theme.text if strong else self.theme.muted))
            place = QRectF(x, 0, width + 1, below)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
            x += width
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(QColor(self.theme.muted))
        note = QRectF(self.theme.px(ROOM), below, self.width() - 2.0 * self.theme.px(ROOM), self.height() - below)
        if QFontMetricsF(painter.font()).horizontalAdvance(self._words.note) <= note.width():
            painter.drawText(note, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._words.note)

    def _parts(self) -> list[tuple[str, float, bool]]:
        """Text, width, whether it is strong."""
        said = [("× ", False)] if self._product else []
        said.append((self._words.name, True))
        if self._words.rest and not self._short:
            said.append((f",  {self._words.rest}" if self._words.name else self._words.rest, False))
        fonts = {
            strong: QFontMetricsF(self.theme.font(Role.TITLE if strong else Role.SMALL)) for strong in (True, False)
        }
        return [(text, fonts[strong].horizontalAdvance(text), strong) for text, strong in said]
