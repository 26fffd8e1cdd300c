"""A widget that shows one prepared image and tells what mouse and keyboard do on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui.painting import images
from gui.painting.colours import Pixels

PATIENCE = 150  # milliseconds that the pointer rests before it counts
RING = 2  # pixels, how thick
NOTCH = 120  # of a wheel, in Qt's eighths of a degree

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Canvas(QWidget):
    """Painting it is one copy of pixels: all the work was done when the image was made.

    Tab reaches it; then the arrow keys move, Enter chooses, plus and minus are the wheel.
    """

    resized = Signal()
    pointed = Signal(QPointF)  # the pointer rests here, or goes on from where it did
    clicked = Signal(QPointF)
    moved = Signal(int, int)  # to the right and down, by a key
    entered = Signal()  # the key
    sized = Signal(int)  # so many notches larger
    paged = Signal(int)  # so many pages on
    left = Signal()  # by pointer or focus, or Esc: nothing is pointed at any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._drawn = QSize(0, 0)  # how much of the image is the widget's, in device pixels
        self._made_of: tuple[object, ...] = ()
        self._ring: tuple[QRectF, QColor] | None = None
        self._turned = 0  # of a notch of the wheel
        self._resting = False
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._rest)
        self._at = QPointF()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(160, 72)

    def begin(self, background: str) -> QImage:
        """Fill the image with one colour and return it, with at least as many device pixels as the widget has.

        It is the one that is shown, and it only ever grows: a large piece of fresh memory costs as much
        as a view, and PySide keeps six references of None for every image that is newly painted on.
        """
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if size.width() > self._image.width() or size.height() > self._image.height():
            self._image = QImage(size.expandedTo(self._image.size()), QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(QColor(background))
        self._drawn = size
        return self._image

    def is_current(self, *what: object) -> bool:
        """Tell whether the image was last made of the same things, at the same size, and remember them.

        If so, what does not move is on it already, and only the rest has to be drawn.
        """
        made_of = (self.size(), self.devicePixelRatioF(), self.font(), *what)
        same, self._made_of = made_of == self._made_of, made_of
        return same

    @property
    def image(self) -> QImage:
        """The image that is shown, to draw on."""
        return self._image

    @property
    def ring(self) -> QRectF | None:
        """What is marked, in widget coordinates."""
        return self._ring[0] if self._ring else None

    def mark(self, ring: QRectF | None, colour: str = "#000000") -> None:
        """Draw a ring around this, or none."""
        new = None if ring is None else (ring, QColor(colour))
        if new != self._ring:
            self._ring = new
            self.update()

    def write(self, pixels: Pixels, left: int, top: int) -> None:
        """Copy (height, width) pixels to this place of the image.

        Raises:
            ValueError: if they don't fit there.
        """
        height, width = pixels.shape
        if left < 0 or top < 0:
            raise ValueError(f"there is no place {left}, {top} on an image")
        images.pixels(self._image)[top : top + height, left : left + width] = pixels

    def lay(self, image: QImage, size: tuple[int, int], left: int, top: int) -> None:
        """Copy (height, width) pixels of another image, whatever its format, to this place of the image."""
        ratio = self._image.devicePixelRatio()
        self._image.setDevicePixelRatio(1)  # pixel by pixel
        painter = QPainter(self._image)
        painter.drawImage(QPoint(left, top), image, QRect(0, 0, size[1], size[0]))
        painter.end()
        self._image.setDevicePixelRatio(ratio)

    def copy(self) -> QImage:
        """Return what is shown now, for somebody to keep."""
        return self._image.copy(QRect(QPoint(0, 0), self._drawn))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._drawn != self.size() * self.devicePixelRatioF():
            painter.fillRect(self.rect(), self.palette().base())
        painter.drawImage(QPoint(0, 0), self._image, QRect(QPoint(0, 0), self._drawn))
        ring, colour = self._ring or (None, self.palette().highlight().color())
        if ring is None and self.hasFocus():
            # Before anything on it is marked, it is seen to have the keyboard.
            ring = QRectF(self.rect()).adjusted(1.5 * RING, 1.5 * RING, -1.5 * RING, -1.5 * RING)
        if ring is not None:
            path = QPainterPath()
            path.addRoundedRect(ring.adjusted(-RING, -RING, RING, RING), RING, RING)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(path, QPen(colour, RING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        if self._resting:
            self.pointed.emit(self._at)
        else:
            self._patience.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        pages = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or abs(delta.x()) > abs(delta.y())
        # A touchpad sends many small turns.
        self._turned += delta.y() or delta.x()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches and pages:
            self.paged.emit(-notches)
        elif notches:
            self.sized.emit(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.moved.emit(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in _SIZES:
            self.sized.emit(_SIZES[key])
        elif key in _PAGES:
            self.paged.emit(_PAGES[key])
        elif key == Qt.Key.Key_Escape and (self._resting or self._ring is not None):
            self._leave()
        else:
            super().keyPressEvent(event)

    def _rest(self) -> None:
        self._resting = True
        self.pointed.emit(self._at)

    def _leave(self) -> None:
        self._patience.stop()
        self._resting = False
        self.left.emit()
