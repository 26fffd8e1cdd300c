"""The lines of a plot of losses: those of ghosts, of the other lanes, and of the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from gui.design.theme import Theme
from gui.painting.colours import mixed
from gui.plots.ghost import Ghost
from gui.plots.line import Line, Stroke
from gui.plots.loss_told import Told
from gui.plots.losses import Course, course, stays_of, words_of
from gui.plots.story import Stay, stays

PALE, PINNED = 0.4, 0.6  # of their colour that ghosts, and those that are pinned, have
STRONG = 3.0  # pixels: the looked-at lane beside others


@dataclass(frozen=True)
class Paper:
    """What all lines are drawn on: its colours, the lowest loss there is room for, and where a piece begins."""

    theme: Theme
    floor: float
    since_change: bool


@dataclass(frozen=True)
class Pencil:
    """How a course is drawn: how much of its colour it has, whose it is, and its line."""

    share: float
    name: str
    width: float
    pattern: tuple[float, ...] = ()
    head: bool = False  # a dot at its end
    validation: bool = False  # that of the validation set, too


def lines(told: Told, known: Course, lived: Sequence[Stay], ghosts: Sequence[Ghost], paper: Paper) -> Iterator[Line]:
    """From the palest to that of the looked-at lane, whose course is ``known`` and whose decoders ``lived``."""
    for ghost in ghosts:
        share = PINNED if ghost.pinned else PALE
        for line in _course(ghost.course, ghost.stays, paper, Pencil(share, ghost.title, 1.6)):
            yield replace(line, of=ghost.number)
    for other in told.others:
        lane = other.lane
        its = stays(lane.marks, lane.decoder_at_start, None, lane.moment.step)
        pencil = Pencil(1.0, other.label, 1.6, other.style, head=True)
        yield from _course(course(lane), its, paper, pencil)
    own = told.own
    pencil = Pencil(1.0, own.label, STRONG if told.others else 2.0, own.style, head=True, validation=True)
    yield from _course(known, lived, paper, pencil)


def _course(known: Course, lived: Sequence[Stay], paper: Paper, pencil: Pencil) -> Iterator[Line]:
    theme, since_change = paper.theme, paper.since_change
    decoders = stays_of(known, lived)
    pieces = list(known.pieces())
    kinds = ((known.validation, True), (known.train, False)) if pencil.validation else ((known.train, False),)
    for values, validation in kinds:
        for piece in pieces:
            stay = decoders[piece.start]
            pale = pencil.share if piece is pieces[-1] or not since_change else min(pencil.share, 0.6)
            colour = mixed(stay.colour(theme), theme.surface, pale).name()
            points = np.flatnonzero(np.isfinite(values[piece])) + piece.start
            x = known.steps[points] - (known.steps[piece][0] if since_change else 0)
            # A loss of 0 has no logarithm: it is drawn at the bottom, and read as it is.
            y = np.where(values[points] > 0, values[points], paper.floor)
            describe = partial(_describe, known, points, stay, validation, pencil.name)
            head = piece is pieces[-1] and not validation and pencil.head
            width, pattern = (min(pencil.width, 2.0), ()) if validation else (pencil.width, pencil.pattern)
            yield Line(x, y, Stroke(colour, width, dots=validation, pattern=pattern), describe, head)


def _describe(
    known: Course, points: npt.NDArray[np.intp], stay: Stay, validation: bool, name: str, index: int
) -> tuple[str, ...]:
    words = words_of(known, int(points[index]), stay, validation_first=validation)
    return (name, *words) if name else words
