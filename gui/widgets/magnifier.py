"""A floating card that shows pictures large, with the words that go with them, while something is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role

SIDE = 240  # pixels, the longer side of a picture


@dataclass(frozen=True, eq=False)
class Large:
    """One picture."""

    name: str
    words: str
    picture: QImage | None  # None: not known yet


class Magnifier(QWidget):
    """Stands beside what it magnifies, never over it where there is room, and takes neither mouse nor keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = LIGHT
        self._heading = self._remark = ""
        self._pictures: tuple[Large, ...] = ()
        self._size = QSize(SIDE, SIDE)

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.update()

    def picture_size(self, aspect: float) -> QSize:
        """How large a picture of this height by width is to be, in pixels."""
        side = self._theme.px(SIDE)
        return QSize(side, round(side * aspect)) if aspect <= 1 else QSize(round(side / aspect), side)

    def say(self, heading: str, pictures: tuple[Large, ...], remark: str, size: QSize) -> None:
        """Show these pictures, each of this size in pixels."""
        self._heading, self._pictures, self._remark, self._size = heading, pictures, remark, size
        self.setAccessibleName(self.words())
        self.update()

    def words(self) -> str:
        """All that is written."""
        each = (f"{large.name}: {large.words}" for large in self._pictures)
        return ". ".join((self._heading, *each, *([self._remark] if self._remark else [])))

    def show_beside(self, box: QRect, among: QRect) -> None:
        """Stand beside this box of the screen, where little is covered of what it stands ``among``."""
        card, screen = self.sizeHint(), self.screen().availableGeometry()
        space = self._theme.px(STEP)
        x, y = (box.center() - QRect(QPoint(), card).center()).toTuple()
        x = max(screen.left(), min(x, screen.right() + 1 - card.width()))
        y = max(screen.top(), min(y, screen.bottom() + 1 - card.height()))
        places = [
            QRect(QPoint(*corner), card)
            for corner in (
                (box.right() + space, y),
                (box.left() - space - card.width(), y),
                (x, box.top() - space - card.height()),
                (x, box.bottom() + space),
            )
        ]
        fitting = [place for place in places if screen.contains(place)] or [QRect(QPoint(x, y), card)]
        self.setGeometry(min(fitting, key=lambda place: _area(place & among)))
        if not self.isVisible():
            self.show()

    def sizeHint(self) -> QSize:
        pad, gap, line = self._theme.px(1.5 * STEP), self._theme.px(STEP), self._line()
        count = max(1, len(self._pictures))
        lines = 4 if self._remark else 3
        wide = count * self._size.width() + (count - 1) * gap
        return QSize(wide + 2 * pad, round(self._size.height() + lines * line + gap + 2 * pad))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        pad, gap, line = theme.px(1.5 * STEP), theme.px(STEP), self._line()
        room = self.width() - 2 * pad
        self._write(painter, QRectF(pad, pad, room, line), self._heading, theme.text, Role.TITLE)
        top = pad + line + gap
        for index, large in enumerate(self._pictures):
            left = pad + index * (self._size.width() + gap)
            box = QRectF(left, top, self._size.width(), self._size.height())
            painter.fillRect(box, QColor(theme.raised))
            if large.picture is not None:
                painter.drawImage(box, large.picture)
            below = QRectF(left, box.bottom(), box.width(), line)
            self._write(painter, below, large.name, theme.text, Role.BODY)
            self._write(painter, below.translated(0, line), large.words, theme.muted, Role.SMALL)
        if self._remark:
            self._write(
                painter, QRectF(pad, self.height() - pad - line, room, line), self._remark, theme.text, Role.BODY
            )

    def _write(self, painter: QPainter, box: QRectF, words: str, colour: str, role: Role) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(QColor(colour))
        elided = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)

    def _line(self) -> float:
        return QFontMetricsF(self._theme.font()).height() * 1.25


def _area(box: QRect) -> int:
    return max(0, box.width()) * max(0, box.height())
