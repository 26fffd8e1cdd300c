"""What stands side by side in the model strip: pictures, and facts in words. All can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.design import motion
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.widgets.opaque_button import OpaqueButton

HEIGHT = 6 * STEP  # pixels of a picture, and of all that stands beside it
FLASH = 600  # milliseconds in which what has changed fades back
ROOM = 6.0  # pixels before and behind the words of a link
SHADE = 40  # of 255: how strong a piece is coloured in that has just changed


class Piece(OpaqueButton):
    """A part of the strip that opens what it stands for; with Enter and Space too, when Tab has come to it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.theme = LIGHT
        self._flash = QVariantAnimation(self)
        self._flash.setDuration(FLASH)
        self._flash.setStartValue(1.0)
        self._flash.setEndValue(0.0)
        self._flash.valueChanged.connect(lambda _: self.update())
        self._colour = LIGHT.accent

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.updateGeometry()
        self.update()

    def flash(self, colour: str) -> None:
        """Say that it has changed."""
        if motion.enabled() and self.isVisible():
            self._colour = colour
            self._flash.stop()
            self._flash.start()

    def sizeHint(self) -> QSize:
        return QSize(round(self.natural_width()), self.theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def natural_width(self) -> float:
        """As wide as it wants to be."""
        raise NotImplementedError

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        """What is in it, as far as it is exposed."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around, radius = QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme.px(STEP / 2)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.raised))
            painter.drawRoundedRect(around, radius, radius)
        if self._flash.state() == QVariantAnimation.State.Running:
            colour = QColor(self._colour)
            colour.setAlpha(round(2 * SHADE * float(self._flash.currentValue())))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(around, radius, radius)
        self.draw(painter, event.rect())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(around, radius, radius)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Picture(Piece):
    """What goes in, or what comes out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._image: QImage | None = None
        self._aspect = 1.0

    def set_aspect(self, aspect: float) -> None:
        """How high it is by how wide."""
        if aspect != self._aspect:
            self._aspect = aspect
            self.updateGeometry()

    def size_in_pixels(self) -> tuple[int, int]:
        """Of the image that it wants: rows and columns of the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        inside = self.inside()
        return round(inside.height() * ratio), round(inside.width() * ratio)

    def inside(self) -> QRectF:
        """Where the picture is."""
        side = self.theme.px(HEIGHT - 4)
        width = side / self._aspect if self._aspect >= 0.5 else 2.0 * side
        height = min(side, width * self._aspect)
        return QRectF((self.natural_width() - width) / 2, (self.theme.px(HEIGHT) - height) / 2, width, height)

    def natural_width(self) -> float:
        side = self.theme.px(HEIGHT - 4)
        return (side / self._aspect if self._aspect >= 0.5 else 2.0 * side) + 4

    def show_image(self, image: QImage | None) -> None:
        """This from now on."""
        self._image = image
        self.update()

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        if self._image is not None:
            painter.drawImage(self.inside(), self._image)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(self.inside(), 2, 2)


class Fact(Piece):
    """A line of quiet words at the right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._text = ""

    def say(self, text: str) -> bool:
        """This from now on; True if it is another."""
        changed = text != self._text
        if changed:
            self._text = text
            self.updateGeometry()
            self.update()
        return changed

    def natural_width(self) -> float:
        metrics = QFontMetricsF(self.theme.font(Role.SMALL))
        return metrics.horizontalAdvance(self._text) + 2 * self.theme.px(ROOM) + 1

    def sizeHint(self) -> QSize:
        return QSize(round(self.natural_width()), self.theme.px(HEIGHT / 2))

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(QColor(self.theme.muted))
        right = QRectF(self.rect()).adjusted(0, 0, -self.theme.px(ROOM), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)
