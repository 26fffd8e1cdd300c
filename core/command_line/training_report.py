"""A training run in text: JSON lines for programs, a progress bar or a line now and then for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from core.command_line import race_report
from core.command_line.following import Outcome
from core.command_line.output import Output
from core.messages.events import Diverged, Ended, Failed
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.figures import Figures, FiguresPart
from core.parts.losses import TrainingLoss, ValidationLoss
from core.races.standing import Standing
from core.races.tables import finite

BAR = 24  # characters
LINES = 10  # of progress where there is no terminal to draw a bar on

Report = Callable[[Snapshot], None]


def record(snapshot: Snapshot) -> dict[str, Any]:
    """One moment as plain values for JSON; what is not a finite number is ``None``.

    Of several lanes there is a list of the same, each with its name.
    """
    speed = {"steps_per_second": finite(snapshot.steps_per_second)}
    if len(snapshot.lanes) == 1:
        return {**_lane(snapshot.lanes[0]), **speed}
    lanes = [
        {"name": lane.name, **_lane(lane), **speed, **({"diverged": True} if lane.diverged else {})}
        for lane in snapshot.lanes
    ]
    return {"step": snapshot.step, **speed, "lanes": lanes}


def closing_record(outcome: Outcome) -> dict[str, Any]:
    """The last line: how it ended, and the figures of every layer, outermost first."""
    how: dict[str, Any] = {"done": outcome.how == "done"}
    if outcome.how != "done":
        how[outcome.how] = True
    if outcome.last is None:
        return how
    last = record(outcome.last)
    layers = [_layers(lane.part(Figures())) for lane in outcome.last.lanes]
    if len(layers) == 1:
        return {**last, **how, "layers": layers[0]}
    standings = race_report.standings(outcome.last, outcome.lost)
    for lane, each, standing in zip(last["lanes"], layers, standings, strict=True):
        lane.update(**_told(standing), layers=each)
    return {**last, **how, "won_by": race_report.winners(standings)}


def line(values: dict[str, Any]) -> str:
    """``values`` as one line of JSON that every reader takes: no NaN."""
    return json.dumps(values, allow_nan=False)


def summary(outcome: Outcome) -> str:
    """What a person wants to know at the end; there must be a last moment."""
    snapshot = outcome.last
    assert snapshot is not None, "nothing is told of a run that never was"
    if len(snapshot.lanes) > 1:
        return race_report.table(snapshot, outcome.lost)
    (lane,) = snapshot.lanes
    lines = [
        f"step {lane.moment.step}, epoch {lane.epoch:.1f}, decoder {lane.experiment.decoder}, {snapshot.device}",
        f"mean squared error: train {train_loss(lane):.6f}, validation {validation_loss(lane):.6f}, "
        f"PCA floor {lane.pca_floor:.6f} (validation {lane.validation_floor:.6f})",
    ]
    measured = lane.part(Figures())
    for index, figures in enumerate(measured.layers if measured else ()):
        lines.append(
            f"layer {index + 1}: ‖WWᵀ−I‖ {figures.orthogonality:.4g}, tie gap {figures.tie_gap:.4g}, "
            f"largest principal angle {figures.largest_principal_angle:.3g}°"
        )
    return "\n".join(lines)


def train_loss(lane: LaneSnapshot) -> float:
    """Over the whole training set; NaN if it is not known of this very moment."""
    return _now(lane, TrainingLoss())


def validation_loss(lane: LaneSnapshot) -> float:
    """Over the examples held back; NaN if it is not known of this very moment."""
    return _now(lane, ValidationLoss())


def _now(lane: LaneSnapshot, need: TrainingLoss | ValidationLoss) -> float:
    measured = lane.part(need)
    return measured.loss if measured and measured.moment == lane.moment else math.nan


def explanation(cause: Diverged | Failed | Ended) -> str:
    """One sentence on what ended a run early."""
    if not isinstance(cause, Diverged):
        return cause.sentence
    if cause.step <= 1 and not cause.lost:
        # No step has been taken with the rate yet.
        return (
            "The very first loss is not finite: the data or the first weights are too large for float32; smaller "
            "values or narrower layers may help, another learning_rate will not."
        )
    what = "has become hopeless" if cause.lost else "is not finite"
    return (
        f"The loss {what} at step {cause.step} (decoder {cause.decoder}); "
        f"a learning_rate below {cause.learning_rate:g} may help."
    )


def progress_bar(stream: Output, steps: int) -> Report:
    """Reports that draw one line of ``stream``, a terminal, again and again."""

    def report(snapshot: Snapshot) -> None:
        end = "" if snapshot.running else "\n"
        stream.write(f"\r{bar(snapshot.step / steps)} {_progress(snapshot, steps)}\x1b[K{end}")

    return report


def bar(share: float) -> str:
    """So much of it is full."""
    done = round(BAR * min(share, 1))
    return f"[{'#' * done}{'.' * (BAR - done)}]"


def progress_lines(stream: Output, steps: int) -> Report:
    """Reports for a log: a line for each tenth of the way."""
    told = -1

    def report(snapshot: Snapshot) -> None:
        nonlocal told
        tenth = LINES * snapshot.step // steps
        if tenth > told:
            told = tenth
            stream.line(_progress(snapshot, steps))

    return report


def _progress(snapshot: Snapshot, steps: int) -> str:
    losses = [(lane.name, train_loss(lane)) for lane in snapshot.lanes]
    told = race_report.progress(losses) if len(losses) > 1 else f"{losses[0][1]:.6f}"
    return f"step {snapshot.step}/{steps}, loss {told}, {snapshot.steps_per_second:.0f} steps/s"


def _lane(lane: LaneSnapshot) -> dict[str, Any]:
    return {
        "step": lane.moment.step,
        "epoch": finite(lane.epoch),
        "train_loss": finite(train_loss(lane)),
        "validation_loss": finite(validation_loss(lane)),
        "batch_loss": finite(lane.batch_loss),
        "pca_floor": finite(lane.pca_floor),
        "validation_floor": finite(lane.validation_floor),
        "decoder": lane.experiment.decoder,
    }


def _told(standing: Standing) -> dict[str, Any]:
    """What the last line of a race has besides."""
    return {
        "times_floor": finite(standing.times_floor),
        "steps_near_floor": standing.near_after,
        "milliseconds_per_step": finite(1000 * standing.step_seconds),
        **({"diverged_at": standing.diverged_at} if standing.diverged_at is not None else {}),
    }


def _layers(measured: FiguresPart | None) -> list[dict[str, Any]]:
    if measured is None:
        return []
    return [
        {
            "step": measured.moment.step,
            "orthogonality": finite(figures.orthogonality),
            "tie_gap": finite(figures.tie_gap),
            "largest_principal_angle": finite(figures.largest_principal_angle),
            "singular_values": [finite(value) for value in figures.singular_values.tolist()],
        }
        for figures in measured.layers
    ]
