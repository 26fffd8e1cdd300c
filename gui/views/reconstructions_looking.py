"""Which example is looked at, by mouse or keyboard, and the card that shows it large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Signal

from gui.design.theme import Theme
from gui.painting import images, pictures
from gui.painting.canvas import Canvas
from gui.painting.numbers import short
from gui.painting.rows import Rows
from gui.views import reconstructions_words as words
from gui.views.reconstructions_picture import Shown, pixels_of, room_for_words
from gui.widgets.magnifier import Large, Magnifier


@dataclass(frozen=True, eq=False)
class Scene:
    """What can be looked at."""

    theme: Theme
    shown: Shown
    rows: Rows


class ReconstructionsLooking(QObject):
    """Marks the example on ``canvas`` and magnifies it."""

    changed = Signal()  # something else is looked at now
    chosen = Signal(int)  # an example, by a click or Enter

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        super().__init__(canvas)
        self._canvas, self._magnifier = canvas, magnifier
        self._scene: Scene | None = None
        self.example: int | None = None
        canvas.pointed.connect(lambda position: self._look(self._at(position)))
        canvas.clicked.connect(lambda position: self._choose(self._at(position)))
        canvas.entered.connect(lambda: self._choose(self.example))
        canvas.moved.connect(self._move)
        canvas.left.connect(self.let_go)

    def show(self, scene: Scene | None) -> None:
        """What is drawn now: the same example is looked at, if there is such a one."""
        self._scene = scene
        if self.example is not None:
            if scene is None or self.example >= scene.rows.count:
                self.let_go()
            else:
                self._magnify(scene, self.example)

    def let_go(self) -> None:
        """Look at nothing."""
        self._look(None)

    def _at(self, position: QPointF) -> int | None:
        if self._scene is None:
            return None
        at = position * (ratio := self._canvas.devicePixelRatioF())
        above = room_for_words(self._scene.theme, ratio, self._scene.shown.examples).line
        return self._scene.rows.at(at.x(), at.y(), above)

    def _choose(self, example: int | None) -> None:
        if example is not None:
            self.chosen.emit(example)

    def _move(self, across: int, down: int) -> None:
        if self._scene is None:
            return
        rows = self._scene.rows
        there = 0 if self.example is None else self.example + across + down * rows.columns
        if 0 <= there < rows.count:
            self._look(there)

    def _look(self, example: int | None) -> None:
        before, self.example = self.example, example
        if self._scene is not None and example is not None:
            self._magnify(self._scene, example)
        else:
            self._canvas.mark(None)
            self._magnifier.hide()
        if example != before:
            self.changed.emit()

    def _magnify(self, scene: Scene, example: int) -> None:
        """The ring around the pictures and the card beside them."""
        shown, rows, ratio = scene.shown, scene.rows, self._canvas.devicePixelRatioF()
        height, width = rows.picture
        (left, top), (_, last) = (rows.corner(example, row) for row in (0, rows.rows - 1))
        box = QRectF(left / ratio, top / ratio, width / ratio, (last + height - top) / ratio)
        self._canvas.mark(box, scene.theme.accent)
        size = self._magnifier.picture_size(pictures.aspect(shown.examples.shape))
        device = (size * ratio).height(), (size * ratio).width()
        names = words.row_names(curves=shown.curves)
        mean = self.tr("mean square {0}").format(short(float(shown.errors[example])))
        large = tuple(
            Large(
                name,
                f"±{short(shown.limit)} · {mean}" if row == len(names) - 1 else "",
                images.image(pixels_of(shown, row, slice(example, example + 1), device, scene.theme, ratio)[0], ratio),
            )
            for row, name in enumerate(names)
        )
        self._magnifier.say(words.example(shown.examples, example), large, "", size)
        origin = self._canvas.mapToGlobal(QPoint(0, 0))
        among = QRect(origin, self._canvas.size())
        self._magnifier.show_beside(box.toRect().translated(origin), among)
