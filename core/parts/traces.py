"""How the figures of the weights came to be what they are: a short history of each, over the logarithm of the steps."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from core.messages.history import Steps
from core.messages.needs import Part
from core.parts.base import Measured, Subject
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from core.parts.figures import Figures, FiguresPart

A_DECADE = 16  # points of a trace at most for every tenfold of the steps: a trace is some 60 pixels wide


class Reading(NamedTuple):
    """A network in six numbers, NaN where nothing is known: a network of several layers is as good as its worst."""

    tie_gap: float  # the largest of all layers
    least: float  # of all singular values
    most: float
    angle: float  # of the innermost layer, degrees; NaN where no subspace is the principal one
    captured: float  # of the innermost layer; NaN where one is
    dead: float  # units of all layers


def read(figures: FiguresPart | None, dead: DeadUnitsPart | None) -> Reading:
    """The six numbers."""
    units = float(sum(int(each.sum()) for each in dead.layers)) if dead is not None else math.nan
    if figures is None or not figures.layers:
        return Reading(math.nan, math.nan, math.nan, math.nan, math.nan, units)
    values = np.concatenate([each.singular_values for each in figures.layers])
    inner = figures.layers[-1]
    return Reading(
        # Not max(): what is no number must not be hidden by what is one.
        float(np.max([each.tie_gap for each in figures.layers])),
        float(values.min()),
        float(values.max()),
        inner.largest_principal_angle if inner.subspace_unique else math.nan,
        inner.captured,
        units,
    )


@dataclass(frozen=True, eq=False)
class TracesPart(Part):
    """Read-only."""

    steps: Steps  # (n,) ascending
    values: npt.NDArray[np.float32]  # (n, 6), the columns of Reading

    def column(self, name: str) -> npt.NDArray[np.float32]:
        """The values (n,) of a field of :class:`Reading`."""
        return self.values[:, Reading._fields.index(name)]


@dataclass(frozen=True)
class Traces(Measured[TracesPart]):
    """Of what :class:`Figures` and :class:`DeadUnits` have answered so far, for those who ask for these too.

    It is kept with the lane's other answers: what was given up by going back is not in it.
    """

    share: ClassVar[float] = 0.0005
    per_second: ClassVar[float] = 2
    longest: ClassVar[float] = 1.0

    def pieces(self, subject: Subject) -> Generator[None, None, TracesPart]:
        yield from ()
        known = subject.measured
        before, figures, dead = known.get(self), known.get(Figures()), known.get(DeadUnits())
        figures = figures if isinstance(figures, FiguresPart) else None
        dead = dead if isinstance(dead, DeadUnitsPart) else None
        steps, values = np.empty(0, np.int64), np.empty((0, len(Reading._fields)), np.float32)
        if isinstance(before, TracesPart):
            steps, values = before.steps, before.values
        if figures is not None:
            steps, values = _followed(steps, values, figures.moment.step, read(figures, dead))
        steps.flags.writeable = values.flags.writeable = False
        return TracesPart(subject.moment, steps, values)


def _followed(
    steps: Steps, values: npt.NDArray[np.float32], step: int, reading: Reading
) -> tuple[Steps, npt.NDArray[np.float32]]:
    """With one more point, in place of the last one where that is of nearly the same step."""
    kept = len(steps)
    while kept and _place(int(steps[kept - 1])) >= _place(step):
        kept -= 1
    point = np.array([reading], np.float32)
    return np.append(steps[:kept], np.int64(step)), np.concatenate((values[:kept], point))


def _place(step: int) -> int:
    return int(A_DECADE * math.log10(step + 1))
