"""The columns of the table of a race: what they say of a lane, and by what they sort."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.painting import numbers
from gui.race.standing import Standing


@dataclass(frozen=True)
class Column:
    """``place`` is what it sorts by, the best first."""

    name: str
    heading: str
    tip: str
    words: Callable[[Standing], str]
    place: Callable[[Standing], float]
    widest: str


def one_floor(lanes: Sequence[Standing]) -> bool:
    """Whether what × floor says is the same in all lanes; if not, the loss itself has a column."""
    return all(math.isclose(lane.floor, lanes[0].floor, rel_tol=1e-6) for lane in lanes)


def columns() -> Iterator[Column]:
    """From left to right; where there is too little room the last ones go first."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("RaceTable", text)

    never, lost = tr("never yet"), tr("lost")
    yield Column(
        "loss",
        tr("loss"),
        tr("Of the training set: the floors of these lanes are not the same"),
        lambda lane: lost if lane.diverged else numbers.at_step(lane.loss),
        lambda lane: math.inf if lane.diverged else lane.loss,
        ".0888",
    )
    yield Column(
        "floor",
        tr("× floor"),
        tr("The loss of the training set, in PCA floors; the loss itself where there is no floor"),
        lambda lane: lost if lane.diverged else _ratio(lane),
        lambda lane: math.inf if lane.diverged else lane.loss if math.isnan(lane.ratio) else lane.ratio,
        "88.88",
    )
    yield Column(
        "near",
        tr("steps to 1.05 ×"),
        tr("After how many steps the loss had come to 1.05 × floor, as good as PCA"),
        lambda lane: _steps(lane.near_after, never),
        lambda lane: lane.near_after,
        never,
    )
    yield Column(
        "tie_gap",
        tr("tie gap"),
        tr("‖Wᵀ − W⁺‖ / ‖W⁺‖: how far the transpose is from the pseudo-inverse"),
        lambda lane: numbers.on_plot(lane.tie_gap, 2),
        lambda lane: lane.tie_gap,
        "8.8·10⁻⁸",
    )
    yield Column(
        "sigma",
        "σ",
        tr("The least and the largest singular value of W; sorted by the largest"),
        _sigma,
        lambda lane: lane.most,
        "8.888 … 8.888",
    )
    yield Column(
        "dead",
        tr("dead"),
        tr("Units that do the same whatever comes in"),
        lambda lane: numbers.NOT_A_NUMBER if math.isnan(lane.dead) else f"{lane.dead:.0f} / {lane.units}",
        lambda lane: lane.dead,
        "888 / 888",
    )
    yield Column(
        "step_time",
        tr("ms a step"),
        tr("What a step of training takes with this decoder"),
        lambda lane: numbers.on_plot(1000 * lane.seconds, 2),
        lambda lane: lane.seconds,
        "8.88",
    )


def fitted(wide: Sequence[int], name: int, end: int, widest: int) -> list[tuple[int, int]]:
    """The left and the right of as many columns as there is room for between ``name`` and ``end``, in pixels.

    What is left over is shared out, up to the ``widest`` that a column may be.
    """
    fitting = len(wide)
    while fitting > 1 and name + sum(wide[:fitting]) > end:
        fitting -= 1
    spare = max((end - name - sum(wide[:fitting])) // max(fitting, 1), 0)
    left, places = name, []
    for width in wide[:fitting]:
        right = left + min(width + spare, max(width, widest))
        places.append((left, right))
        left = right
    return places


def sorted_by(column: Column | None, lanes: Sequence[Standing], *, ascending: bool) -> list[int]:
    """The places of the lanes from top to bottom, those of which nothing is known last; as they are by no column."""
    order = list(range(len(lanes)))
    if column is None:
        return order
    known = [place for place in order if not math.isnan(column.place(lanes[place]))]
    unknown = [place for place in order if place not in known]
    known.sort(key=lambda place: column.place(lanes[place]), reverse=not ascending)
    return [*known, *unknown]


def _ratio(lane: Standing) -> str:
    return numbers.on_plot(lane.loss) if math.isnan(lane.ratio) else numbers.times(lane.ratio)


def _steps(steps: float, never: str) -> str:
    if math.isinf(steps):
        return never
    return numbers.NOT_A_NUMBER if math.isnan(steps) else numbers.grouped(steps)


def _sigma(lane: Standing) -> str:
    least, most = (
        numbers.on_plot(value) if not 0.001 <= value < 10 else f"{value:.3f}".removeprefix("0")
        for value in (lane.least, lane.most)
    )
    return f"{least} … {most}"
