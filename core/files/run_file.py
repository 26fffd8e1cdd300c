"""A run as one ``.safetensors`` file: the tensors, and the experiment and history as JSON in its metadata.

The decoder's weights are only there if they are its own (untied); tied ones follow from the encoder's. Encoder layer
l of widths d → k has ``encoder.l.weight`` (k, d) and ``encoder.l.bias`` (k,); the layer that mirrors it has
``decoder.l.bias`` (d,) and, untied, ``decoder.l.weight`` (d, k).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from core.decoders import DECODERS
from core.errors import TiescopeError
from core.files import atomic
from core.files.kinds import LONGEST_HEADER, not_safetensors
from core.messages.history import Curve
from core.messages.snapshot import Array, LaneSnapshot, Snapshot
from core.reading import read_start

FORMAT = "tiescope run 1"


@dataclass(frozen=True)
class Header:
    """What a file says it holds; from a stranger's file, so nothing in it is validated."""

    metadata: Mapping[str, str]
    shapes: Mapping[str, tuple[int, ...]]

    @property
    def is_run(self) -> bool:
        """Whether this program wrote it; otherwise it is a bag of tensors."""
        return self.metadata.get("format") == FORMAT


def save_run(path: Path, snapshot: Snapshot) -> None:
    """Write the first lane of ``snapshot``; a file that was there stays whole until the new one is complete.

    Raises:
        TiescopeError: if the file can't be written.
    """
    content = save(_tensors(snapshot.lane), {"format": FORMAT, **_metadata(snapshot)})
    try:
        atomic.replace(path, content)
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


def _tensors(lane: LaneSnapshot) -> dict[str, Array]:
    free = DECODERS[lane.experiment.decoder].free_weights
    tensors: dict[str, Array] = {}
    for index, layer in enumerate(lane.layers):
        tensors[f"encoder.{index}.weight"] = layer.encoder
        tensors[f"encoder.{index}.bias"] = layer.encoder_bias
        tensors[f"decoder.{index}.bias"] = layer.decoder_bias
        if free:
            tensors[f"decoder.{index}.weight"] = layer.decoder
    # safetensors stores memory as it lies: a transposed view would come back mixed up.
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _metadata(snapshot: Snapshot) -> dict[str, str]:
    lane = snapshot.lane
    parts: dict[str, Any] = {
        "experiment": lane.experiment.model_dump(mode="json"),
        "state": {
            "step": snapshot.step,
            "epoch": snapshot.epoch,
            "train_loss": _json_number(lane.evaluation.train_loss),
            "validation_loss": _json_number(lane.evaluation.validation_loss),
            "pca_floor": _json_number(lane.pca_floor),
        },
        "history": {
            "train": _curve(lane.train_curve),
            "validation": _curve(lane.validation_curve),
            "flips": [[flip.step, flip.decoder] for flip in lane.flips],
        },
    }
    return {name: json.dumps(part, allow_nan=False) for name, part in parts.items()}


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "steps": curve.steps.tolist(),
        "values": [_json_number(value) for value in curve.values.tolist()],
        "stride": curve.stride,
    }


def _json_number(value: float) -> float | None:
    return value if math.isfinite(value) else None
