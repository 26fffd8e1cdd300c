"""Where in a window one of its lines is, whatever is laid out anew around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

OVER = 5  # pixels above and below a line that are empty
CHANGES = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})


class Place(QObject):
    """That of the first of some lines that can be seen; ``moved`` says that it may be another one.

    Args:
        window: theirs.
        lines: each with whether there is room above it; else it is below.
    """

    moved = Signal()

    def __init__(self, window: QWidget, lines: Sequence[tuple[QWidget, bool]]) -> None:
        super().__init__(window)
        self._window, self._lines = window, tuple(lines)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.moved)
        watched: set[QWidget] = {window}
        for line, _ in lines:
            part: QWidget | None = line
            while part is not None and part not in watched:
                watched.add(part)
                part = part.parentWidget()
        for part in watched:
            part.installEventFilter(self)

    def of(self, height: int) -> QRect:
        """The line's left and right, and so much of the window beside it as this height needs.

        At the lower edge where none of the lines can be seen.
        """
        whole = self._window.rect()
        place = QRect(whole.left(), whole.bottom() + 1 - height, whole.width(), height)
        for line, upwards in self._lines:
            if line.isVisible():
                own = QRect(line.mapTo(self._window, QPoint()), line.size()).adjusted(0, -OVER, 0, OVER)
                place = QRect(own.left(), own.bottom() + 1 - height if upwards else own.top(), own.width(), height)
                break
        place.moveBottom(min(place.bottom(), whole.bottom()))
        return place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in CHANGES:
            self._soon.start()
        return False
