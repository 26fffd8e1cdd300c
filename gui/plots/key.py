"""What solid and dotted mean, in a line above a plot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.design.typography import Role
from gui.plots.line import Stroke
from gui.plots.pens import pen

SAMPLE, GAP, BETWEEN = 22, 5, 14  # pixels: of a line, to its name, to the next


class Key(QWidget):
    """Samples of two lines with their names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = "", ""
        self.theme: Theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, solid: str, dotted: str) -> None:
        """What the solid and the dotted lines are."""
        if (solid, dotted) != self._names:
            self._names = solid, dotted
            self.updateGeometry()
            self.update()

    def use_theme(self, theme: Theme) -> None:
        """Draw in its colours and type from now on."""
        self.theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.theme.font(Role.SMALL))
        words = sum(metrics.horizontalAdvance(name) for name in self._names)
        return QSize(words + self.theme.px(2 * (SAMPLE + GAP) + BETWEEN), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, px, x = painter.fontMetrics(), self.theme.px, 0
        middle = self.height() / 2
        for name, dots in zip(self._names, (False, True), strict=True):
            stroke = pen(Stroke(self.theme.muted, 2.0, dots=dots))
            stroke.setCosmetic(False)
            painter.setPen(stroke)
            painter.drawLine(QPointF(x + 1, middle), QPointF(x + px(SAMPLE), middle))
            painter.setPen(QColor(self.theme.muted))
            x += px(SAMPLE + GAP)
            painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), name)
            x += metrics.horizontalAdvance(name) + px(BETWEEN)
