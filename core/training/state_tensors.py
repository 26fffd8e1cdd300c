"""A lane's state as named tensors and a plain header, for files and other processes, and back.

Encoder layer l of widths d → k has ``encoder.l.weight`` (k, d) and ``encoder.l.bias`` (k,); the layer that mirrors it
has ``decoder.l.bias`` (d,) and, with free weights, ``decoder.l.weight`` (d, k). The optimizer's moments have the same
names behind ``first.`` and ``second.``. Curves are ``history.batches.steps``, … and ``history.losses.train``, … All
else is in the header.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from core.decoders import DECODERS
from core.errors import TiescopeError
from core.experiment import Experiment
from core.linear_algebra.path import Path
from core.messages.history import Curve, HistoryState
from core.messages.losses import LossCurve
from core.messages.wire import from_plain, message, to_plain
from core.training import layout
from core.training.state import ChronicleState, LaneState, TrainerState

if TYPE_CHECKING:
    from core.training.parameters import BlockState

Header = dict[str, Any]
Tensors = dict[str, np.ndarray[Any, Any]]

PREFIXES = ("", "first.", "second.")  # of parameters and moments, as they stand in a BlockState
PLAIN = (
    "moment", "widths", "experiment", "decoder", "dial", "ramp", "monitors", "place", "divergence", "limited_at",
    "threads",
)  # fmt: skip
TOLD = ("batch_loss", "measured")
CHRONICLE = ("marks", "decoder_at_start", "segment", "changed_at", "due")

message(Path)


def to_tensors(state: LaneState) -> tuple[Header, Tensors]:
    """``state`` as values for JSON and as arrays."""
    from core.linear_algebra.condition_monitor import MonitorState

    message(MonitorState)
    trainer = state.trainer
    tensors: Tensors = {}
    for block, shapes in zip(trainer.blocks, _shapes(trainer.widths, len(trainer.blocks)), strict=True):
        for prefix, flat in zip(PREFIXES, block, strict=False):
            tensors |= _cut(flat.cpu().numpy(), shapes, prefix)
    batches, losses = state.batch_history, state.chronicle.losses
    tensors |= {
        "history.batches.steps": batches.curve.steps,
        "history.batches.values": batches.curve.values,
        "history.batches.waiting_steps": batches.waiting_steps,
        "history.batches.waiting_values": batches.waiting_values,
        **{f"history.losses.{name}": column for name, column in losses.columns.items()},
    }
    arrays: list[np.ndarray[Any, Any]] = []
    header: Header = {key: to_plain(getattr(trainer, key), arrays) for key in PLAIN}
    header |= {key: to_plain(getattr(state, key), arrays) for key in TOLD}
    header |= {key: to_plain(getattr(state.chronicle, key), arrays) for key in CHRONICLE}
    header["optimizer_steps"] = [float(block.steps) for block in trainer.blocks]
    header |= {"stride": batches.curve.stride, "sampled": losses.sampled, "diverged": state.diverged}
    return header, tensors | {f"told.{index}": array for index, array in enumerate(arrays)}


def from_tensors(header: Mapping[str, Any], tensors: Mapping[str, np.ndarray[Any, Any]]) -> LaneState:
    """What :func:`to_tensors` was given, on the CPU.

    Raises:
        TiescopeError: if something is missing or does not fit together.
    """
    with _told_in_a_sentence():
        arrays = _told(tensors)
        columns: dict[str, Any] = {name: tensors[f"history.losses.{name}"] for name in LossCurve.COLUMNS}
        losses = LossCurve(**columns, sampled=int(header["sampled"]))
        chronicle = ChronicleState(losses, **{key: from_plain(header[key], arrays) for key in CHRONICLE})
    return from_parts(header, tensors, chronicle)


def from_parts(
    header: Mapping[str, Any], tensors: Mapping[str, np.ndarray[Any, Any]], chronicle: ChronicleState
) -> LaneState:
    """The same where the chronicle was read otherwise.

    Raises:
        TiescopeError: if something is missing or does not fit together.
    """
    from core.linear_algebra.condition_monitor import MonitorState

    message(MonitorState)
    with _told_in_a_sentence():
        arrays = _told(tensors)
        plain = {key: from_plain(header[key], arrays) for key in (*PLAIN, *TOLD)}
        batches = HistoryState(
            Curve(tensors["history.batches.steps"], tensors["history.batches.values"], int(header["stride"])),
            tensors["history.batches.waiting_steps"],
            tensors["history.batches.waiting_values"],
        )
        steps = [float(taken) for taken in header["optimizer_steps"]]
        blocks = tuple(
            _joined(tensors, shapes, taken)
            for shapes, taken in zip(_shapes(plain["widths"], len(steps)), steps, strict=True)
        )
        _check(plain, chronicle)
        trainer = TrainerState(**{key: plain[key] for key in PLAIN}, blocks=blocks)
        diverged = bool(header.get("diverged", False))  # older files do not say
        return LaneState(trainer, batches, chronicle, **{key: plain[key] for key in TOLD}, diverged=diverged)


def _told(tensors: Mapping[str, np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
    """Arrays that stand in the header's values."""
    return [tensors[f"told.{index}"] for index in range(sum(name.startswith("told.") for name in tensors))]


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    try:
        yield
    except (LookupError, ArithmeticError, ValueError, TypeError, AttributeError) as error:
        raise TiescopeError(f"The saved state can't be used: {type(error).__name__}: {error}.") from error


