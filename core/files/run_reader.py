"""The states of the lanes of a run that was saved, today or by an older Tiescope."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open

from core.errors import TiescopeError
from core.files import old_formats
from core.files.kept import kept_states
from core.files.pool import PREFIX
from core.files.run_file import FORMAT_1, FORMAT_2, Header, read_header

if TYPE_CHECKING:
    from core.training.state import LaneState

Tensors = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, eq=False)
class SavedLane:
    """Where it stands, and the states of its past that are kept, the oldest first, each with why it is kept."""

    state: LaneState
    kept: Sequence[tuple[int, LaneState]] = ()


def read_run(path: Path) -> dict[str, LaneState]:
    """The state of every lane, by the lane's name, on the CPU.

    What an older Tiescope saved lacks something, see :mod:`core.files.old_formats`.

    Raises:
        TiescopeError: if the file can't be read or holds no run.
    """
    return {name: lane.state for name, lane in _read(path, past=False).items()}


def read_saved(path: Path) -> dict[str, SavedLane]:
    """The same with what is kept of their past.

    Raises:
        TiescopeError: if the file can't be read or holds no run.
    """
    return _read(path, past=True)


def _read(path: Path, *, past: bool) -> dict[str, SavedLane]:
    header = read_header(path)
    if not header.is_run:
        raise TiescopeError(f"{path} holds tensors, but no run of Tiescope.")
    try:
        with safe_open(path, framework="numpy") as file:
            names = [name for name in file.keys() if past or not name.startswith(PREFIX)]  # noqa: SIM118 - no mapping
            tensors = {name: file.get_tensor(name) for name in names}
        found = {name: SavedLane(state) for name, state in _states(header, tensors).items()}
        if past:
            found = {name: SavedLane(lane.state, kept_states(name, tensors)) for name, lane in found.items()}
        if not found:
            raise ValueError("it has no lanes")
        for lane in found.values():
            if any(state.trainer.widths != lane.state.trainer.widths for _, state in lane.kept):
                raise ValueError("the kept states are of another network")
        return found
    except (OSError, SafetensorError, LookupError, ArithmeticError, ValueError, TypeError, RecursionError) as error:
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {error}.") from error
    except TiescopeError as error:
        reason = str(error).removesuffix(".")
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {reason}.") from error


def _states(header: Header, tensors: Tensors) -> dict[str, LaneState]:
    from core.training.state_tensors import from_tensors

    if header.metadata["format"] == FORMAT_1:
        return {"A": old_formats.from_1(header.metadata, tensors)}
    read = old_formats.from_2 if header.metadata["format"] == FORMAT_2 else from_tensors
    return {
        lane["name"]: read(lane["header"], _without(lane["prefix"], tensors))
        for lane in json.loads(header.metadata["lanes"])
    }


def _without(prefix: str, tensors: Tensors) -> dict[str, np.ndarray[Any, Any]]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
