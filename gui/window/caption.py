"""The one line of a presentation: what was done last, and what came of it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolBar, QWidget

from core.experiment.choices import CHOICES, DECODERS
from core.messages.snapshot import LaneSnapshot, Mark
from gui.design.theme import Theme
from gui.design.typography import Role
from gui.painting.numbers import figure, grouped
from gui.panel.words import label, title
from gui.widgets.elided import Elided


class Caption(QToolBar):
    """There in a presentation only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar-caption")
        self.setWindowTitle(self.tr("Caption"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._line = Elided()
        self._line.setObjectName("caption")
        self.addWidget(self._line)
        self.hide()

    def use_theme(self, theme: Theme) -> None:
        """As large as a figure."""
        self._line.setFont(theme.font(Role.FIGURE))
        self._line.setMinimumHeight(round(self._line.fontMetrics().height() * 1.5))

    def show_lane(self, lane: LaneSnapshot) -> None:
        """Say what was done last, or what is going on."""
        if lane.marks:
            self._line.say(self._words(lane.marks[-1]))
        else:
            decoder = DECODERS[lane.experiment.decoder].title
            self._line.say(self.tr("{0} · step {1}").format(decoder, grouped(lane.moment.step)))

    def _words(self, mark: Mark) -> str:
        done = ", ".join(self._change(key, value) for key, value in mark.changes)
        words = self.tr("{0} at step {1}").format(done, grouped(mark.step))
        before, after = figure(mark.before), figure(mark.after)
        if math.isfinite(mark.before) and math.isfinite(mark.after) and before != after:
            words += self.tr(": loss {0} → {1}").format(before, after)
        return words

    def _change(self, key: str, value: object) -> str:
        if key == "decoder":
            return self.tr("decoder → {0}").format(DECODERS[str(value)].title)
        if key == "balance":
            return self.tr("W balanced")
        if key in ("rewind", "return"):
            return self.tr("back to step {0}").format(value)
        shown = title(key, str(value)) if key in CHOICES else (f"{value:g}" if isinstance(value, float) else value)
        return f"{label(key)} → {shown}"
