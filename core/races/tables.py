"""What came of races as plain values for JSON, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import TiescopeError
from core.messages.losses import LossCurve
from core.races.over_seeds import LOSSES, Heat, OverSeeds, Spread
from core.races.standing import Standing


def heat_table(heat: Heat) -> dict[str, Any]:
    """``heat`` as plain values for JSON."""
    return {"seed": heat.seed, "lanes": list(map(_lane_table, heat.lanes)), "won_by": _won_by(heat)}


def heat_from(table: Mapping[str, Any]) -> Heat:
    """What :func:`heat_table` was given.

    Raises:
        TiescopeError: if it is none.
    """
    try:
        return Heat(int(table["seed"]), tuple(map(_lane_from, table["lanes"])))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise TiescopeError(f"This is no heat of a race: {type(error).__name__}: {error}.") from error


def over_seeds_table(result: OverSeeds) -> dict[str, Any]:
    """What came of all heats, as plain values for JSON."""
    return {
        "seeds": [heat.seed for heat in result.heats],
        "lanes": [_lane_over_seeds(result, name) for name in result.names],
    }


def finite(value: float) -> float | None:
    """A float for JSON, in the seven digits that a 32-bit float has."""
    return float(f"{value:.7g}") if math.isfinite(value) else None


def _won_by(heat: Heat) -> dict[str, str | None]:
    return {f"{by}_loss": heat.won(by) for by in LOSSES}


def _lane_over_seeds(result: OverSeeds, name: str) -> dict[str, Any]:
    spreads = {f"{of}_loss": result.spread(name, of) for of in LOSSES}
    return {
        "name": name,
        "won": {f"{by}_loss": result.won(by)[name] for by in LOSSES},
        "diverged": result.diverged(name),
        **{key: _spread_table(spread) for key, spread in spreads.items()},
    }


def _spread_table(spread: Spread) -> dict[str, Any]:
    return {
        "median": finite(spread.median),
        "least": finite(spread.least),
        "most": finite(spread.most),
        "values": _finite(spread.values),
    }


def _lane_table(lane: Standing) -> dict[str, Any]:
    curve = lane.losses
    return {
        "name": lane.name,
        "decoder": lane.decoder,
        "step": lane.step,
        "train_loss": finite(lane.train),
        "validation_loss": finite(lane.validation),
        "pca_floor": finite(lane.floor),
        "steps_near_floor": lane.near_after,
        "milliseconds_per_step": finite(1000 * lane.step_seconds),
        "diverged_at": lane.diverged_at,
        "curve": {
            "steps": curve.steps.tolist(),
            "train_loss": _finite(curve.train),
            "validation_loss": _finite(curve.validation),
        },
    }


def _lane_from(table: Mapping[str, Any]) -> Standing:
    curve = table["curve"]
    steps = np.asarray(curve["steps"], np.int64)
    train, validation = (
        np.array(list(map(_number, curve[key])), np.float32) for key in ("train_loss", "validation_loss")
    )
    if not len(steps) == len(train) == len(validation):
        raise ValueError("its curve is not whole")
    return Standing(
        str(table["name"]),
        str(table["decoder"]),
        int(table["step"]),
        _number(table["train_loss"]),
        _number(table["validation_loss"]),
        _number(table["pca_floor"]),
        table["steps_near_floor"],
        _number(table["milliseconds_per_step"]) / 1000,
        LossCurve(steps, train, validation, np.zeros(len(steps), np.int32)),
        table["diverged_at"],
    )


def _finite(values: Sequence[float] | npt.NDArray[Any]) -> list[float | None]:
    return [finite(float(value)) for value in values]


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