def _check(plain: Mapping[str, Any], chronicle: ChronicleState) -> None:
    """Raises ValueError for values of another kind than a lane has."""
    place, moment = plain["place"], plain["moment"]
    counts = (
        *place,
        moment.step,
        moment.revision,
        plain["threads"],
        chronicle.segment,
        chronicle.changed_at,
        chronicle.due,
    )
    if not all(isinstance(each, int) and each >= 0 for each in counts):
        raise ValueError("steps, places and threads are whole numbers from 0 on")
    if plain["decoder"] not in DECODERS or not isinstance(plain["dial"], int | float) or not 0 <= plain["dial"] <= 1:
        raise ValueError("there is no such decoder, or its dial is not between 0 and 1")
    if not isinstance(plain["experiment"], Experiment) or plain["widths"][1:] != plain["experiment"].layers:
        raise ValueError("the layers are not those of the experiment")
    lengths = {column.shape for column in chronicle.losses.columns.values()}
    if chronicle.decoder_at_start not in DECODERS or len(lengths) > 1:
        raise ValueError("the curve of the losses is not whole, or began with a decoder that there is not")


def _shapes(widths: tuple[int, ...], blocks: int) -> list[layout.Shapes]:
    """Of the tied block, and of the free one if there is one."""
    return [layout.tied_weights(widths) | layout.biases(widths), layout.free_weights(widths)][:blocks]


def _cut(flat: np.ndarray[Any, Any], shapes: layout.Shapes, prefix: str) -> Tensors:
    """The named tensors that lie one behind the other in ``flat``."""
    ends = np.cumsum([math.prod(shape) for shape in shapes.values()])
    pieces = np.split(flat, ends[:-1])
    return {f"{prefix}{name}": piece.reshape(shapes[name]) for name, piece in zip(shapes, pieces, strict=True)}


def _joined(tensors: Mapping[str, np.ndarray[Any, Any]], shapes: layout.Shapes, steps: float) -> BlockState:
    import torch

    from core.training.parameters import BlockState

    flats = []
    for prefix in PREFIXES:
        for name, shape in shapes.items():
            if tensors[f"{prefix}{name}"].shape != shape:
                raise ValueError(f"{prefix}{name} is {tensors[f'{prefix}{name}'].shape} instead of {shape}")
        flats.append(np.concatenate([tensors[f"{prefix}{name}"].ravel() for name in shapes]))
    values, first, second = (torch.from_numpy(flat.astype(np.float32)) for flat in flats)
    return BlockState(values, first, second, torch.tensor(steps))
