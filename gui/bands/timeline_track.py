"""The line of time: what was in force when, what is kept, where one looks, and where the network is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.messages.snapshot import LaneSnapshot
from gui.bands import timeline_words as words
from gui.bands.timeline_scale import TimeScale
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.painting.colours import mixed
from gui.painting.numbers import grouped
from gui.plots.story import Stay, stays, symbol
from gui.widgets.tips import wrapped

HEIGHT = 4 * STEP
EDGE = 1.5 * STEP  # from the ends of the line to those of the widget
LINE = 4.0  # pixels high
HANDLE = 6.0  # its radius
DIAMOND = 5.0
TICK = 3.0
FLAG = 6.0
NEAR = 5.0  # pixels; what happened so near to the pointer is meant
NOTCH = 120  # of a wheel


@dataclass(frozen=True)
class Piece:
    """A decoder was in force, from pixel to pixel."""

    left: float
    right: float
    colour: str


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
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = LIGHT
        self._lane: LaneSnapshot | None = None
        self._now = 0  # the step that the lane is at
        self._dial: float | None = None
        self._place: int | None = None
        self._log_steps = True
        self._scale = TimeScale.holding(0, 0.0, 1.0)
        self._of: tuple[object, ...] = ()
        self._stays: tuple[Stay, ...] = ()
        self._pieces: tuple[Piece, ...] = ()
        self._ticks: npt.NDArray[np.int64] = np.empty(0, np.int64)  # pixels
        self._tick_lines: list[QLineF] = []
        self._marks: tuple[tuple[float, str, str], ...] = ()  # pixel, colour of a flip's decoder, symbol of what else
        self._head = 0.0  # the pixel of now
        self._hovered: float | None = None
        self._turned = 0

    @property
    def scale(self) -> TimeScale:
        """Where its steps are."""
        return self._scale

    def show_lane(self, lane: LaneSnapshot, dial: float | None) -> None:
        """The story of this lane up to now; ``dial`` is where the dial stood at first."""
        self._lane, self._now, self._dial = lane, lane.moment.step, dial
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
        self._theme, self._of = theme, ()
        self.setFixedHeight(height_of(theme))
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, height_of(self._theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._of = ()
        self._lay_out()

    def _lay_out(self) -> None:
        lane = self._lane
        if lane is None:
            return
        edge = self._theme.px(EDGE)
        scale = TimeScale.holding(self._now, edge, self.width() - edge, log_steps=self._log_steps)
        head = round(scale.pixel(self._now))
        kept = lane.kept.steps
        of = (
            scale,
            lane.name,
            lane.marks,
            lane.decoder_at_start,
            self._dial,
            len(kept),
            kept[-1:].tolist(),
            kept[:1].tolist(),
        )
        if of == self._of:
            if head != self._head:
                self._move_head(head)
            return
        story = self._of[:5] != of[:5]
        self._of, self._scale = of, scale
        if story:
            self._stays = stays(lane.marks, lane.decoder_at_start, self._dial, self._now)
            self._marks = tuple(self._marked(lane))
        ticks = np.unique(np.round(scale.pixels(kept)).astype(np.int64))
        if story or not np.array_equal(ticks, self._ticks):
            self._ticks, self._tick_lines = ticks, []
            self._head = head
            self._place_pieces()
            self.update()
        elif head != self._head:
            self._move_head(head)

    def _marked(self, lane: LaneSnapshot) -> list[tuple[float, str, str]]:
        found = []
        for mark in lane.marks:
            colour = self._theme.decoder(mark.decoder) if mark.decoder is not None else ""
            found.append((self._scale.pixel(mark.step), colour, symbol(mark)))
        return found

    def _move_head(self, head: float) -> None:
        """From where it was to there, and nothing beside it."""
        wide = QFontMetricsF(self._theme.font(Role.SMALL)).horizontalAdvance(self.tr("live")) + self._theme.px(STEP)
        left, right = min(head, self._head), max(head, self._head)
        self._head = head
        self._place_pieces()
        self.update(QRectF(left - 8, 0, right - left + wide + 16, self.height()).toAlignedRect())

    def _place_pieces(self) -> None:
        pixel = self._scale.pixel
        last = len(self._stays) - 1
        self._pieces = tuple(
            Piece(
                pixel(stay.start) if stay.start else self._scale.left,
                pixel(stay.end) if number < last else self._head,
                stay.colour(self._theme),
            )
            for number, stay in enumerate(self._stays)
        )

    # --- the hand

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
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.words_at(event.pos().x())
            QToolTip.showText(event.globalPos(), wrapped(told), self)
            return True
        return super().event(event)

    def words_at(self, pixel: float) -> str:
        """What is said of this place: the step, what was changed there, and what is kept."""
        lane = self._lane
        if lane is None or not self._stays:
            return ""
        near = [
            mark.step
            for mark, (at, _, _) in zip(lane.marks, self._marks, strict=True)
            if abs(at - pixel) <= self._theme.px(NEAR)
        ]
        return words.told(self._step_at(pixel), near, lane, self._stays)

    def _step_at(self, pixel: float) -> int:
        """The kept one that a click there would show, or the one that it is at."""
        if pixel >= self._head:
            return self._now
        return self._lane.kept.nearest(self._scale.step(pixel)) if self._lane is not None else 0

    def _want(self, pixel: float) -> None:
        lane = self._lane
        if lane is None:
            return
        near = [
            (abs(at - pixel), mark.step)
            for mark, (at, _, _) in zip(lane.marks, self._marks, strict=True)
            if abs(at - pixel) <= self._theme.px(NEAR)
        ]
        now = pixel >= self._head - 1
        self.step_wanted.emit(self._now if now else min(near)[1] if near else self._scale.step(pixel))

    def _hover(self, pixel: float) -> None:
        self._hovered = pixel
        self.update()

    # --- the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.window))
        if self._lane is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_line(painter)
        self._draw_ticks(painter)
        self._draw_marks(painter)
        self._draw_head(painter)
        self._draw_labels(painter)

    @property
    def _middle(self) -> float:
        return self.height() / 2

    def _draw_line(self, painter: QPainter) -> None:
        theme, high = self._theme, self._theme.px(LINE)
        top = self._middle - high / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(theme.muted, theme.window, 0.22))
        painter.drawRoundedRect(
            QRectF(self._scale.left, top, self._scale.right - self._scale.left, high), high / 2, high / 2
        )
        seen = self._scale.pixel(self._place) if self._place is not None else None
        for piece in self._pieces:
            for left, right, pale in _parted(piece, seen):
                painter.setBrush(mixed(piece.colour, theme.window, 0.35) if pale else QColor(piece.colour))
                painter.drawRect(QRectF(left, top, max(right - left, 1.0), high))

    def _draw_ticks(self, painter: QPainter) -> None:
        theme = self._theme
        top = self._middle + theme.px(LINE) / 2 + theme.px(3)
        if len(self._tick_lines) != len(self._ticks):
            self._tick_lines = [QLineF(x + 0.5, top, x + 0.5, top + theme.px(TICK)) for x in self._ticks.tolist()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(mixed(theme.muted, theme.window, 0.45), 1))
        painter.drawLines(self._tick_lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_marks(self, painter: QPainter) -> None:
        theme, middle = self._theme, self._middle
        for x, colour, others in self._marks:
            if others:
                top, size = middle - theme.px(LINE) / 2 - theme.px(FLAG + 3), theme.px(FLAG)
                painter.setPen(QPen(QColor(theme.muted), 1))
                painter.drawLine(QPointF(x, middle), QPointF(x, top))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.muted))
                painter.drawPolygon(
                    QPolygonF([QPointF(x, top), QPointF(x + size, top + size / 2), QPointF(x, top + size)])
                )
            if colour:
                size = theme.px(DIAMOND)
                painter.setPen(QPen(QColor(theme.window), 1.5))
                painter.setBrush(QColor(colour))
                painter.drawPolygon(
                    QPolygonF(
                        [
                            QPointF(x, middle - size),
                            QPointF(x + size, middle),
                            QPointF(x, middle + size),
                            QPointF(x - size, middle),
                        ]
                    )
                )

    def _draw_head(self, painter: QPainter) -> None:
        theme, middle = self._theme, self._middle
        lost = self._lane is not None and self._lane.diverged and self._place is None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.error if lost else theme.text if self._place is None else theme.muted))
        high = theme.px(12)
        painter.drawRoundedRect(QRectF(self._head - theme.px(1.5), middle - high / 2, theme.px(3), high), 1, 1)
        if self._place is not None:
            x, radius = self._scale.pixel(self._place), theme.px(HANDLE)
            painter.setPen(QPen(QColor(theme.text), theme.px(2)))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(QPointF(x, middle), radius, radius)

    def _draw_labels(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setFont(theme.font(Role.SMALL))
        metrics = QFontMetricsF(painter.font())
        taken: list[QRectF] = []
        labels = []
        if self._place is not None:
            labels.append((self._scale.pixel(self._place), grouped(self._place), theme.text))
        elif self._hovered is not None and self._hovered < self._head:
            step = self._step_at(self._hovered)
            labels.append((self._scale.pixel(step), grouped(step), theme.muted))
        labels.append((self._head, self.tr("live"), theme.muted))
        if self._place is not None and self._hovered is not None and self._hovered < self._head:
            step = self._step_at(self._hovered)
            labels.append((self._scale.pixel(step), grouped(step), theme.muted))
        base = self._middle - theme.px(LINE) / 2 - theme.px(3)
        for x, label, colour in labels:
            wide = metrics.horizontalAdvance(label)
            left = min(max(x - wide / 2, 0.0), self.width() - wide)
            box = QRectF(left - 3, base - metrics.capHeight() - 2, wide + 6, metrics.capHeight() + 4)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.fillRect(box, QColor(theme.window))
            painter.setPen(QColor(colour))
            painter.drawText(QPointF(left, base), label)


def height_of(theme: Theme) -> int:
    """Of the line with figures above it, and as much below it."""
    above = QFontMetricsF(theme.font(Role.SMALL)).capHeight() + theme.px(LINE / 2 + 3) + theme.px(3)
    return max(theme.px(HEIGHT), 2 * round(above))


def _parted(piece: Piece, seen: float | None) -> Sequence[tuple[float, float, bool]]:
    """Its left and right, and whether that is beyond what is seen."""
    if seen is None or seen >= piece.right:
        return ((piece.left, piece.right, False),)
    if seen <= piece.left:
        return ((piece.left, piece.right, True),)
    return ((piece.left, seen, False), (seen, piece.right, True))
