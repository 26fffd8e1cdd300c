"""Which example is looked at, by mouse or keyboard, and the card that shows it large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QImage

from gui.design.theme import Theme
from gui.painting import images, pictures
from gui.painting.canvas import Canvas
from gui.painting.numbers import short
from gui.painting.rows import Rows
from gui.views import reconstructions_words as words
from gui.views.looking_at import LookingAt
from gui.views.reconstructions_picture import Shown, pixels_of, room_for_words
from gui.widgets.magnifier import Large, Magnifier


@dataclass(frozen=True, eq=False)
class Scene:
    """What can be looked at."""

    theme: Theme
    shown: Shown
    rows: Rows


class ReconstructionsLooking(LookingAt[Scene]):
    """Marks an example, which is the index."""

    chosen = Signal(int)  # an example, by a click or Enter

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        super().__init__(canvas, magnifier)
        canvas.clicked.connect(lambda position: self._choose(self.found(position)))
        canvas.entered.connect(lambda: self._choose(self.index))

    def at(self, scene: Scene, position: QPointF) -> int | None:
        at = position * (ratio := self.canvas.devicePixelRatioF())
        above = room_for_words(scene.theme, ratio, scene.shown.examples).line if scene.rows.labels else 0
        return scene.rows.at(at.x(), at.y(), above)

    def stands(self, scene: Scene, index: int) -> bool:
        return index < scene.rows.count

    def _choose(self, example: int | None) -> None:
        if example is not None:
            self.chosen.emit(example)

    def move(self, across: int, down: int) -> None:
        if self.scene is None:
            return
        rows = self.scene.rows
        there = 0 if self.index is None else self.index + across + down * rows.columns
        if 0 <= there < rows.count:
            self.look(there)

    def magnify(self, scene: Scene, index: int) -> None:
        shown, rows, ratio = scene.shown, scene.rows, self.canvas.devicePixelRatioF()
        height, width = rows.picture
        (left, top), (_, last) = (rows.corner(index, row) for row in (0, rows.rows - 1))
        box = QRectF(left / ratio, top / ratio, width / ratio, (last + height - top) / ratio)
        self.canvas.mark(box, scene.theme.accent)
        size = self.magnifier.picture_size(pictures.aspect(shown.examples.shape))
        device = (size * ratio).height(), (size * ratio).width()
        names = words.row_names(curves=shown.curves)
        mean = self.tr("mean square {0}").format(short(float(shown.errors[index])))
        large = tuple(
            Large(
                name,
                f"±{short(shown.limit)} · {mean}" if row == len(names) - 1 else "",
                self._large(scene, row, index, device),
            )
            for row, name in enumerate(names)
        )
        self.magnifier.say(words.example(shown.examples, index), large, "", size)
        self.show_card(box)

    def _large(self, scene: Scene, row: int, index: int, size: tuple[int, int]) -> QImage:
        """One of an example's pictures."""
        ratio = self.canvas.devicePixelRatioF()
        which = slice(index, index + 1)
        places, table = pixels_of(scene.shown, row, which, size, scene.theme, ratio)
        return images.image(table.take(places[0]), ratio)
