"""What is said about filters: above them, beside a large one, and to a screen reader."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.experiment.choices import DECODERS
from core.messages.snapshot import Array, LaneSnapshot
from core.parts.likeness import LikenessPart
from gui.painting.numbers import short
from gui.views.filters_state import Filters


def tr(words: str) -> str:
    """In the person's language."""
    return QCoreApplication.translate("FiltersView", words)


def decoding_matrix(lane: LaneSnapshot) -> str:
    """What the decoder's columns are of at this moment, whatever a ramp is on its way to."""
    chosen = DECODERS[lane.experiment.decoder]
    if chosen.free_weights:
        return tr("the free D")
    if lane.dial is None:
        return chosen.title
    ends = {decoder.place_on_dial: decoder.title for decoder in DECODERS.values()}
    return ends.get(lane.dial) or tr("the dial, t = {0}").format(f"{lane.dial:.2f}")


def captions(layer: int, columns: str, limits: tuple[float, ...]) -> tuple[str, ...]:
    """What a tile shows, in fewer and fewer words; with the largest value of each side if there is room."""
    row, column, *third = (f" ±{short(limit)}" for limit in limits)
    inverse = f" | W⁺{third[0]}" if third else ""
    plain = " | W⁺" if third else ""
    if layer > 0:
        through = tr("layer {0} through those below: ").format(layer + 1)
        return (
            through + tr("encoder row{0} | decoder column{1}").format(row, column) + inverse,
            tr("encoder{0} | decoder{1}").format(row, column) + inverse,
            tr("encoder | decoder") + plain,
        )
    return (
        tr("encoder row of W{0} | decoder column of {1}{2}").format(row, columns, column) + inverse,
        tr("encoder row{0} | decoder column{1}").format(row, column) + inverse,
        tr("encoder{0} | decoder{1}").format(row, column) + inverse,
        tr("encoder | decoder") + plain,
        f"W | {columns}" + plain,
    )


def described(filters: Filters, limits: tuple[float, ...], dead: int, examples: int) -> str:
    """All of them, for who can't see them."""
    rows, columns = filters.shape
    sentence = tr("{0} filters of {1}×{2}, encoder rows within ±{3}, decoder columns of {4} within ±{5}").format(
        filters.units, rows, columns, short(limits[0]), filters.columns, short(limits[1])
    )
    if examples:
        sentence += tr(", {0} dead on {1} training examples").format(dead, examples)
    return sentence


def heading(filters: Filters, unit: int) -> str:
    """Which unit it is."""
    words = tr("unit {0} of {1}").format(unit + 1, filters.units)
    return words + (tr(" · dead") if filters.dead[unit] else "")


def values(side: Array) -> str:
    """Of one filter (d₀,), beside its picture."""
    finite = side[np.isfinite(side)]
    if not len(finite):
        return tr("not a number")
    norm = short(float(np.linalg.norm(side.astype(np.float64))))
    low, high = (short(float(f"{each(finite):.2g}")) for each in (np.min, np.max))
    return tr("norm {0} · {1} … {2}").format(norm, low, high)


def remark(filters: Filters, unit: int, likeness: LikenessPart | None) -> str:
    """How its filters stand to each other, and to the data."""
    row, column = filters.encoder[unit], filters.decoder[unit]
    parts = [tr("cosine of row and column {0}").format(_cosine(row, column))]
    if filters.inverse is not None and filters.columns != "W⁺":
        parts.append(tr("of row and column of W⁺ {0}").format(_cosine(row, filters.inverse[unit])))
    if likeness is not None and unit < len(likeness.axis):
        axis, cosine = int(likeness.axis[unit]) + 1, float(likeness.cosine[unit])
        parts.append(tr("principal axis {0}: {1}").format(axis, f"{cosine:.2f}"))
    return " · ".join(parts)


def _cosine(one: Array, other: Array) -> str:
    lengths = float(np.linalg.norm(one.astype(np.float64)) * np.linalg.norm(other.astype(np.float64)))
    if not np.isfinite(lengths) or lengths == 0:
        return "–"
    found = float(one.astype(np.float64) @ other.astype(np.float64)) / lengths
    return f"{found:.3f}".replace("-", "−")
