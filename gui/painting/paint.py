"""Arrays to pictures: NumPy all the way to the screen's pixels, few calls, because painting holds up training.

Values become indices into a table of 256 colours: 0 says "not a number", 1 to 255 are the scale, 128 its middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from gui.widgets.theme import DARK, Theme

Values = npt.NDArray[np.floating]
Indices = npt.NDArray[np.uint8]
Pixels = npt.NDArray[np.uint32]

# Blue–white–red as in ColorBrewer's RdBu, which colour-blind viewers can tell apart; on a dark background zero is
# dark, so that what catches the eye is what is far from zero.
_ON_LIGHT = ("#053061", "#2166ac", "#4393c3", "#92c5de", "#f7f7f7", "#f4a582", "#d6604d", "#b2182b", "#67001f")
_ON_DARK = ("#c6e6ff", "#7cc4ff", "#3c93dc", "#1f578c", "#0d1116", "#8c3b1c", "#d8602a", "#ff9a63", "#ffdcc4")
CRISP = 3  # from this scale on single values are shown as the squares they are
_NOT_A_NUMBER = "#8f7fa8"


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def pixel(colour: str) -> np.uint32:
    """``#rrggbb`` as QImage's Format_RGB32 has it."""
    return np.uint32(int("ff" + colour[1:], 16))


def mixed(colour: str, background: str, share: float) -> QColor:
    """``share`` of the colour, the rest of the background."""
    pairs = zip(_rgb(colour), _rgb(background), strict=True)
    return QColor(*(round(share * above + (1 - share) * below) for above, below in pairs))


def _table(stops: tuple[str, ...]) -> Pixels:
    known = np.array([_rgb(stop) for stop in stops])
    where = np.linspace(0, 1, len(stops))
    channels = [np.interp(np.linspace(0, 1, 255), where, channel).round().astype(np.uint32) for channel in known.T]
    scale = channels[0] << 16 | channels[1] << 8 | channels[2] | 0xFF000000
    return np.concatenate([[pixel(_NOT_A_NUMBER)], scale]).astype(np.uint32)


@cache
def diverging(theme: Theme) -> Pixels:
    """The colours of signed values."""
    return _table(_ON_DARK if theme is DARK else _ON_LIGHT)


@cache
def grey() -> Pixels:
    """The colours of pictures, black to white in both themes."""
    return _table(("#000000", "#ffffff"))


def signed(values: Values, limit: float | Values, shape: tuple[int, int] | None = None) -> Indices:
    """Indices on the scale from −limit to limit; ``limit`` may be an array that broadcasts.

    The last two dimensions are enlarged to ``shape`` if it is given.
    """
    return _indices(values * (127 / np.asarray(limit, np.float32)), 128, shape)


def unsigned(values: Values, shape: tuple[int, int] | None = None) -> Indices:
    """Indices on the scale from 0 to 1; enlarged like :func:`signed`."""
    return _indices(values * np.float32(254), 1, shape)


def _indices(scaled: Values, zero: int, shape: tuple[int, int] | None = None) -> Indices:
    """The nearest index; ``scaled`` is overwritten."""
    scaled += np.float32(zero + 0.5)
    # clip lets NaN through, and infinities become the ends of the scale. A little above 1: what is between two values
    # may be rounded down, and 0 is no number.
    np.clip(scaled, 1.01, 255.5, out=scaled)
    numbers = not np.isnan(scaled.sum())
    if shape is not None:
        # Here, where nothing needs to be clipped afterwards: there are fewer values before than after.
        scaled = enlarge(scaled, shape)
    if not numbers:
        np.nan_to_num(scaled, copy=False, nan=0)
    return scaled.astype(np.uint8)


def largest(*arrays: Values) -> float:
    """The largest finite absolute value; 0 if there is none."""
    return max((_largest(array) for array in arrays), default=0.0)


def _largest(array: Values) -> float:
    if not array.size:
        return 0.0
    found = float(max(array.max(), -array.min()))
    if math.isfinite(found):
        return found
    finite = array[np.isfinite(array)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def round_limit(value: float) -> float:
    """The next number above that is easy to read, so that a scale stays put while weights move a little."""
    if not 0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999)


@dataclass(frozen=True)
class Grid:
    """Equal tiles in rows and columns; lengths in device pixels, each value of a tile ``scale`` × ``scale`` of them."""

    columns: int
    rows: int
    scale: int
    gap: int  # below a tile
    gap_across: int  # right of it

    @property
    def places(self) -> int:
        """How many tiles there is room for."""
        return self.columns * self.rows


def fit(count: int, tile: tuple[int, int], room: tuple[int, int], gap: int, smallest: int) -> Grid:
    """The grid with the largest whole scale, at least ``smallest``, at which ``count`` tiles fit.

    If they don't fit at ``smallest``, the grid has as many places as there is room for; none if not even one fits.
    ``tile`` is (rows, columns) of values, ``room`` (height, width) of pixels.
    """
    grid = _grid(tile, room, gap, smallest)
    while (larger := _grid(tile, room, gap, grid.scale + 1)).places >= max(count, 1):
        grid = larger
    if grid.places < count:
        return grid
    # As many rows, filled evenly.
    rows = math.ceil(count / grid.columns)
    return replace(grid, columns=math.ceil(count / rows), rows=rows)


