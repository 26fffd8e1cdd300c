"""A widget that shows one prepared image and says what is under the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.painting import images
from gui.painting.colours import Pixels


class Canvas(QWidget):
    """Painting it is one copy of pixels: all the work was done when the image was made.

    ``describe`` gives the words for a place, in widget coordinates; the empty string where there are none.
    """

    resized = Signal()

    def __init__(self, describe: Callable[[QPointF], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._image = QImage()
        self._drawn = QSize(0, 0)  # how much of the image is the widget's, in device pixels
        self._made_of: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)

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

    def write(self, pixels: Pixels, left: int, top: int) -> None:
        """Copy (height, width) pixels to this place of the image.

        Raises:
            ValueError: if they don't fit there.
        """
        height, width = pixels.shape
        if left < 0 or top < 0:
            raise ValueError(f"there is no place {left}, {top} on an image")
        images.pixels(self._image)[top : top + height, left : left + width] = pixels

    def copy(self) -> QImage:
        """Return what is shown now, for somebody to keep."""
        return self._image.copy(QRect(QPoint(0, 0), self._drawn))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._drawn != self.size() * self.devicePixelRatioF():
            painter.fillRect(self.rect(), self.palette().base())
        painter.drawImage(QPoint(0, 0), self._image, QRect(QPoint(0, 0), self._drawn))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._describe(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)
