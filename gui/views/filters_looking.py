"""Which unit is looked at, by mouse or keyboard, and the card that shows it large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal

from core.messages.snapshot import Array
from core.parts.likeness import LikenessPart
from gui.design.theme import Theme
from gui.painting import colours, images, pictures
from gui.views import filters_words as words
from gui.views.filters_state import Filters, Page
from gui.views.looking_at import LookingAt
from gui.widgets.magnifier import Large


@dataclass(frozen=True, eq=False)
class Scene:
    """What can be looked at."""

    theme: Theme
    filters: Filters
    page: Page
    limits: tuple[float, ...] | None  # by side, as far as they are known; none if every unit has its own
    likeness: LikenessPart | None


class FiltersLooking(LookingAt[Scene]):
    """Marks a unit, which is the index."""

    turned = Signal(int)  # so many pages on: what follows there is looked at next

    def at(self, scene: Scene, position: QPointF) -> int | None:
        at = position * self.canvas.devicePixelRatioF()
        return scene.page.unit_at(at.x(), at.y())

    def stands(self, scene: Scene, index: int) -> bool:
        return scene.page.place_of(index) is not None

    def move(self, across: int, down: int) -> None:
        """To the next tile, and on to the next page."""
        if self.scene is None:
            return
        page = self.scene.page
        here = page.place_of(self.index) if self.index is not None else None
        there = 0 if here is None else here + across + down * page.pairs.grid.columns
        if not 0 <= there < page.count:
            pages = 1 if there >= page.count else -1
            more = page.first + page.count < self.scene.filters.units if pages > 0 else page.first > 0
            if not more:
                return
            self.look(None)
            self.turned.emit(pages)
            page = self.scene.page
            there = 0 if pages > 0 else page.count - 1
        self.look(int(page.units[there]))

    def magnify(self, scene: Scene, index: int) -> None:
        place = scene.page.place_of(index)
        assert place is not None
        ratio = self.canvas.devicePixelRatioF()
        box = QRectF(*(length / ratio for length in scene.page.pairs.box(place)))
        self.canvas.mark(box, scene.theme.accent)
        filters = scene.filters
        sides: list[tuple[str, Array | None]] = [
            (self.tr("encoder row"), filters.encoder),
            (self.tr("column of {0}").format(filters.columns), filters.decoder),
        ]
        if filters.columns != "W⁺":
            sides.append((self.tr("column of W⁺"), filters.inverse))
        large = tuple(self._large(scene, name, side, number) for number, (name, side) in enumerate(sides))
        size = self.magnifier.picture_size(pictures.aspect(filters.shape))
        remark = words.remark(filters, index, scene.likeness)
        self.magnifier.say(words.heading(filters, index), large, remark, size)
        self.show_card(box)

    def _large(self, scene: Scene, name: str, side: Array | None, index: int) -> Large:
        """One of a unit's filters at its large size, on the scale that it has in its tile."""
        assert self.index is not None
        if side is None:
            return Large(name, "…", None)
        filters, limits, ratio = scene.filters, scene.limits, self.canvas.devicePixelRatioF()
        row = side[self.index : self.index + 1]
        limit = limits[index] if limits is not None and index < len(limits) else colours.largest(row) or 1.0
        size = self.magnifier.picture_size(pictures.aspect(filters.shape)) * ratio
        pixels = pictures.signed(row, filters.shape, limit, (size.height(), size.width()), scene.theme, ratio)[0]
        return Large(name, words.values(row[0]), images.image(pixels, ratio))
