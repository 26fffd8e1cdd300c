"""The line of time in a person's hand: what a click, a drag and the wheel want to see, and what is told on hover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.messages.snapshot import LaneSnapshot
from gui.bands import timeline_words as words
from gui.bands.timeline_layout import Layout, laid_out
from gui.bands.timeline_picture import Label, Picture, height_of
from gui.bands.timeline_scale import TimeScale
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.painting.numbers import grouped
from gui.widgets.tips import wrapped

EDGE = 1.5 * STEP  # from the ends of the line to those of the widget
NEAR = 5.0  # pixels; what happened so near to the pointer is meant
NOTCH = 120  # of a wheel


class Track(QWidget):
    """``step_wanted`` carries a step to be looked at, ``turned`` how many kept ones further the wheel was turned.

    It is painted anew where something on it has moved by a pixel.
    """

    step_wanted = Signal(int)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline-track")
        self.setAccessibleName(self.tr("Timeline"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = LIGHT
        self._lane: LaneSnapshot | None = None
        self._dial: float | None = None
        self._place: int | None = None
        self._log_steps = True
        self._layout: Layout | None = None
        self._ticks: list[QLineF] | None = None
        self._head = 0  # the pixel of now
        self._hovered: float | None = None
        self._turned = 0

    @property
    def scale(self) -> TimeScale:
        """Where its steps are."""
        assert self._layout is not None, "no lane was shown yet"
        return self._layout.scale

    def show_lane(self, lane: LaneSnapshot, dial: float | None) -> None:
        """The story of this lane up to now; ``dial`` is where the dial stood at first."""
        self._lane, self._dial = lane, dial
        self._lay_out()

    def show_place(self, place: int | None) -> None:
        """What is looked at; ``None`` for now."""
        if place != self._place:
            self._place = place
            self.update()

    def lay_out(self, *, log_steps: bool) -> None:
        """Over log steps, or over steps."""
        self._log_steps = log_steps
        self._lay_out()

    def use_theme(self, theme: Theme) -> None:
        """Colours and sizes."""
        self._theme, self._layout = theme, None
        self.setFixedHeight(height_of(theme))
        self._lay_out()
        self.update()

    def words_at(self, pixel: float) -> str:
        """What is said of this place: the step, what was changed there, and what is kept."""
        lane, layout = self._lane, self._layout
        if lane is None or layout is None:
            return ""
        return words.told(self._step_at(pixel), layout.near(pixel, self._theme.px(NEAR)), lane, layout.lived)

    def sizeHint(self) -> QSize:
        return QSize(0, height_of(self._theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._want(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._want(event.position().x())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        # A touchpad sends many small turns. Down and to the right is on, as on a page.
        self._turned += delta.y() or delta.x()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.turned.emit(-notches)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hover(event.position().x())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), wrapped(self.words_at(event.pos().x())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.window))
        layout, lane = self._layout, self._lane
        if layout is None or lane is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = Picture(painter, QSizeF(self.size()), self._theme)
        seen = layout.scale.pixel(self._place) if self._place is not None else None
        if self._ticks is None:
            self._ticks = picture.ticks(layout)
        picture.draw_line(layout, self._head, seen)
        picture.draw_ticks(self._ticks)
        picture.draw_flags(layout.flags)
        picture.draw_head(self._head, lost=lane.diverged, seen=seen)
        picture.draw_labels(self._labels(layout, seen))
        if self.hasFocus():
            picture.draw_ring()

    def _lay_out(self) -> None:
        lane, before = self._lane, self._layout
        if lane is None or self.width() < 2:
            return
        edge, now = self._theme.px(EDGE), lane.moment.step
        scale = TimeScale.holding(now, edge, self.width() - edge, log_steps=self._log_steps)
        head, was = round(scale.pixel(now)), self._head
        self._layout = layout = laid_out(lane, scale, self._dial, self._theme, before)
        self._head = head
        if before is None or layout.pieces is not before.pieces or layout.ticks is not before.ticks:
            self._ticks = None
            self.update()
        elif head != was:
            # From where it was to there, and nothing beside it.
            wide = QFontMetricsF(self._theme.font(Role.SMALL)).horizontalAdvance(self.tr("live")) + self._theme.px(STEP)
            left, right = min(head, was) - wide / 2, max(head, was) + wide / 2
            self.update(QRectF(left, 0, right - left, self.height()).toAlignedRect())

    def _labels(self, layout: Layout, seen: float | None) -> list[Label]:
        theme = self._theme
        found = [Label(self._head, self.tr("live"), theme.muted)]
        if self._hovered is not None and self._hovered < self._head:
            step = self._step_at(self._hovered)
            # What the pointer is at matters more than now, which has its own mark.
            found.insert(0 if seen is None else 1, Label(layout.scale.pixel(step), grouped(step), theme.muted))
        if seen is not None and self._place is not None:
            found.insert(0, Label(seen, grouped(self._place), theme.text))
        return found

    def _step_at(self, pixel: float) -> int:
        """The kept one that a click there would show, or the one that it is at."""
        if self._lane is None or self._layout is None:
            return 0
        if pixel >= self._head:
            return self._lane.moment.step
        return self._lane.kept.nearest(self._layout.scale.step(pixel))

    def _want(self, pixel: float) -> None:
        lane, layout = self._lane, self._layout
        if lane is None or layout is None:
            return
        near = layout.near(pixel, self._theme.px(NEAR))
        step = near[0] if near else layout.scale.step(pixel)
        self.step_wanted.emit(lane.moment.step if pixel >= self._head - 1 else step)

    def _hover(self, pixel: float | None) -> None:
        self._hovered = pixel
        self.update()
