"""Values to colours: NumPy all the way to the screen's pixels, few calls, because painting holds up training.

Values become indices into a table of 256 colours: 0 says "not a number", 1 to 255 are the scale, 128 its middle.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from gui.design.theme import Theme

Values = npt.NDArray[np.floating]
Indices = npt.NDArray[np.uint8]
Pixels = npt.NDArray[np.uint32]

# Blue–white–red as in ColorBrewer's RdBu, which colour-blind viewers can tell apart; on a dark background zero is
# dark, so that what catches the eye is what is far from zero, and rises quickly: nearly all weights are near zero. Zero
# is not the colour of the surface, so that a picture has an edge.
_ON_LIGHT = ("#053061", "#2166ac", "#4393c3", "#8bc0db", "#eff1f4", "#f2a07c", "#d6604d", "#b2182b", "#67001f")
_ON_DARK = ("#e2f3ff", "#a6d8ff", "#6ab6f5", "#3a86c8", "#07090c", "#c65a2c", "#f4864c", "#ffb48a", "#ffe9da")
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


def diverging(theme: Theme) -> Pixels:
    """The colours of signed values."""
    return diverging_of(theme.dark)


@cache
def diverging_of(dark: bool) -> Pixels:
    """The same, for a background that is dark or is not."""
    return _table(_ON_DARK if dark else _ON_LIGHT)


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


def enlarge(values: Values, shape: tuple[int, int]) -> Values:
    """(…, rows, columns) values as (…, *shape), in between them by straight lines."""
    down, across = (_between(old, new) for old, new in zip(values.shape[-2:], shape, strict=True))
    return np.asarray(down @ (values @ across.T))


@cache
def _between(old: int, new: int) -> npt.NDArray[np.float32]:
    """(new, old): what each of ``new`` pixels takes from ``old`` values."""
    where = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    return np.asarray(np.maximum(0, 1 - np.abs(where[:, None] - np.arange(old))), np.float32)
