"""Values that have signs, as pictures or, where they are a single row, as curves."""

from __future__ import annotations

from core.messages.snapshot import Examples
from gui.design.theme import Theme
from gui.painting import colours, strokes
from gui.painting.colours import Indices, Pixels, Values

CURVE = 0.5  # a curve's height by its width
STROKE = 1.5  # pixels, how thick


def is_curve(shape: tuple[int, int]) -> bool:
    """Whether data of this shape are no picture but a row of values."""
    return min(shape) == 1


def aspect(shape: tuple[int, int]) -> float:
    """How high it is drawn by how wide."""
    return CURVE if is_curve(shape) else shape[0] / shape[1]


def signed(
    values: Values, shape: tuple[int, int], limit: float | Values, size: tuple[int, int], theme: Theme, ratio: float
) -> Pixels:
    """(n, d) values on the scale from −limit to limit as (n, *size) pixels; ``limit`` may be (n, 1).

    ``ratio`` is that of device pixels to pixels.
    """
    return colours.diverging(theme).take(indices(values, shape, limit, size, ratio))


def indices(
    values: Values, shape: tuple[int, int], limit: float | Values, size: tuple[int, int], ratio: float
) -> Indices:
    """The same before it has colours: places in the table of :func:`gui.painting.colours.diverging`."""
    if is_curve(shape):
        return strokes.signed(values, limit, size, STROKE * ratio)
    scaled = limit if isinstance(limit, float) else limit[..., None]
    return colours.signed(values.reshape(-1, *shape), scaled, size)


def like_inputs(
    values: Values, examples: Examples, size: tuple[int, int], theme: Theme, ratio: float
) -> tuple[Indices, Pixels]:
    """(n, d) values on the scale of what goes in, from black to white or with signs: (n, *size) places in a table of
    colours, and the table."""
    if is_grey(examples):
        return colours.unsigned(values.reshape(-1, *examples.shape), size), colours.grey()
    return indices(values, examples.shape, input_limit(examples), size, ratio), colours.diverging(theme)


def is_grey(examples: Examples) -> bool:
    """Whether they are pictures from black to white."""
    inputs = examples.inputs
    return bool(not is_curve(examples.shape) and inputs.min() >= 0 and inputs.max() <= 1)


def input_limit(examples: Examples) -> float:
    """Of the symmetric scale for examples that are not pictures from 0 to 1."""
    return colours.round_limit(colours.largest(examples.inputs))
