"""The states of the lanes of a run that was saved, today or by an older Tiescope."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open

from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.files.run_file import OLD_FORMAT, read_header

if TYPE_CHECKING:
    from core.messages.history import HistoryState
    from core.training.parameters import BlockState
    from core.training.state import LaneState

Tensors = Mapping[str, np.ndarray[Any, Any]]


def read_run(path: Path) -> dict[str, LaneState]:
    """The state of every lane, by the lane's name, on the CPU.

    What was saved as "run 1" has no moments and does not say where in the data it was: it goes on from its weights
    with the first batches.

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
        if header.metadata["format"] == OLD_FORMAT:
            return {"A": _old(header.metadata, tensors)}
        return {
            lane["name"]: from_tensors(lane["header"], _without(lane["prefix"], tensors))
            for lane in json.loads(header.metadata["lanes"])
        }
    except (OSError, SafetensorError, LookupError, ArithmeticError, ValueError, TypeError, RecursionError) as error:
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {error}.") from error
    except TiescopeError as error:
        reason = str(error).removesuffix(".")
        raise TiescopeError(f"{path} says it is a run of Tiescope, but it can't be used: {reason}.") from error


def _without(prefix: str, tensors: Tensors) -> dict[str, np.ndarray[Any, Any]]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _old(metadata: Mapping[str, str], tensors: Tensors) -> LaneState:
    from core.messages.moment import Moment
    from core.messages.snapshot import Mark
    from core.training import layout
    from core.training.divergence import DivergenceState
    from core.training.feed import Place
    from core.training.state import LaneState, TrainerState

    experiment: Experiment = parse(json.loads(metadata["experiment"]))
    history, state = json.loads(metadata["history"]), json.loads(metadata["state"])
    widths = (tensors["encoder.0.weight"].shape[1], *experiment.layers)
    shapes = [layout.tied_weights(widths) | layout.biases(widths)]
    if "decoder.0.weight" in tensors:
        shapes.append(layout.free_weights(widths))
    trainer = TrainerState(
        moment=Moment(int(state["step"])),
        widths=widths,
        experiment=experiment,
        decoder=experiment.decoder,
        dial=experiment.dial,
        ramp=None,
        blocks=tuple(_fresh(tensors, each) for each in shapes),
        monitors=(None,) * len(experiment.layers),
        place=Place(),
        divergence=DivergenceState(),
        limited_at=None,
        threads=1,
    )
    marks = tuple(Mark(int(step), (("decoder", str(decoder)),)) for step, decoder in history["flips"])
    return LaneState(trainer, _history(history["train"]), _history(history["validation"]), marks)


def _history(curve: Mapping[str, Any]) -> HistoryState:
    from core.messages.history import Curve, HistoryState

    steps = np.asarray(curve["steps"], np.int64)
    values = np.asarray([math.nan if value is None else value for value in curve["values"]], np.float32)
    return HistoryState(Curve(steps, values, int(curve["stride"])), steps[:0], values[:0])


def _fresh(tensors: Tensors, shapes: Mapping[str, tuple[int, ...]]) -> BlockState:
    """Parameters without moments."""
    import torch

    from core.training.parameters import BlockState

    for name, shape in shapes.items():
        if tensors[name].shape != shape:
            raise ValueError(f"{name} is {tensors[name].shape} instead of {shape}")
    flat = torch.from_numpy(np.concatenate([tensors[name].ravel() for name in shapes]).astype(np.float32))
    return BlockState(flat, torch.zeros_like(flat), torch.zeros_like(flat), torch.tensor(0.0))
