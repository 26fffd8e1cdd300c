"""Runs that an older Tiescope saved, as states of today.

"run 1" has no moments and does not say where in the data it was: it goes on from its weights with the first batches.
"run 2" has no losses of the whole training set, and marks of the decoder alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from core.experiment import Experiment, parse

if TYPE_CHECKING:
    from core.messages.history import HistoryState
    from core.messages.losses import LossCurve
    from core.messages.snapshot import Mark
    from core.training.parameters import BlockState
    from core.training.state import ChronicleState, LaneState

Tensors = Mapping[str, np.ndarray[Any, Any]]


def from_1(metadata: Mapping[str, str], tensors: Tensors) -> LaneState:
    """The only lane of a "run 1"."""
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
    validation = _history(history["validation"])
    chronicle = _chronicle(validation.curve.steps, validation.curve.values, marks, experiment, int(state["step"]))
    return LaneState(trainer, _history(history["train"]), chronicle)


def from_2(header: Mapping[str, Any], tensors: Tensors) -> LaneState:
    """A lane of a "run 2"."""
    from core.messages.wire import from_plain
    from core.training.state_tensors import from_parts

    arrays = [tensors[f"told.{index}"] for index in range(sum(name.startswith("told.") for name in tensors))]
    marks, moment, experiment = (from_plain(header[key], arrays) for key in ("marks", "moment", "experiment"))
    batches = {f"history.batches.{each}": tensors[f"history.train.{each}"] for each in BATCHES}
    steps, values = (tensors[f"history.validation.{each}"] for each in BATCHES[:2])
    chronicle = _chronicle(steps, values, marks, experiment, moment.step)
    return from_parts({**header, "stride": header["strides"][0]}, {**tensors, **batches}, chronicle)


BATCHES = ("steps", "values", "waiting_steps", "waiting_values")


def _chronicle(
    steps: np.ndarray[Any, Any],
    values: np.ndarray[Any, Any],
    marks: tuple[Mark, ...],
    experiment: Experiment,
    step: int,
) -> ChronicleState:
    from core.training.state import ChronicleState

    changes = [mark.step for mark in marks]
    return ChronicleState(
        losses=_losses(np.asarray(steps, np.int64), np.asarray(values, np.float32), changes),
        marks=marks,
        decoder_at_start=_first_decoder(marks, experiment),
        segment=len(marks),
        changed_at=changes[-1] if changes else 0,
        due=step,
    )


def _losses(
    steps: np.ndarray[Any, np.dtype[np.int64]], values: np.ndarray[Any, np.dtype[np.float32]], changes: list[int]
) -> LossCurve:
    from core.messages.losses import LossCurve

    # Values at the very step of a change may be of before or after it: they are left out.
    kept = ~np.isin(steps, changes)
    steps, values = steps[kept], values[kept]
    segment = np.searchsorted(changes, steps).astype(np.int32)
    return LossCurve(steps, np.full(len(steps), np.nan, np.float32), values, segment)


def _first_decoder(marks: tuple[Mark, ...], experiment: Experiment) -> str:
    """Nobody wrote it down: where it has been flipped, most began with the other one of Wᵀ and W⁺."""
    chosen = [mark.decoder for mark in marks if mark.decoder is not None]
    if not chosen:
        return experiment.decoder
    return "pseudo_inverse" if chosen[0] == "transpose" else "transpose"


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
