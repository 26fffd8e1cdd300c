"""A lane in the table of a race: its line as the plot draws it, its name, and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, RADIUS, STEP
from gui.design.typography import Role
from gui.widgets.controls import ToolButton
from gui.widgets.opaque_button import OpaqueButton

SAMPLE = 22  # pixels of a line
HEIGHT = 3 * STEP  # pixels, at least
DOES = ("mute", "alone", "drop")

Places = Sequence[tuple[int, int]]  # left and right of every column


@dataclass(frozen=True)
class Said:
    """What stands in a row."""

    label: str
    remark: str  # behind the label
    colour: str
    style: tuple[float, ...]
    cells: tuple[str, ...]
    selected: bool
    pale: bool  # it is not on the stage
    first: bool  # it leads


class Row(OpaqueButton):
    """A click looks at the lane, a double click renames it, a right click asks what else can be done."""

    renamed = Signal(str)
    asked = Signal(str)  # one of DOES

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"lane-{number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = LIGHT
        self._said = Said("", "", "#000000", (), (), False, False, False)
        self._places: Places = ()
        self._presented = False
        words = {"mute": self.tr("mute"), "alone": self.tr("alone"), "drop": self.tr("drop")}
        tips = {
            "mute": self.tr("Show this lane nowhere; it goes on all the same"),
            "alone": self.tr("Show only this lane, or all again"),
            "drop": self.tr("Give this lane up"),
        }
        self._buttons: dict[str, ToolButton] = {}
        for name in DOES:
            button = ToolButton(self)
            button.setObjectName(f"lane-{number}-{name}")
            button.setText(words[name])
            button.setToolTip(tips[name])
            button.setAccessibleName(f"{words[name]} {number}")
            button.setProperty("role", "quiet")
            button.setCursor(Qt.CursorShape.ArrowCursor)
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            button.hide()
            self._buttons[name] = button
        self._line = QLineEdit(self)
        self._line.setObjectName(f"lane-{number}-name")
        self._line.setAccessibleName(self.tr("Name of the lane"))
        self._line.hide()
        self._line.editingFinished.connect(self._rename)

    @property
    def said(self) -> Said:
        """What it says."""
        return self._said

    def say(self, said: Said) -> None:
        """This from now on."""
        if said == self._said:
            return
        self._said = said
        self.setAccessibleName(said.label)
        self.setAccessibleDescription(" · ".join((said.remark, *said.cells)).strip(" ·"))
        self._offer()
        self.update()

    def use_theme(self, theme: Theme, places: Places, *, presented: bool) -> None:
        """Draw in these colours, the numbers in these columns."""
        self._theme, self._places, self._presented = theme, tuple(places), presented
        for button in self._buttons.values():
            button.setFont(theme.font(Role.SMALL))
        self._line.setFont(theme.font())
        self._arrange()
        self._offer()
        self.update()

    def width_of_name(self, said: Said) -> int:
        """What its line, its name and its remark need."""
        px = self._theme.px
        wide = px(2 * STEP + SAMPLE + STEP) + self._metrics(self._bold()).horizontalAdvance(said.label)
        remark = self._metrics(self._theme.font(Role.SMALL)).horizontalAdvance(said.remark)
        return wide + (px(STEP) + remark if said.remark else 0) + px(STEP)

    def width_of_buttons(self) -> int:
        """What all of them need."""
        return sum(button.sizeHint().width() for button in self._buttons.values()) + self._theme.px(2 * STEP)

    def begin_to_rename(self) -> None:
        """Let a person type another name."""
        self._line.setText(self._said.label)
        self._line.setGeometry(self._name_box())
        self._line.show()
        self._line.selectAll()
        self._line.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.begin_to_rename()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._offer()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._offer(away=True)
        self.update()

    def resizeEvent(self, event: object) -> None:
        self._arrange()

    def keyPressEvent(self, event: object) -> None:
        key = getattr(event, "key", lambda: None)()
        if key == Qt.Key.Key_F2:
            self.begin_to_rename()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.asked.emit("drop")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, said = self._theme, self._said
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if said.selected or self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            chosen = theme.surface if theme.surface != theme.window else theme.raised
            painter.setBrush(QColor(chosen if said.selected else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        high = self._metrics(theme.font()).capHeight()
        base = (self.height() + high) // 2
        x = theme.px(2 * STEP)
        self._paint_sample(painter, x, base - high / 2)
        x += theme.px(SAMPLE + STEP)
        colour = theme.muted if said.pale else theme.text
        font = self._bold() if said.first or said.selected else theme.font()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        right = self._places[0][0] if self._places else self.width()
        label = self._metrics(font).elidedText(said.label, Qt.TextElideMode.ElideRight, right - x)
        painter.drawText(QPointF(x, base), label)
        x += self._metrics(font).horizontalAdvance(label) + theme.px(STEP)
        painter.setFont(theme.font(Role.SMALL))
        painter.setPen(QColor(theme.muted))
        if x + self._metrics(painter.font()).horizontalAdvance(said.remark) <= right:
            painter.drawText(QPointF(x, base), said.remark)
        painter.setPen(QColor(colour))
        for place, ((_, end), words) in enumerate(zip(self._places, said.cells, strict=False)):
            painter.setFont(self._bold() if said.first and not place else theme.font())
            wide = self._metrics(painter.font()).horizontalAdvance(words)
            painter.drawText(QPointF(end - wide, base), words)

    def _paint_sample(self, painter: QPainter, x: int, y: float) -> None:
        theme, said = self._theme, self._said
        pen = QPen(QColor(said.colour), theme.px(3 if said.selected else 2))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if said.style:
            pen.setDashPattern(said.style)
        painter.setOpacity(0.4 if said.pale else 1.0)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, y), QPointF(x + theme.px(SAMPLE), y))
        painter.setOpacity(1.0)

    def _offer(self, *, away: bool = False) -> None:
        """What can be done, where it is looked for."""
        shown = not self._presented and (self._said.selected or (self.underMouse() and not away) or self._said.pale)
        for button in self._buttons.values():
            button.setVisible(shown)

    def _arrange(self) -> None:
        right = self.width() - self._theme.px(STEP)
        for button in reversed(self._buttons.values()):
            size = button.sizeHint()
            button.setGeometry(right - size.width(), (self.height() - size.height()) // 2, size.width(), size.height())
            right -= size.width()
        self._line.setGeometry(self._name_box())

    def _name_box(self) -> QRect:
        left = self._theme.px(2 * STEP + SAMPLE)
        right = self._places[0][0] if self._places else self.width()
        return QRect(left, 0, max(right - left, self._theme.px(12 * STEP)), self.height())

    def _rename(self) -> None:
        if self._line.isHidden():
            return
        words = self._line.text().strip()
        self._line.hide()
        self.window().setFocus()
        if words and words != self._said.label:
            self.renamed.emit(words)

    def _bold(self) -> QFont:
        font = QFont(self._theme.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _metrics(self, font: QFont) -> QFontMetrics:
        return QFontMetrics(font)
