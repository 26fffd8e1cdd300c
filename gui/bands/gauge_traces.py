"""What the traces of the gauges look like: lines over the logarithm of the steps, in the colours of the decoders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.messages.snapshot import LaneSnapshot
from core.parts.traces import TracesPart
from gui.bands.gauge import Shape
from gui.design.theme import Theme

#: The columns that each gauge draws, and whether it does so over a logarithmic axis.
DRAWN: dict[str, tuple[tuple[str, ...], bool]] = {
    "tie_gap": (("tie_gap",), True),
    "sigma": (("least", "most"), False),
    "off_pca": (("angle",), False),
    "dead": (("dead",), False),
}


def shapes(part: TracesPart, lane: LaneSnapshot, theme: Theme) -> dict[str, Shape]:
    """By the name of the gauge."""
    places = np.log10(part.steps + 1)
    start = float(places[0]) if len(places) else 0.0
    end = max(float(np.log10(lane.moment.step + 1)), float(places[-1]) if len(places) else 0.0)
    across = ((places - start) / ((end - start) or 1)).astype(np.float32)
    pieces = _pieces(part, lane, theme)
    found = {}
    for name, (columns, log) in DRAWN.items():
        if name == "off_pca" and np.isnan(part.column("angle")).all():
            columns = ("captured",)
        found[name] = Shape(across, _scaled([part.column(each) for each in columns], log), pieces)
    return found


def _pieces(part: TracesPart, lane: LaneSnapshot, theme: Theme) -> tuple[tuple[int, int, str], ...]:
    """Where one decoder ends another begins, with a point in common so that no line is broken."""
    flips = [(mark.step, str(mark.decoder)) for mark in lane.marks if mark.decoder is not None]
    starts = [0, *np.searchsorted(part.steps, [step for step, _ in flips], side="right").tolist(), len(part.steps)]
    decoders = [lane.decoder_at_start, *(decoder for _, decoder in flips)]
    return tuple(
        (max(start - 1, 0), end, theme.decoder(decoder))
        for start, end, decoder in zip(starts, starts[1:], decoders, strict=False)
        if end > start
    )


def _scaled(lines: list[npt.NDArray[np.float32]], log: bool) -> tuple[npt.NDArray[np.float32], ...]:
    """All between 0 and 1, on one scale; what never changes lies at the bottom."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = [np.log10(line) if log else line for line in lines]
    values = [np.where(np.isfinite(each), each, np.nan).astype(np.float32) for each in values]
    known = np.concatenate(values)
    known = known[~np.isnan(known)]
    if not len(known):
        return ()
    low, high = float(known.min()), float(known.max())
    if not log:
        low = min(low, 0.0)
    return tuple(((each - low) / ((high - low) or 1)).astype(np.float32) for each in values)
