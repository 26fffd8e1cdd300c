"""A widget that shows one prepared image and says what is under the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget


class Canvas(QWidget):
    """Painting it is one copy of pixels: all the work was done when the image was made.

    ``describe`` gives the words for a place, in widget coordinates; the empty string where there are none.
    """

    resized = Signal()

    def __init__(self, describe: Callable[[QPointF], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._image = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)

    def blank(self, background: str) -> QImage:
        """The image to draw on, of one colour, with as many device pixels as the widget has.

        It is the one that is shown, drawn on anew: a large piece of fresh memory costs as much as a view.
        """
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(QColor(background))
        return self._image

    def image(self) -> QImage:
        """What is shown now."""
        return QImage(self._image)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image.size() != self.size() * self.devicePixelRatioF():
            painter.fillRect(self.rect(), self.palette().base())
        painter.drawImage(0, 0, self._image)

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
