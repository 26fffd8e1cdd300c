"""Rows of values as curves, drawn into arrays of pixels: as cheap as pictures, however many there are."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from gui.design.theme import Theme
from gui.painting import colours
from gui.painting.colours import Indices, Pixels, Values

SHADE = 0.34  # of a colour, between a curve and zero
LEVELS = 16  # of how much of a pixel a curve covers: 16 × 16 colours of two curves

Coverage = npt.NDArray[np.float32]


def cover(values: Values, size: tuple[int, int], thickness: float) -> Coverage:
    """How much of every pixel the curves of (n, d) values between −1 and 1 cover, (n, *size), from 0 to 1.

    What is beyond runs along the edge; what is no number leaves a gap.
    """
    height, width = size
    line = _across(values, width)
    middle = (height - 1) / 2
    y = middle - line * max(0.0, middle - thickness / 2)
    # A pixel's column has the line from half way before to half way behind.
    before = np.concatenate((y[:, :1], (y[:, 1:] + y[:, :-1]) / 2), axis=1)
    behind = np.concatenate(((y[:, 1:] + y[:, :-1]) / 2, y[:, -1:]), axis=1)
    top, bottom = (each(each(before, behind), y)[:, None] for each in (np.minimum, np.maximum))
    rows = np.arange(height, dtype=np.float32)[None, :, None]
    beside = np.maximum(np.maximum(top - rows, rows - bottom), np.float32(0))
    covered: Coverage = np.nan_to_num(np.clip(np.float32(thickness / 2 + 0.5) - beside, 0, 1)).astype(np.float32)
    return covered


def signed(values: Values, limit: float | Values, size: tuple[int, int], thickness: float) -> Indices:
    """Indices on the scale of signed values, (n, *size): the curves of (n, d) values, shaded down to zero."""
    scaled: Values = np.divide(values, limit, dtype=np.float32)
    height, width = size
    line = _across(scaled, width)[:, None]
    middle = (height - 1) / 2
    up = (middle - np.arange(height, dtype=np.float32)[None, :, None]) / max(middle, 1)  # of a pixel's row
    between = (up * line >= 0) & (np.abs(up) <= np.abs(line))
    strength = np.maximum(cover(scaled, size, thickness), np.float32(SHADE) * between)
    indices: Indices = (128.5 + 127 * np.nan_to_num(np.sign(line)) * strength).astype(np.uint8)
    if np.isnan(scaled.sum()):
        indices[np.broadcast_to(np.isnan(line), indices.shape)] = 0
    return indices


def both(thick: Coverage, thin: Coverage) -> Indices:
    """A thick curve with a thin one over it: places in the table of :func:`pair_colours`."""
    levels: Indices = np.rint(thick * (LEVELS - 1)).astype(np.uint8) * np.uint8(LEVELS)
    levels += np.rint(thin * (LEVELS - 1)).astype(np.uint8)
    return levels


@cache
def pair_colours(theme: Theme, thick: str, thin: str) -> Pixels:
    """The colours of two curves by how much of a pixel each covers, the thick one's first."""
    ground = f"#{int(colours.diverging(theme)[128]) & 0xFFFFFF:06x}"
    shares = [level / (LEVELS - 1) for level in range(LEVELS)]
    made = [
        colours.pixel(colours.mixed(thin, colours.mixed(thick, ground, under).name(), over).name())
        for under in shares
        for over in shares
    ]
    return np.array(made, np.uint32)


def _across(values: Values, width: int) -> Values:
    """(n, d) values as (n, width), from the first at the left edge to the last at the right, straight in between."""
    finite = np.clip(values, -1, 1).astype(np.float32)  # passes on what is no number
    return np.asarray(finite @ _stretched(values.shape[1], width).T)


@cache
def _stretched(old: int, new: int) -> npt.NDArray[np.float32]:
    where = np.linspace(0, old - 1, new)
    return np.asarray(np.maximum(0, 1 - np.abs(where[:, None] - np.arange(old))), np.float32)
