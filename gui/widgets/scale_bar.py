"""The bar that says which value a colour stands for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.painting import colours, images

BAR = 64, 10  # pixels
SPACE = 6


class ScaleBar(QWidget):
    """−limit, the colours, limit; where there is less room only ±limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = ""
        self._brief = False
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def limit(self) -> str:
        """The number."""
        return self._limit

    def show_limit(self, limit: str) -> None:
        """The number at its ends."""
        if limit != self._limit:
            self._limit = limit
            self.updateGeometry()
            self.setAccessibleName(self.tr("scale from −{0} to {0}").format(limit))
            self.setToolTip(self.accessibleName())
            self.update()

    def text(self) -> str:
        """The number, as it can be read now."""
        if self._brief:
            return f"±{self._limit}"
        return f"−{self._limit} {self._limit}"

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and colours."""
        self._theme = theme
        self.setFont(theme.font())
        self.updateGeometry()
        self.update()

    def be_brief(self, brief: bool) -> None:
        """Without the colours."""
        if brief != self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        # As wide as the widest usual number: nothing beside it moves.
        if self._brief:
            return QSize(round(self._number("±")), self._height())
        return QSize(round(2 * self._number("−") + self._theme.px(BAR[0] + 2 * SPACE)), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        painter.setPen(QColor(self._theme.text))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self._brief:
            painter.drawText(box, right, self.text())
            return
        number = QFontMetricsF(self.font()).horizontalAdvance(self._limit)
        wide, high = self._theme.px(BAR[0]), self._theme.px(BAR[1])
        space = self._theme.px(SPACE)
        bar = QRectF(box.right() - number - space - wide, box.center().y() - high / 2, wide, high)
        painter.drawText(box, right, self._limit)
        painter.drawText(QRectF(0, 0, bar.left() - space, box.height()), right, f"−{self._limit}")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(bar, high / 3, high / 3)
        painter.setClipPath(outline)
        painter.drawImage(bar, _ramp(self._theme.dark))
        painter.setClipping(False)
        painter.setPen(QColor(self._theme.line))
        painter.drawPath(outline)

    def _number(self, sign: str) -> float:
        metrics = QFontMetricsF(self.font())
        usual = ("0.00", self._limit)
        return max(metrics.horizontalAdvance(f"{sign}{number}") for number in usual)

    def _height(self) -> int:
        return max(self.fontMetrics().height(), self._theme.px(BAR[1]))


@cache
def _ramp(dark: bool) -> QImage:
    return images.image(colours.diverging_of(dark)[None, 1:].repeat(2, axis=0))
