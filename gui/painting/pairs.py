"""Where the filters stand: rows and columns first, such that the tiles fill their view; then as large as fits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gui.painting.grid import Grid

GAP = 6  # pixels between tiles, at least …
WIDE_GAP = 0.14  # … or this share of a picture's width
SEAM = 2  # pixels between the pictures of a tile
LEGIBLE = 24  # pixels; a picture's longer side is hardly ever shown smaller
NEARLY = 0.8  # of what is legible: better all of them, a little smaller, than a second page of a few
SMALLEST = 8  # pixels, if somebody wants to see as many as possible
EVEN = 1.12  # times: so much smaller pictures a grid without empty places is worth …
RAGGED = 1.15  # … and a grid with some, beside one whose last row is nearly empty
SCANTY = 0.5  # of a row: less of it is nearly empty
SPREAD = 0.5  # of a picture, at most, that is added to a gap


@dataclass(frozen=True)
class Room:
    """What there is to be filled."""

    height: int  # device pixels
    width: int
    ratio: float  # device pixels to a pixel


@dataclass(frozen=True)
class Pairs:
    """Places for tiles of two or three pictures, in device pixels; there may be fewer than units."""

    grid: Grid
    left: int
    top: int
    picture: tuple[int, int]  # height and width
    sides: int
    seam: int

    def across(self, side: int) -> int:
        """Where a tile's picture begins."""
        return side * (self.picture[1] + self.seam)

    def at(self, x: float, y: float) -> int | None:
        """Which tile is at this place, counted from the page's first."""
        return self.grid.at(x - self.left, y - self.top)

    def box(self, place: int) -> tuple[int, int, int, int]:
        """A tile's left, top, width and height."""
        x, y = self.grid.corner(place)
        return self.left + x, self.top + y, self.grid.width, self.grid.height


@lru_cache(maxsize=8)  # Asked for at every frame, with the same answer until a window or a network is changed.
def arrange(units: int, aspect: float, sides: int, room: Room, zoom: float = 1.0, legible: float = LEGIBLE) -> Pairs:
    """Places for tiles of ``sides`` pictures each of this height divided by width; none if there is no room.

    All of them at once if they are legible (a longer side in pixels), else in pages. A ``zoom`` other than 1 makes the
    pictures so many times as large.
    """
    seam = round(SEAM * room.ratio)
    tall = min(1.0, 1 / aspect)  # the width of a picture, of its longer side
    fitting = max(_all_at_once(units, aspect, sides, room), default=(0.0, 0.0, 1))
    width = fitting[1]
    if width < NEARLY * legible * room.ratio * tall or zoom != 1:
        width = max(width, legible * room.ratio * tall) * zoom
        width = max(width, SMALLEST * room.ratio * tall)
        if width > fitting[1]:
            # As large as it may be, but one tile has to fit.
            width = min(width, (room.width - (sides - 1) * seam) / sides, room.height / aspect)
            return _place(*_in_pages(width, aspect, sides, room, units), width, aspect, sides, room)
        width = fitting[1]
    columns = fitting[2]
    return _place(columns, math.ceil(units / columns), width, aspect, sides, room)


def _all_at_once(units: int, aspect: float, sides: int, room: Room) -> Iterator[tuple[float, float, int]]:
    """For every number of columns: how good it is, a picture's width, the columns."""
    for columns in range(1, units + 1):
        rows = math.ceil(units / columns)
        last = units - (rows - 1) * columns
        if last < 1 or (last == 1 and rows > 1 and columns > 1):
            continue
        width = min(
            _side(room.width - columns * round(SEAM * room.ratio) * (sides - 1), columns, sides, 1, room),
            _side(room.height, rows, 1, aspect, room),
        )
        if width >= 1:
            yield width * _worth(last, columns), width, columns


def _worth(last: int, columns: int) -> float:
    """How much larger than it is a picture counts, for so many tiles in the last row."""
    return EVEN if last == columns else 1.0 if last >= SCANTY * columns else 1 / RAGGED


def _side(length: float, tiles: int, pictures: int, aspect: float, room: Room) -> float:
    """A picture's width if so many tiles of so many pictures, each so long, share this length."""
    narrow = (length - (tiles - 1) * GAP * room.ratio) / (tiles * pictures * aspect)
    wide = length / (tiles * pictures * aspect + (tiles - 1) * WIDE_GAP)
    return min(narrow, wide)


def _in_pages(width: float, aspect: float, sides: int, room: Room, units: int) -> tuple[int, int]:
    """Columns and rows of a page."""
    gap = _gap(width, room)
    tile = int(width) * sides + (sides - 1) * round(SEAM * room.ratio)
    columns = (room.width + gap) // (tile + gap) if width >= 1 else 0
    rows = (room.height + gap) // (max(1, round(int(width) * aspect)) + gap) if width >= 1 else 0
    if columns < 1 or rows < 1:
        return 0, 0
    # All of them, none alone: as even as can be, then as wide.
    fitting = [
        (_worth((units - 1) % fewer + 1, fewer), fewer)
        for fewer in range(1, min(columns, units) + 1)
        if math.ceil(units / fewer) <= rows and (units % fewer != 1 or fewer == 1)
    ]
    chosen = max(fitting, default=(0.0, 0))[1]
    return (chosen, math.ceil(units / chosen)) if chosen else (columns, rows)


def _gap(width: float, room: Room) -> int:
    return int(max(GAP * room.ratio, WIDE_GAP * width))


def _place(columns: int, rows: int, width: float, aspect: float, sides: int, room: Room) -> Pairs:
    """The grid in the middle of the room, what is left over spread between its tiles."""
    seam = round(SEAM * room.ratio)
    picture = max(1, round(int(width) * aspect)), int(width)
    if picture[0] > room.height or columns < 1 or rows < 1 or picture[1] < 1:
        return Pairs(Grid(0, 0, 0, 0, 0, 0), 0, 0, (0, 0), sides, seam)
    height, across = picture[0], sides * picture[1] + (sides - 1) * seam
    gap = _gap(width, room)
    gaps = [
        min((length - tiles * tile) // (tiles - 1), gap + int(SPREAD * side)) if tiles > 1 else 0
        for length, tiles, tile, side in (
            (room.height, rows, height, picture[0]),
            (room.width, columns, across, picture[1]),
        )
    ]
    grid = Grid(columns, rows, height, across, *gaps)
    taken = grid.size
    left, top = (max(0, (length - size) // 2) for length, size in ((room.width, taken[1]), (room.height, taken[0])))
    return Pairs(grid, left, top, picture, sides, seam)
