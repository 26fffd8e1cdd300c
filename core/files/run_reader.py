"""The states of the lanes of a run that was saved, today or by an older Tiescope."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open

from core.errors import TiescopeError
from core.files import old_formats
from core.files.run_file import FORMAT_1, FORMAT_2, read_header

if TYPE_CHECKING:
    from core.training.state import LaneState

Tensors = Mapping[str, np.ndarray[Any, Any]]


def read_run(path: Path) -> dict[str, LaneState]:
    """The state of every lane, by the lane's name, on the CPU.

    What an older Tiescope saved lacks something, see :mod:`core.files.old_formats`.

    Raises:
        TiescopeError: if the file can't be read or holds no run.
    """
    from core.training.state_tensors import from_tensors

    header = read_header(path)
    if not header.is_run:
        raise TiescopeError(f"{path} holds tensors, but no run of Tiescope.")
    try:
        with safe_open(path, framework="numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        if header.metadata["format"] == FORMAT_1:
            return {"A": old_formats.from_1(header.metadata, tensors)}
        read = old_formats.from_2 if header.metadata["format"] == FORMAT_2 else from_tensors
        return {
            lane["name"]: read(lane["header"], _without(lane["prefix"], tensors))
            for lane in json.loads(header.metadata["lanes"])
        }
    except (OSError, SafetensorError, LookupError, ArithmeticError, ValueError, TypeError, RecursionError) as error:
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {error}.") from error
    except TiescopeError as error:
        reason = str(error).removesuffix(".")
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {reason}.") from error


def _without(prefix: str, tensors: Tensors) -> dict[str, np.ndarray[Any, Any]]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
