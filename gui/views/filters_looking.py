"""Which unit is looked at, by mouse or keyboard, and the card that shows it large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Signal

from core.messages.snapshot import Array
from core.parts.likeness import LikenessPart
from gui.design.theme import Theme
from gui.painting import colours, images, pictures
from gui.painting.canvas import Canvas
from gui.views import filters_words as words
from gui.views.filters_state import Filters, Page
from gui.widgets.magnifier import Large, Magnifier


@dataclass(frozen=True, eq=False)
class Scene:
    """What can be looked at."""

    theme: Theme
    filters: Filters
    page: Page
    limits: tuple[float, ...] | None  # by side, as far as they are known; none if every unit has its own
    likeness: LikenessPart | None


class FiltersLooking(QObject):
    """Marks the unit on ``canvas`` and magnifies it."""

    changed = Signal()  # something is looked at now, or nothing any more
    turned = Signal(int)  # so many pages on: what follows there is looked at next

    def __init__(self, canvas: Canvas, magnifier: Magnifier) -> None:
        super().__init__(canvas)
        self._canvas, self._magnifier = canvas, magnifier
        self._scene: Scene | None = None
        self.unit: int | None = None
        canvas.pointed.connect(self._point)
        canvas.moved.connect(self._move)
        canvas.left.connect(self.let_go)

    def show(self, scene: Scene | None) -> None:
        """What is drawn now: the same unit is looked at, wherever it stands."""
        self._scene = scene
        if self.unit is not None:
            if scene is None or scene.page.place_of(self.unit) is None:
                self.let_go()
            else:
                self._magnify(scene, self.unit)

    def let_go(self) -> None:
        """Look at nothing."""
        self._look(None)

    def _point(self, position: QPointF) -> None:
        ratio = self._canvas.devicePixelRatioF()
        at = position * ratio
        self._look(self._scene.page.unit_at(at.x(), at.y()) if self._scene else None)

    def _move(self, across: int, down: int) -> None:
        """To the next tile, and on to the next page."""
        if self._scene is None:
            return
        page = self._scene.page
        here = page.place_of(self.unit) if self.unit is not None else None
        there = 0 if here is None else here + across + down * page.pairs.grid.columns
        if not 0 <= there < page.count:
            pages = 1 if there >= page.count else -1
            more = page.first + page.count < self._scene.filters.units if pages > 0 else page.first > 0
            if not more:
                return
            self._look(None)
            self.turned.emit(pages)
            page = self._scene.page
            there = 0 if pages > 0 else page.count - 1
        self._look(int(page.units[there]))

    def _look(self, unit: int | None) -> None:
        before, self.unit = self.unit, unit
        if self._scene is not None and unit is not None:
            self._magnify(self._scene, unit)
        else:
            self._canvas.mark(None)
            self._magnifier.hide()
        if unit != before:
            self.changed.emit()

    def _magnify(self, scene: Scene, unit: int) -> None:
        """The ring around the tile and the card beside it."""
        place = scene.page.place_of(unit)
        assert place is not None
        ratio = self._canvas.devicePixelRatioF()
        box = QRectF(*(length / ratio for length in scene.page.pairs.box(place)))
        self._canvas.mark(box, scene.theme.accent)
        filters = scene.filters
        sides: list[tuple[str, Array | None]] = [
            (self.tr("encoder row"), filters.encoder),
            (self.tr("column of {0}").format(filters.columns), filters.decoder),
        ]
        if filters.columns != "W⁺":
            sides.append((self.tr("column of W⁺"), filters.inverse))
        large = tuple(self._large(scene, name, side, index) for index, (name, side) in enumerate(sides))
        size = self._magnifier.picture_size(pictures.aspect(filters.shape))
        remark = words.remark(filters, unit, scene.likeness)
        self._magnifier.say(words.heading(filters, unit), large, remark, size)
        origin = self._canvas.mapToGlobal(QPoint(0, 0))
        among = QRect(origin, self._canvas.size())
        self._magnifier.show_beside(box.toRect().translated(origin), among)

    def _large(self, scene: Scene, name: str, side: Array | None, index: int) -> Large:
        """One of a unit's filters at its large size, on the scale that it has in its tile."""
        assert self.unit is not None
        if side is None:
            return Large(name, "…", None)
        filters, limits, ratio = scene.filters, scene.limits, self._canvas.devicePixelRatioF()
        row = side[self.unit : self.unit + 1]
        limit = limits[index] if limits is not None and index < len(limits) else colours.largest(row) or 1.0
        size = self._magnifier.picture_size(pictures.aspect(filters.shape)) * ratio
        pixels = pictures.signed(row, filters.shape, limit, (size.height(), size.width()), scene.theme, ratio)[0]
        return Large(name, words.values(row[0]), images.image(pixels, ratio))
