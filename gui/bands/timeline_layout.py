"""What is where on the timeline, in pixels: pieces of decoders, kept steps, changes, and now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.messages.snapshot import LaneSnapshot
from gui.bands.timeline_scale import TimeScale
from gui.design.theme import Theme
from gui.plots.story import Stay, stays, symbol


@dataclass(frozen=True)
class Piece:
    """A decoder was in force, from pixel to pixel."""

    left: float
    right: float
    colour: str


@dataclass(frozen=True)
class Flag:
    """Something was changed: ``colour`` is that of another decoder, empty where it stayed; ``others`` of other keys."""

    pixel: float
    step: int
    colour: str
    others: str


@dataclass(frozen=True, eq=False)
class Layout:
    """Of a lane on a scale; ``of`` tells it from others, and ``ticks`` are whole pixels, each once."""

    of: tuple[object, ...]
    scale: TimeScale
    lived: tuple[Stay, ...]
    pieces: tuple[Piece, ...]
    flags: tuple[Flag, ...]
    ticks: npt.NDArray[np.int64]

    def near(self, pixel: float, far: float) -> list[int]:
        """The steps of changes that are no further from a pixel than that, the nearest first."""
        found = [(abs(flag.pixel - pixel), flag.step) for flag in self.flags if abs(flag.pixel - pixel) <= far]
        return [step for _, step in sorted(found)]


def laid_out(lane: LaneSnapshot, scale: TimeScale, dial: float | None, theme: Theme, before: Layout | None) -> Layout:
    """``lane`` up to now; ``dial`` is where the dial stood at first. What is as ``before`` is that."""
    kept = lane.kept.steps
    story = (scale, lane.name, lane.marks, lane.decoder_at_start, dial, theme)
    of = (*story, len(kept), kept[:1].tolist(), kept[-1:].tolist())
    if before is not None and before.of == of:
        return before
    ticks = np.unique(np.round(scale.pixels(kept)).astype(np.int64))
    if before is not None and before.of[: len(story)] == story:
        same = np.array_equal(ticks, before.ticks)
        return Layout(of, scale, before.lived, before.pieces, before.flags, before.ticks if same else ticks)
    lived = stays(lane.marks, lane.decoder_at_start, dial, lane.moment.step)
    pieces = tuple(
        Piece(scale.pixel(stay.start) if stay.start else scale.left, scale.pixel(stay.end), stay.colour(theme))
        for stay in lived
    )
    flags = tuple(
        Flag(scale.pixel(mark.step), mark.step, theme.decoder(mark.decoder) if mark.decoder else "", symbol(mark))
        for mark in lane.marks
    )
    return Layout(of, scale, lived, pieces, flags, ticks)
