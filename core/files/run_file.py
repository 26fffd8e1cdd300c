"""A run as one ``.safetensors`` file: the state of every lane as tensors, all else as JSON in its metadata.

The tensors are those of :mod:`core.training.state_tensors`: encoder layer l of widths d → k has ``encoder.l.weight``
(k, d) and ``encoder.l.bias`` (k,), the layer that mirrors it ``decoder.l.bias`` (d,) and, with free weights,
``decoder.l.weight`` (d, k). Tied weights of the decoder follow from the encoder's. Of several lanes each has its name
in front, as in ``A/encoder.0.weight``. States of the past, if they are saved, lie in ``kept.index``, ``kept.float32``,
…, see :mod:`core.files.kept`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from core.errors import TiescopeError
from core.files import atomic
from core.files.kept import kept_tensors
from core.files.kinds import LONGEST_HEADER, not_safetensors
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.messages.wire import from_plain
from core.parts.kept_states import KeptState, KeptStates
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.state import State
from core.reading import read_start

Array = np.ndarray[Any, Any]

FORMAT = "tiescope run 4"
FORMAT_3 = "tiescope run 3"  # without states of the past
FORMAT_2 = "tiescope run 2"  # without the losses of the whole training set
FORMAT_1 = "tiescope run 1"  # without moments and the place in the data, the history as JSON


@dataclass(frozen=True)
class Header:
    """What a file says it holds; from a stranger's file, so nothing in it is validated."""

    metadata: Mapping[str, str]
    shapes: Mapping[str, tuple[int, ...]]

    @property
    def is_run(self) -> bool:
        """Whether this program wrote it; otherwise it is a bag of tensors."""
        return self.metadata.get("format") in (FORMAT, FORMAT_3, FORMAT_2, FORMAT_1)


def save_run(path: Path, snapshot: Snapshot) -> None:
    """Write all lanes of ``snapshot``, which answers ``State``; what was there stays whole until this is complete.

    Where it answers ``KeptStates`` as well these are saved, too.

    Raises:
        TiescopeError: if the file can't be written.
    """
    try:
        atomic.replace(path, _content(snapshot))
    except (OSError, RuntimeError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise TiescopeError(f"{path} can't be written: {reason}.") from error


def read_header(path: Path) -> Header:
    """What is in a ``.safetensors`` file, without reading the tensors.

    Raises:
        TiescopeError: if the file can't be read or is of another kind.
    """
    problem = not_safetensors(*read_start(path, LONGEST_HEADER))
    if problem:
        raise TiescopeError(f"{path} is not a .safetensors file that can be read: {problem}.")
    try:
        with safe_open(path, framework="numpy") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in sorted(file.keys())}
            return Header(file.metadata() or {}, shapes)
    except OSError as error:
        raise TiescopeError(f"{path} can't be read: {error.strerror}.") from error
    except SafetensorError as error:
        raise TiescopeError(f"{path} is not a .safetensors file that can be read: {error}.") from error


def _content(snapshot: Snapshot) -> bytes:
    """The bytes of a file: all lanes, whose tensors bear the lane's name in front if there are several."""
    tensors: dict[str, Array] = {}
    lanes: list[dict[str, Any]] = []
    kept: dict[str, Sequence[KeptState]] = {}
    for lane, prefix in zip(snapshot.lanes, _prefixes([lane.name for lane in snapshot.lanes]), strict=True):
        state, past = lane.part(State()), lane.part(KeptStates())
        assert state is not None, "whoever saves has asked for the state"
        assert state.moment == lane.moment, "the state is that of the moment shown"
        # safetensors stores memory as it lies: a transposed view would come back mixed up.
        tensors |= {f"{prefix}{name}": np.asarray(tensor, order="C") for name, tensor in state.tensors.items()}
        told: dict[str, Any] = {"name": lane.name, "prefix": prefix, "state": _state(lane), "header": state.header}
        if past is not None and past.moment == lane.moment:
            kept[lane.name] = past.states
            told["kept"] = [_step(each) for each in past.states]
        lanes.append(told)
    if kept:
        tensors |= kept_tensors(kept, tensors)
    first = snapshot.lanes[0]  # for whoever looks at one network
    metadata = {"experiment": first.experiment.model_dump(mode="json"), "state": _state(first), "lanes": lanes}
    texts = {name: json.dumps(value, allow_nan=False) for name, value in metadata.items()}
    return save(tensors, {"format": FORMAT, **texts})


def _prefixes(names: Sequence[str]) -> list[str]:
    """What stands in front of the tensors' names of each lane: no two of them begin alike."""
    if len(names) == 1:
        return [""]
    if any("/" in name for name in names):
        return [f"lane {number}/" for number in range(1, len(names) + 1)]
    return [f"{name}/" for name in names]


def _step(state: KeptState) -> int:
    return int(from_plain(state.header["moment"], ()).step)


def _state(lane: LaneSnapshot) -> dict[str, Any]:
    losses = {"train_loss": lane.part(TrainingLoss()), "validation_loss": lane.part(ValidationLoss())}
    of_now = {name: part.loss for name, part in losses.items() if part and part.moment == lane.moment}
    return {
        "step": lane.moment.step,
        "epoch": lane.epoch,
        **{name: _json_number(of_now.get(name, math.nan)) for name in losses},
        "pca_floor": _json_number(lane.pca_floor),
        "validation_floor": _json_number(lane.validation_floor),
    }


def _json_number(value: float) -> float | None:
    return value if math.isfinite(value) else None
