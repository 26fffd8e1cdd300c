"""The rectangle in which curves are: where its range is, and how a person moves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QPoint, QPointF, Qt, Signal

NOTCH = 1.2  # how much a notch of the wheel magnifies


@dataclass(frozen=True)
class Range:
    """What can be seen, in places of the scales."""

    left: float
    right: float
    bottom: float
    top: float


class Field(pyqtgraph.ViewBox):
    """The wheel magnifies around the pointer, a drag takes what it covers.

    ``left_alone`` says that a person looks elsewhere now, ``menu_wanted`` where on the screen they ask for a menu,
    ``clicked`` where in the scene they have clicked.
    """

    left_alone = Signal()
    menu_wanted = Signal(QPoint)
    clicked = Signal(QPointF)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.disableAutoRange()
        self.setZValue(0)  # before the lines of the grid, which are the axes'
        self.setMouseMode(pyqtgraph.ViewBox.RectMode)
        self.sigRangeChangedManually.connect(lambda _: self.left_alone.emit())

    def show_range(self, shown: Range) -> None:
        """Without a margin, and without any thought of its own."""
        self.setRange(
            xRange=(shown.left, shown.right), yRange=(shown.bottom, shown.top), padding=0, disableAutoRange=False
        )

    def shown_range(self) -> Range:
        """What can be seen now."""
        (left, right), (bottom, top) = self.viewRange()
        return Range(left, right, bottom, top)

    def pixels(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Places as pixels of the field, (n, 2): from its left, from its top."""
        shown, size = self.shown_range(), self.boundingRect()
        across = (x - shown.left) / max(shown.right - shown.left, 1e-300) * size.width()
        down = (shown.top - y) / max(shown.top - shown.bottom, 1e-300) * size.height()
        return np.stack((across, down), axis=1)

    def showAxRect(self, ax: Any, **kwargs: Any) -> None:  # noqa: N802
        # Of a click with a trembling hand nothing would be left to see.
        size, shown = self.boundingRect(), self.shown_range()
        across = ax.width() / (shown.right - shown.left) * size.width()
        if across >= 8 and ax.height() / (shown.top - shown.bottom) * size.height() >= 8:
            super().showAxRect(ax, padding=0)

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        factor = NOTCH ** (-ev.delta() / 120)
        at = self.mapToView(ev.pos())
        self.scaleBy(x=None if axis == 1 else factor, y=None if axis == 0 else factor, center=at)
        ev.accept()
        self.left_alone.emit()

    def mouseClickEvent(self, ev: Any) -> None:
        if ev.button() == Qt.MouseButton.RightButton:
            ev.accept()
            self.menu_wanted.emit(ev.screenPos().toPoint())
        elif ev.button() == Qt.MouseButton.LeftButton and not ev.double():
            ev.accept()
            self.clicked.emit(QPointF(ev.scenePos()))

    def keyPressEvent(self, ev: Any) -> None:
        ev.ignore()
