"""What a presentation lays over the window: a black screen, and a ring where somebody clicks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

SIDE = 72  # pixels of the ring
SHOWN = 450  # milliseconds


class Curtain(QWidget):
    """Black, over everything; a click draws it back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("black")
        self.setAccessibleName(self.tr("Black screen"))
        self.hide()

    def toggle(self) -> None:
        """Draw it, or draw it back."""
        self.setGeometry(self.window().rect())
        self.setVisible(self.isHidden())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()


class ClickRing(QWidget):
    """Shows for a moment where a click was: from afar a pointer is hard to follow."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("click-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(SIDE, SIDE)
        self._colour = "#000000"
        self._gone = QTimer(self, singleShot=True, interval=SHOWN)
        self._gone.timeout.connect(self.hide)
        self._watched: QObject | None = None
        self.hide()

    def watch(self, watched: QObject | None, colour: str) -> None:
        """Follow the clicks of a window of the desktop's, or none."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched, self._colour = watched, colour
        if watched is not None:
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._show_at(event.position())
        return False

    def _show_at(self, place: QPointF) -> None:
        self.move(round(place.x() - SIDE / 2), round(place.y() - SIDE / 2))
        self.show()
        self.raise_()
        self._gone.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), 5))
        painter.drawEllipse(self.rect().adjusted(4, 4, -4, -4))
        painter.end()
