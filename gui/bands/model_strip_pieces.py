"""What stands side by side in the model strip: pictures, and links with words. All can be pressed."""

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
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.bands.model_strip_arrow import Arrow
from gui.bands.model_strip_words import Words
from gui.design import motion
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.widgets.opaque_button import OpaqueButton

HEIGHT = 6 * STEP  # pixels of a picture, and of all that stands beside it
FLASH = 600  # milliseconds in which what has changed fades back
ROOM = 6.0  # pixels before and behind the words of a link
LOWER = -1.0  # pixels: where the words over an arrow end, below the middle of the strip
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


class Link(Piece):
    """Words over an arrow that leads on to the right."""

    def __init__(self, name: str, product: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._product = product  # whether something is multiplied by what it names
        self._words = Words("")
        self._short = False
        self._line: str | None = None
        self._arrow = Arrow()

    @property
    def words(self) -> Words:
        """What it says."""
        return self._words

    def say(self, words: Words, line: str | None = None) -> bool:
        """Say this from now on, over an arrow in a colour of its own; True if the words are others."""
        changed = words != self._words
        if changed or line != self._line:
            self._words, self._line = words, line
            self.updateGeometry()
            self.update()
        return changed

    def shorten(self, short: bool) -> None:
        """Say what matters alone, or all."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def march(self) -> None:
        """Let the dashes of the arrow go on; nothing else is painted."""
        self._arrow.march()
        self.update(self._arrow.place)

    def rest(self) -> None:
        """Let the arrow be one line."""
        if self._arrow.marches:
            self._arrow.rest()
            self.update(self._arrow.place)

    def natural_width(self) -> float:
        return sum(width for _, width, _ in self._parts()) + 2 * self.theme.px(ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def use_theme(self, theme: Theme) -> None:
        super().use_theme(theme)
        self._lay()

    def _lay(self) -> None:
        self._arrow.lay(1, self.width() - 1.0, self._below_words() + self.theme.px(3), self.theme.zoom)

    def _below_words(self) -> float:
        return self.height() / 2 + self.theme.px(LOWER)

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        if not self._arrow.place.contains(exposed):
            self._write(painter)
        colour, ground = QColor(self._line or self.theme.muted), QColor(self.theme.surface)
        self._arrow.draw(painter, colour, ground, coloured=self._line is not None)

    def _write(self, painter: QPainter) -> None:
        x, below = float(self.theme.px(ROOM)), self._below_words()
        for text, width, strong in self._parts():
            painter.setFont(self.theme.font(Role.TITLE if strong else Role.SMALL))
            painter.setPen(QColor(self.theme.text if strong else self.theme.muted))
            place = QRectF(x, 0, width + 1, below)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
            x += width
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(QColor(self.theme.muted))
        note = QRectF(self.theme.px(ROOM), below, self.width() - 2.0 * self.theme.px(ROOM), self.height() - below)
        if QFontMetricsF(painter.font()).horizontalAdvance(self._words.note) <= note.width():
            painter.drawText(note, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._words.note)

    def _parts(self) -> list[tuple[str, float, bool]]:
        """Text, width, whether it is strong."""
        said = [("× ", False)] if self._product else []
        said.append((self._words.name, True))
        if self._words.rest and not self._short:
            said.append((f",  {self._words.rest}" if self._words.name else self._words.rest, False))
        fonts = {
            strong: QFontMetricsF(self.theme.font(Role.TITLE if strong else Role.SMALL)) for strong in (True, False)
        }
        return [(text, fonts[strong].horizontalAdvance(text), strong) for text, strong in said]


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
