"""The one line of a presentation: what is seen, and what to press next, where there is room for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolBar, QVBoxLayout, QWidget

from gui.bands.sentence import SentenceLine
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.design.typography import Role
from gui.sentences.rules import Words


class Caption(QToolBar):
    """There in a presentation only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar-caption")
        self.setWindowTitle(self.tr("Caption"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._line = SentenceLine(role=Role.FIGURE)
        self._line.setObjectName("caption")
        self._frame = QVBoxLayout(inside := QWidget())
        self._frame.addWidget(self._line)
        self.addWidget(inside)
        self.hide()

    def use_theme(self, theme: Theme) -> None:
        """As large as a figure, and above the gauges' names."""
        self._line.use_theme(theme)
        self._line.setMinimumHeight(round(QFontMetrics(theme.font(Role.FIGURE)).height() * 1.3))
        beside = theme.px(3.5 * STEP)
        self._frame.setContentsMargins(beside, 0, beside, theme.px(STEP / 2))

    def say(self, words: Words) -> None:
        """This from now on."""
        self._line.say(words, at_once=True)
