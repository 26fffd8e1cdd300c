"""One of what a canvas shows is looked at, by mouse or keyboard: it has a ring, and a card shows it large."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Signal

from gui.painting.canvas import Canvas
from gui.widgets.magnifier import Magnifier

AnyScene = TypeVar("AnyScene")


class LookingAt(QObject, Generic[AnyScene]):
    """A subclass says in :meth:`at` what stands where, in :meth:`stands` whether something still does, in :meth:`move`
    where the arrow keys lead, and magnifies in :meth:`magnify`."""

    changed = Signal()  # something else is looked at now, or nothing any more

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        super().__init__(canvas)
        self.canvas, self.magnifier = canvas, magnifier
        self.scene: AnyScene | None = None
        self.index: int | None = None  # of what is looked at
        canvas.pointed.connect(self._point)
        canvas.moved.connect(self.move)
        canvas.left.connect(self.let_go)

    def show(self, scene: AnyScene | None) -> None:
        """What is drawn now: the same is looked at, wherever it stands, if it is there."""
        self.scene = scene
        if self.index is not None:
            if scene is None or not self.stands(scene, self.index):
                self.let_go()
            else:
                self.magnify(scene, self.index)

    def look(self, index: int | None) -> None:
        """Look at this, or at nothing."""
        before, self.index = self.index, index
        if self.scene is not None and index is not None:
            self.magnify(self.scene, index)
        else:
            self.canvas.mark(None)
            self.magnifier.hide()
        if index != before:
            self.changed.emit()

    def let_go(self) -> None:
        """Look at nothing."""
        self.look(None)

    def show_card(self, box: QRectF) -> None:
        """The card beside a place of the canvas."""
        origin = self.canvas.mapToGlobal(QPoint(0, 0))
        self.magnifier.show_beside(box.toRect().translated(origin), QRect(origin, self.canvas.size()))

    def at(self, scene: AnyScene, position: QPointF) -> int | None:
        """What stands at this place of the canvas."""
        raise NotImplementedError

    def stands(self, scene: AnyScene, index: int) -> bool:
        """Whether this is shown."""
        raise NotImplementedError

    def move(self, across: int, down: int) -> None:
        """To what stands there from here."""
        raise NotImplementedError

    def magnify(self, scene: AnyScene, index: int) -> None:
        """The ring around it and the card beside it."""
        raise NotImplementedError

    def found(self, position: QPointF) -> int | None:
        """What stands at this place of the canvas, if anything is shown."""
        return self.at(self.scene, position) if self.scene is not None else None

    def _point(self, position: QPointF) -> None:
        self.look(self.found(position))
