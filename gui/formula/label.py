"""A formula on the screen: set as mathematics as soon as it can be, in plain text until then, crisp at every ratio."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.formula.expressions import Formula
from gui.formula.notation import LATEX, PLAIN, WORDS
from gui.formula.typeset import SIZE, Typeset, typeset
from gui.widgets.behind import Behind

LARGE, SMALL = 21.0, 16.0  # pixels: letters of the reconstruction, and of what it uses
HALL = 1.25  # times as large where there is room, for a hall
LEAST = 0.62  # times: no smaller than that; what does not fit then is told when it is pointed at
BETWEEN = 2.5  # times STEP: from one equation to the next on a line


class FormulaLabel(QWidget):
    """Draws the reconstruction on the first line and what it uses below. Its tool tip has a line for every layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formula")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = LIGHT
        self._formula: Formula | None = None
        self._remark = ""
        self._ready = False  # whether formulas may be set: only behind the first paint
        self._set: tuple[Typeset, ...] = ()
        self._picture: QPixmap | None = None
        self._behind = Behind(self)
        self._behind.done.connect(self._on_set)

    @property
    def is_set(self) -> bool:
        """Whether it is there as mathematics."""
        return bool(self._set)

    def begin(self) -> None:
        """From now on formulas may be set."""
        self._ready = True
        self._ask()

    def show_formula(self, formula: Formula, title: str, remark: str = "") -> None:
        """Draw this formula; ``title`` says what it is, ``remark`` the value of a letter in it."""
        if remark != self._remark:
            self._remark, self._picture = remark, None
            self.update()
        if formula == self._formula:
            return
        self._formula = formula
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(WORDS.equation(each) for each in formula.short))
        lines = [PLAIN.equation(each) for each in formula.full]
        self.setToolTip("<br>".join(f"<nobr>{line}</nobr>" for line in lines))
        self._ask()

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self._ask()

    def natural_width(self) -> int:
        """Of its wider line, as large as it is meant to be."""
        first, rest = self._lines()
        remark = self._remark_width()
        return round(max(first.width(), rest.width() + remark, remark) + 2 * self._theme.px(STEP))

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), self._theme.px(6 * STEP))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._formula is None:
            return
        if self._picture is None or self._picture.devicePixelRatioF() != self.devicePixelRatioF():
            self._picture = self._made()
        QPainter(self).drawPixmap(0, 0, self._picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = None

    def _ask(self) -> None:
        self._picture, self._set = None, ()
        if self._formula is not None and self._ready:
            latex = [LATEX.equation(each) for each in self._formula.short]
            colours = [self._theme.text, *[self._theme.muted] * (len(latex) - 1)]
            self._behind.ask("formula", lambda: tuple(map(typeset, latex, colours)))
        self.update()

    def _on_set(self, _: str, result: tuple[Typeset, ...]) -> None:
        self._set, self._picture = result, None
        self.updateGeometry()
        self.update()

    def _lines(self) -> tuple[QSizeF, QSizeF]:
        """The sizes of the reconstruction's line and of the line below it."""
        if self._formula is None:
            return QSizeF(), QSizeF()
        sizes = [self._size(index) for index in range(len(self._formula.short))]
        below = sizes[1:]
        between = max(0, len(below) - 1) * self._theme.px(BETWEEN * STEP)
        width = sum(size.width() for size in below) + between
        return sizes[0], QSizeF(width, max((size.height() for size in below), default=0))

    def _size(self, index: int) -> QSizeF:
        letters = self._theme.zoom * (SMALL if index else LARGE) * (HALL if self._theme.presented else 1)
        if self._set:
            made = self._set[index]
            return QSizeF(made.width, made.height) * (letters / SIZE)
        assert self._formula is not None
        metrics = QFontMetricsF(self._theme.font(Role.SMALL if index else Role.BODY))
        return QSizeF(metrics.horizontalAdvance(PLAIN.equation(self._formula.short[index])), metrics.height())

    def _remark_width(self) -> float:
        metrics = QFontMetricsF(self._theme.font())
        return metrics.horizontalAdvance(self._remark) + self._theme.px(BETWEEN * STEP) if self._remark else 0.0

    def _made(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        assert self._formula is not None
        first, rest = self._lines()
        remark = self._remark_width()
        widest = max(first.width(), rest.width() + remark, 1.0)
        height = first.height() + max(rest.height(), 1.0)
        scale = min(1.0, self.width() / widest, self.height() / height)
        if scale < LEAST:
            scale, rest = min(1.0, self.width() / max(first.width(), 1.0)), QSizeF()
        shown = range(1 if rest.isEmpty() else len(self._formula.short))
        line = first.height() + rest.height()
        below = rest.height() or (QFontMetricsF(self._theme.font()).height() if remark else 0.0)
        line = first.height() + below
        top = (self.height() - line * scale) / 2
        left = max(0.0, (self.width() - widest * scale) / 2)
        painter.translate(left, top)
        painter.scale(scale, scale)
        x = 0.0
        for index in shown:
            size = self._size(index)
            place = QPointF(x, first.height() + (below - size.height()) / 2) if index else QPointF()
            self._draw(painter, index, QRectF(place, size))
            x += size.width() + self._theme.px(BETWEEN * STEP) if index else 0.0
        if remark:
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.muted)
            painter.drawText(QRectF(x, first.height(), remark, below), Qt.AlignmentFlag.AlignVCenter, self._remark)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, index: int, place: QRectF) -> None:
        if self._set:
            QSvgRenderer(QByteArray(self._set[index].svg)).render(painter, place)
            return
        assert self._formula is not None
        painter.setFont(self._theme.font(Role.SMALL if index else Role.BODY))
        painter.setPen(self._theme.muted if index else self._theme.text)
        text = PLAIN.equation(self._formula.short[index])
        flags: Sequence[Qt.AlignmentFlag] = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place, int(flags[0] | flags[1]), text)
