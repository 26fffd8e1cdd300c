"""What the rows stand in: it scrolls up and down only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget


class Column(QScrollArea):
    """Nothing in it is ever cut off at the side, however narrow a dock would be."""

    laid_out = Signal()  # its rows stand elsewhere now

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its fields take it, and are scrolled to.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        if watched is self._inside and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.laid_out.emit()
        return handled

    def minimumSizeHint(self) -> QSize:
        width = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())
