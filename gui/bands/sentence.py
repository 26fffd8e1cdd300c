"""The one sentence: what is seen in the window's text colour, what to press next in less weight, keys as keys."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.sentences.rules import Words

AT_LEAST = 2.0  # seconds that a sentence can be read before another takes its place


class SentenceLine(QWidget):
    """On one line, within its margins; what comes next goes whole where there is no room for all of it.

    ``said`` carries the words that it says from now on.
    """

    said = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        role: Role = Role.BODY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sentence")
        self.setAccessibleName(self.tr("What is seen, and what to press next"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._role, self._clock = role, clock
        self._words = Words("")
        self._since = float("-inf")
        self._later = Words("")  # what it says once the sentence has been there for long enough
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.say(self._later, at_once=True))
        self._theme = LIGHT

    @property
    def words(self) -> Words:
        """What it says."""
        return self._words

    def say(self, words: Words, *, at_once: bool = False) -> None:
        """This from now on, as soon as the last sentence has been there for long enough; ``at_once`` after a command.

        What stands still says nothing twice: the last words that came too early are said when their time has come.
        """
        now = self._clock()
        early = AT_LEAST - (now - self._since)
        if words != self._words and early > 0 and not at_once:
            self._later = words
            if not self._timer.isActive():
                self._timer.start(math.ceil(1000 * early))
            return
        self._timer.stop()
        if words == self._words:
            return
        self._words, self._since = words, now
        self.setAccessibleDescription(plain(words))
        self.setToolTip(plain(words))
        self.said.emit(words)
        self.update()

    def use_theme(self, theme: Theme) -> None:
        """Colours and sizes."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(self._role)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        room = self.contentsRect()
        x = float(room.left())
        y = room.top() + (room.height() + metrics.capHeight()) // 2
        for word, later in _fitting(self._words, metrics, room.width(), theme.px(STEP / 2)):
            x = self._draw_word(painter, metrics, x, y, word, later)
            x += metrics.horizontalAdvance(" ")

    def _draw_word(self, painter: QPainter, metrics: QFontMetrics, x: float, y: float, word: str, later: bool) -> float:
        theme, beside = self._theme, self._theme.px(STEP / 2)
        for piece in _KEY.split(word):
            if not piece:
                continue
            if piece.startswith("["):
                key = piece[1:-1]
                wide = metrics.horizontalAdvance(key) + 2 * beside
                painter.setPen(QPen(QColor(theme.outline), 1))
                painter.setBrush(QColor(theme.surface))
                cap = metrics.capHeight()
                painter.drawRoundedRect(QRectF(x + 0.5, y - cap - 4.5, wide - 1, cap + 8), 4, 4)
                painter.setPen(QColor(theme.text))
                painter.drawText(QPointF(x + beside, y), key)
                x += wide
                continue
            painter.setPen(QColor(theme.muted if later else theme.text))
            painter.drawText(QPointF(x, y), piece)
            x += metrics.horizontalAdvance(piece)
        return x


_KEY = re.compile(r"(\[[^\]]+\])")


def plain(words: Words) -> str:
    """As it is read aloud."""
    return f"{words.seen} {words.then}".strip().replace("[", "").replace("]", "")


def _fitting(words: Words, metrics: QFontMetrics, room: int, beside: int) -> list[tuple[str, bool]]:
    """Its words, each with whether it belongs to what comes next, where there is room for all; else those of what is
    seen, as far as there is room; then "…"."""
    said = [(word, False) for word in words.seen.split(" ") if word]
    said += [(word, True) for word in words.then.split(" ") if word]
    space, dots = metrics.horizontalAdvance(" "), metrics.horizontalAdvance(" …")
    wide, kept = 0.0, 0
    for number, (word, _) in enumerate(said):
        keys = (2 * beside - metrics.horizontalAdvance("[]")) * word.count("[")
        wide += metrics.horizontalAdvance(word) + keys
        if wide + (dots if number + 1 < len(said) else 0) <= room:
            kept = number + 1
        wide += space
    # All of it, where the last word fits.
    if kept == len(said):
        return said
    if words.then:
        return _fitting(words._replace(then=""), metrics, room, beside)
    return [*said[:kept], ("…", False)]
