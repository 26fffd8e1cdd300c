"""A race in text: a list of lanes for programs, a table for people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from core.messages.commands import LaneId
from core.messages.events import Diverged
from core.messages.snapshot import Snapshot
from core.races.over_seeds import LOSSES, OverSeeds
from core.races.standing import NEAR, Standing, standing, winner

GAP = "  "
HEADINGS = ("lane", "train loss", "validation loss", "× floor", f"steps to {NEAR:g} ×", "ms a step")
OVER_SEEDS = (
    *("lane", "validation loss", "least … most", "train loss", "least … most"),
    *("won", "by train loss", "diverged"),
)
UNKNOWN = "–"


def standings(snapshot: Snapshot, lost: Mapping[LaneId, Diverged]) -> list[Standing]:
    """Of all lanes."""
    return [standing(lane, lost[lane.name].step if lane.name in lost else None) for lane in snapshot.lanes]


def winners(lanes: Sequence[Standing]) -> dict[str, LaneId | None]:
    """By which loss which lane has won, of those that came to the end."""
    there = [lane for lane in lanes if lane.diverged_at is None]
    return {
        "validation_loss": winner((lane.name, lane.validation) for lane in there),
        "train_loss": winner((lane.name, lane.train) for lane in there),
    }


def table(snapshot: Snapshot, lost: Mapping[LaneId, Diverged]) -> str:
    """How all lanes have done, a line each, and who has won."""
    lanes = standings(snapshot, lost)
    return "\n".join([*_columns([HEADINGS, *map(_row, lanes)]), _won(winners(lanes))])


def table_over_seeds(result: OverSeeds) -> str:
    """How all lanes have done over the seeds, a line each, and what has been counted."""
    seeds = [heat.seed for heat in result.heats]
    few = f"seeds {seeds[0]} to {seeds[-1]}" if len(seeds) > 1 else f"seed {seeds[0]}"
    said = f"won: the lowest validation loss at the end, of {few}"
    return "\n".join([*_columns([OVER_SEEDS, *(_row_over_seeds(result, name) for name in result.names)]), said])


def progress(losses: Sequence[tuple[LaneId, float]]) -> str:
    """The losses of all lanes, in short."""
    return "; ".join(f"{name} {loss:.6f}" for name, loss in losses)


def told(lanes: Sequence[Standing]) -> str:
    """The validation losses of all lanes at the end, in short."""
    return "; ".join(
        f"{lane.name} {'diverged' if lane.diverged_at is not None else _number(lane.validation, '.6f')}"
        for lane in lanes
    )


def _row(lane: Standing) -> tuple[str, ...]:
    return (
        lane.name,
        _number(lane.train, ".6f"),
        _number(lane.validation, ".6f"),
        _number(lane.times_floor, "#.4g"),
        _near(lane),
        _number(1000 * lane.step_seconds, "#.3g"),
    )


def _near(lane: Standing) -> str:
    """At most so many steps: the losses of whole sets are known at some steps only."""
    if lane.diverged_at is not None:
        return f"diverged at {lane.diverged_at}"
    if not math.isfinite(lane.times_floor):
        return UNKNOWN
    return "not reached" if lane.near_after is None else f"≤ {lane.near_after}"


def _row_over_seeds(result: OverSeeds, name: LaneId) -> tuple[str, ...]:
    spreads = [result.spread(name, of) for of in LOSSES]
    cells = [
        cell
        for each in spreads
        for cell in (_number(each.median, ".6f"), f"{_number(each.least, '.6f')} … {_number(each.most, '.6f')}")
    ]
    validation, train = (f"{result.won(by)[name]} of {len(result.heats)}" for by in LOSSES)
    return name, *cells, validation, train, str(result.diverged(name))


def _won(won: Mapping[str, LaneId | None]) -> str:
    lowest, trained = won["validation_loss"], won["train_loss"]
    if lowest is None:
        return "no lane has won: none has the lowest validation loss alone"
    also = ", and the lowest train loss" if trained == lowest else f"; the lowest train loss: {trained}"
    return f"won by the lowest validation loss: {lowest}{also if trained else ''}"


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Names to the left, numbers to the right."""
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [
        GAP.join([name.ljust(first), *(each.rjust(width) for each, width in zip(cells, others, strict=True))])
        for name, *cells in rows
    ]


def _number(value: float, how: str) -> str:
    return format(value, how).removesuffix(".") if math.isfinite(value) else UNKNOWN