def roomier(
    count: int, shape: tuple[int, int], grid: Grid, room: tuple[int, int], smallest: float = 0
) -> tuple[int, int]:
    """The largest shape to which single pictures can be enlarged for ``count`` pairs to fit, or the ``smallest`` one
    if they don't; ``shape`` itself where whole pixels do nearly as well, which are crisp.

    A pair is two pictures side by side and three columns between and beside them; ``smallest`` is a picture's
    longer side.
    """
    if grid.scale >= CRISP:
        return shape
    whole = shape[0] * grid.scale
    height = max(whole, math.ceil(smallest * shape[0] / max(shape)))
    while _grid((height + 1, 2 * tall(shape, height + 1)[1] + 3), room, grid.gap, 1).places >= max(count, 1):
        height += 1
    return tall(shape, height) if worth_it(height, whole) else shape


def tall(shape: tuple[int, int], height: int) -> tuple[int, int]:
    """The shape made so high, or so low."""
    return height, round(shape[1] * height / shape[0])


def worth_it(height: int, whole: int) -> bool:
    """Whether a picture that could be ``height`` pixels high is better off between whole scales, of which the largest
    makes it ``whole`` pixels high: that is crisp, but it may waste the room."""
    return height >= 1.15 * whole


def enlarge(values: Values, shape: tuple[int, int]) -> Values:
    """(…, rows, columns) values as (…, *shape), in between them by straight lines."""
    down, across = (_between(old, new) for old, new in zip(values.shape[-2:], shape, strict=True))
    return np.asarray(down @ (values @ across.T))


@cache
def _between(old: int, new: int) -> npt.NDArray[np.float32]:
    """(new, old): what each of ``new`` pixels takes from ``old`` values."""
    where = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    return np.asarray(np.maximum(0, 1 - np.abs(where[:, None] - np.arange(old))), np.float32)


def spread(grid: Grid, tile: tuple[int, int], room: tuple[int, int]) -> Grid:
    """The grid with the room that is left over between its tiles, but no gap wider than half a tile."""
    gaps = (
        min(r // max(n, 1) - t * grid.scale, grid.gap + t * grid.scale // 2)
        for t, r, n in zip(tile, room, (grid.rows, grid.columns), strict=True)
    )
    down, across = (max(grid.gap, gap) for gap in gaps)
    return replace(grid, gap=down, gap_across=across)


def _grid(tile: tuple[int, int], room: tuple[int, int], gap: int, scale: int) -> Grid:
    rows, columns = (max(r + gap, 0) // (t * scale + gap) for t, r in zip(tile, room, strict=True))
    return Grid(columns, rows, scale, gap, gap)


def fold(shape: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns to show a picture of this shape in: a single row of many values is folded like text."""
    rows, columns = shape
    if min(shape) > 1 or columns * rows <= 16:
        return shape
    width = math.ceil(math.sqrt(rows * columns))
    return math.ceil(rows * columns / width), width


def tiles(values: Values, shape: tuple[int, int]) -> Values:
    """(n, d) values as (n, rows, columns); what the last row of a folded picture lacks is zero."""
    lacking = shape[0] * shape[1] - values.shape[1]
    if lacking:
        values = np.pad(values, ((0, 0), (0, lacking)))
    return values.reshape(-1, *shape)


def place(canvas: Pixels, pictures: Pixels, grid: Grid, tile: tuple[int, int], left: int, top: int) -> None:
    """Write the (n, rows, columns) pictures, n at most the grid's places, into ``canvas`` (height, width).

    ``tile`` is the shape of the grid's tiles, of which a picture may be a part that begins at the tile's corner.
    The views below never reach beyond a picture, so that the grid's last gaps may lie outside of the canvas.
    """
    count, height, width = pictures.shape
    lines, rest = divmod(count, grid.columns)
    below = (lines + bool(rest) - 1) * (tile[0] * grid.scale + grid.gap) + height * grid.scale
    beside = (min(count, grid.columns) - 1) * (tile[1] * grid.scale + grid.gap_across) + width * grid.scale
    if min(left, top) < 0 or top + below > canvas.shape[0] or left + beside > canvas.shape[1]:
        # What follows would write into memory that is not the canvas's.
        raise ValueError(f"{count} pictures of {height}×{width} on {grid} don't fit into {canvas.shape}")
    wide = pictures.repeat(grid.scale, axis=2) if grid.scale > 1 else pictures
    down, across = canvas.strides
    places = np.lib.stride_tricks.as_strided(
        canvas[top:, left:],
        (grid.rows, grid.columns, height, grid.scale, width * grid.scale),
        (
            down * (tile[0] * grid.scale + grid.gap),
            across * (tile[1] * grid.scale + grid.gap_across),
            down * grid.scale,
            down,
            across,
        ),
    )
    full = lines * grid.columns
    places[:lines] = wide[:full].reshape(lines, grid.columns, height, 1, -1)
    places[lines : lines + 1, :rest] = wide[full:, :, None]


def image(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """The pixels as an image that owns them, for a screen with so many device pixels to a pixel."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    made = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    made.setDevicePixelRatio(ratio)
    return made


def pixels(image: QImage) -> Pixels:
    """The image's own memory, (height, width): what is written there is in the image."""
    lines = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)
    return lines[:, : image.width()]
