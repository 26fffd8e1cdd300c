"""What a plot can show: curves over the steps, and heights that have a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.integer] | npt.NDArray[np.floating]


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: its colour, its width in logical pixels, dotted, dashed, in a ``pattern`` of dashes and gaps
    in widths of the line, or none of it."""

    colour: str
    width: float = 2.0
    dots: bool = False
    dashes: bool = False
    pattern: tuple[float, ...] = ()
    smooth: bool = True  # edges; of what goes up and down at every column of the screen they can't be seen


@dataclass(frozen=True, eq=False)
class Line:
    """A curve in numbers, (n,) each: where one is no number the curve is broken.

    ``describe`` says of a point what the pointer reads there, a line of words each; without it the pointer passes over.
    """

    x: Values
    y: Values
    stroke: Stroke
    describe: Callable[[int], tuple[str, ...]] | None = None
    head: bool = False  # a dot at its last point: there it goes on
    of: int | None = None  # the number of whatever it belongs to, for who asks


@dataclass(frozen=True, eq=False)
class Area:
    """What lies between two curves in numbers, (n,) each, and the colour that it has a little of."""

    x: Values
    least: Values
    most: Values
    colour: str


@dataclass(frozen=True)
class Name:
    """Words at the right end of a height: the longest first."""

    y: float
    words: tuple[str, ...]
    colour: str
    of: int | None = None  # as of a line
    needed: int = 0  # the less, the sooner it goes where there is too little height for all


@dataclass(frozen=True)
class Level:
    """A height: a line across, and its name."""

    name: Name
    stroke: Stroke
