"""What lanes a saved run has and which states of their past, without reading any tensor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.files.run_file import FORMAT_1, FORMAT_2, Header, read_header


@dataclass(frozen=True)
class SavedLaneIndex:
    """One lane as it was when it was saved; losses that were not finite or not known are ``None``."""

    name: str
    experiment: Experiment
    step: int
    train_loss: float | None
    validation_loss: float | None = None
    pca_floor: float | None = None
    epoch: float | None = None
    diverged: bool = False
    kept: tuple[int, ...] = ()  # steps, ascending


def read_index(path: Path) -> tuple[SavedLaneIndex, ...]:
    """Every lane of the run that is saved at ``path``.

    Raises:
        TiescopeError: if the file can't be read or holds no run.
    """
    header = read_header(path)
    if not header.is_run:
        raise TiescopeError(f"{path} holds tensors, but no run of Tiescope.")
    return index_of(path, header)


def index_of(path: Path, header: Header) -> tuple[SavedLaneIndex, ...]:
    """The same of a header that has been read.

    Raises:
        TiescopeError: if what it says of itself is nonsense.
    """
    try:
        metadata = header.metadata
        if metadata["format"] in (FORMAT_1, FORMAT_2):
            state, experiment = _table(json.loads(metadata["state"])), _table(json.loads(metadata["experiment"]))
            return (_lane("A", experiment, state, {}),)
        lanes = [_table(each) for each in json.loads(metadata["lanes"])]
        found = tuple(
            _lane(str(each["name"]), each["header"]["experiment"]["experiment"], _table(each["state"]), each)
            for each in lanes
        )
        if not found:
            raise ValueError("it has no lanes")
        return found
    except (LookupError, TypeError, ValueError, RecursionError, TiescopeError) as error:
        raise TiescopeError(f"{path} says it is a run of Tiescope, but its metadata can't be used: {error}") from error


def _lane(name: str, experiment: Any, state: Mapping[str, Any], told: Mapping[str, Any]) -> SavedLaneIndex:
    kept = tuple(told.get("kept", ()))
    if not all(isinstance(step, int) and step >= 0 for step in (state["step"], *kept)):
        raise ValueError("steps are whole numbers from 0 on")
    return SavedLaneIndex(
        name,
        parse(_table(experiment)),
        state["step"],
        _loss(state["train_loss"]),
        _loss(state.get("validation_loss")),
        _loss(state.get("pca_floor")),
        _loss(state.get("epoch")),
        bool(told.get("header", {}).get("diverged", False)),
        kept,
    )


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table was expected")
    return value


def _loss(value: Any) -> float | None:
    return None if value is None else float(value)
