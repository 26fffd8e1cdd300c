"""Canvases beside each other, one a lane, each under a head in the lane's colour; of a single lane there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.race.looks import LaneLook
from gui.widgets.opaque_button import OpaqueButton

HEAD = 3 * STEP  # pixels high
BETWEEN = 2 * STEP  # two columns


class SideBySide(QWidget):
    """``make`` makes the canvas of a column, by its place; ``lane_chosen`` carries the name of a lane."""

    lane_chosen = Signal(str)

    def __init__(self, name: str, make: Callable[[int], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._make = name, make
        self._canvases: list[QWidget] = []
        self._heads: list[Head] = []
        self._count, self._before, self._theme = 0, 0, LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 72)
        self.set_count(1)

    @property
    def count(self) -> int:
        """How many columns are shown."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show so many columns."""
        if count == self._count:
            return
        while len(self._canvases) < count:
            place = len(self._canvases)
            canvas = self._make(place)
            canvas.setParent(self)
            canvas.setMinimumSize(1, 1)
            self._canvases.append(canvas)
        while len(self._heads) < count and count > 1:
            head = Head(f"{self._name}-head-{len(self._heads) + 1}", self)
            head.clicked.connect(lambda _=False, head=head: self.lane_chosen.emit(head.lane))
            self._heads.append(head)
        self._count = count
        self._arrange()
        for place, canvas in enumerate(self._canvases):
            canvas.setVisible(place < count)
        for place, head in enumerate(self._heads):
            head.setVisible(count > 1 and place < count)

    def show_lanes(self, looks: Sequence[LaneLook], looked_at: str, theme: Theme, before: int = 0) -> None:
        """A column for each of these, the first ``before`` pixels wider, for the words that are at its left."""
        self.set_count(len(looks))
        if (before, theme) != (self._before, self._theme):
            self._before, self._theme = before, theme
            self._arrange()
        for head, look in zip(self._heads, looks, strict=False):
            head.say(look, theme, before if head is self._heads[0] else 0, looked_at=look.name == looked_at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """All of one width, but for what the first has before it."""
        several = self._count > 1
        before, between = (self._before, self._theme.px(BETWEEN)) if several else (0, 0)
        # As high as the letters want it, which are larger before a hall.
        letters = QFontMetrics(self._theme.font(Role.BODY)).height()
        top = max(self._theme.px(HEAD), letters + self._theme.px(STEP)) if several else 0
        wide = max((self.width() - before - (self._count - 1) * between) // self._count, 1)
        left = 0
        for place in range(self._count):
            width = wide + (before if not place else 0)
            if several:
                self._heads[place].setGeometry(left, 0, width, top)
            self._canvases[place].setGeometry(left, top, width, max(self.height() - top, 1))
            left += width + between


class Head(OpaqueButton):
    """The lane's name over its line, as the plot draws it. A click looks at the lane."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table's rows do the same
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._said: tuple[LaneLook, Theme, int, bool] | None = None

    @property
    def lane(self) -> str:
        """The name of the lane below it."""
        return self._said[0].name if self._said is not None else ""

    @property
    def label(self) -> str:
        """What it says."""
        return self._said[0].label if self._said is not None else ""

    def say(self, look: LaneLook, theme: Theme, before: int, *, looked_at: bool) -> None:
        """This lane, ``before`` pixels from the left."""
        said = look, theme, before, looked_at
        if said != self._said:
            self._said = said
            self.setAccessibleName(look.label)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._said is None:
            return
        look, theme, before, looked_at = self._said
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        font = QFont(theme.font(Role.BODY))
        font.setWeight(QFont.Weight.DemiBold if looked_at else QFont.Weight.Medium)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        painter.setPen(QColor(theme.text if looked_at or self.underMouse() else theme.muted))
        words = metrics.elidedText(look.label, Qt.TextElideMode.ElideRight, self.width() - before)
        thick = theme.px(3 if looked_at else 2)
        room = self.height() - theme.px(STEP / 2) - theme.px(3)
        painter.drawText(QPointF(before, (room + metrics.capHeight()) / 2), words)
        pen = QPen(QColor(look.colour(theme)), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if look.style:
            pen.setDashPattern(look.style)
        painter.setPen(pen)
        y = room + theme.px(3) - thick / 2
        painter.drawLine(QPointF(before, y), QPointF(self.width(), y))
