"""What a file holds, in text or for programs: a run, somebody else's tensors, or an experiment."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from core.errors import TiescopeError
from core.experiment import Experiment, parse, read_toml
from core.experiment.choices import DATASETS
from core.experiment.toml import LARGEST, UTF_16
from core.files.kinds import foreign, may_be_safetensors
from core.files.run_file import Header, read_header
from core.files.run_index import SavedLaneIndex, index_of
from core.printable import name, printable, short
from core.reading import read_start

BEGINNING = 512  # bytes that tell kinds of files apart


def describe(path: Path) -> str:
    """Lines for a person.

    Raises:
        TiescopeError: if the file can't be read or is of a kind that is not known.
    """
    found = _read(path)
    return _experiment(found) if isinstance(found, Experiment) else _tensors(path, found)


def as_json(path: Path) -> dict[str, Any]:
    """The same as plain values for JSON.

    Raises:
        TiescopeError: if the file can't be read or is of a kind that is not known.
    """
    found = _read(path)
    if isinstance(found, Experiment):
        return {"kind": "experiment", "experiment": found.model_dump(mode="json")}
    tensors = {name: list(shape) for name, shape in found.shapes.items()}
    if not found.is_run:
        return {"kind": "weights", "tensors": tensors}
    lanes = [_lane_table(lane) for lane in index_of(path, found)]
    return {"kind": "run", "format": found.metadata["format"], "lanes": lanes, "tensors": tensors}


def _read(path: Path) -> Header | Experiment:
    try:
        start, size = read_start(path, BEGINNING)
    except TiescopeError as error:
        raise TiescopeError(f"{str(error).removesuffix('.')}; allowed are .safetensors and .toml.") from error
    if may_be_safetensors(start):
        return read_header(path)
    what = foreign(start)
    if what is None and b"\0" in start and not start.startswith(UTF_16):
        what = "it is neither a run nor text"
    if what is None and size > LARGEST:
        what = "it is too large to be an experiment"
    if what is None and not size and path.suffix.lower() == ".safetensors":
        what = "it is empty"
    if what:
        raise TiescopeError(f"{path} is not a file that Tiescope knows: {what}; allowed are .safetensors and .toml.")
    return parse(read_toml(path))


def _tensors(path: Path, header: Header) -> str:
    lines = [_run(index_of(path, header))] if header.is_run else ["tensors, not written by Tiescope"]
    shown = {name: shape for name, shape in header.shapes.items() if not header.is_run or _is_parameter(name)}
    lines += [f"{printable(name)}  {' × '.join(map(str, shape)) or 'scalar'}" for name, shape in shown.items()]
    rest = len(header.shapes) - len(shown)
    if rest:
        lines.append(f"and {rest} tensors of the optimizer, the curves and the figures")
    return "\n".join(lines)


def _is_parameter(name: str) -> bool:
    """Of a run's tensors, which may have the name of a lane in front."""
    return name.rpartition("/")[2].startswith(("encoder.", "decoder."))


def _run(lanes: Sequence[SavedLaneIndex]) -> str:
    first = lanes[0]
    if len(lanes) == 1:
        kept = _kept(first)
        heading = f"a run of Tiescope, step {short(first.step)}, train loss {_loss(first)}"
        return "\n".join([heading, *([kept] if kept else []), "", _experiment(first.experiment), ""])
    lines = [f"a run of Tiescope, {len(lanes)} lanes"]
    differing = [
        key for key, value in first.experiment if any(getattr(each.experiment, key) != value for each in lanes)
    ]
    for lane in lanes:
        values = [f"{key} = {json.dumps(getattr(lane.experiment, key))}" for key in differing if key != "decoder"]
        told = [f"decoder {lane.experiment.decoder}", f"step {short(lane.step)}", f"train loss {_loss(lane)}"]
        lines += [f"{name(lane.name)}: {', '.join([*told, *values])}", *([f"  {_kept(lane)}"] if lane.kept else [])]
    return "\n".join([*lines, "", _experiment(first.experiment, but=differing), ""])


def _kept(lane: SavedLaneIndex) -> str:
    """In short."""
    if not lane.kept:
        return ""
    return f"{len(lane.kept)} states of its past, from step {lane.kept[0]} to {lane.kept[-1]}"


def _loss(lane: SavedLaneIndex) -> str:
    return "not finite" if lane.train_loss is None else short(lane.train_loss)


def _lane_table(lane: SavedLaneIndex) -> dict[str, Any]:
    return {
        "name": lane.name,
        "decoder": lane.experiment.decoder,
        "step": lane.step,
        "epoch": lane.epoch,
        "train_loss": lane.train_loss,
        "validation_loss": lane.validation_loss,
        "pca_floor": lane.pca_floor,
        "diverged": lane.diverged,
        "kept": list(lane.kept),
        "experiment": lane.experiment.model_dump(mode="json"),
    }


def _experiment(experiment: Experiment, but: Collection[str] = ()) -> str:
    """One line a key, as in TOML; options of the data only where they mean something."""
    values = experiment.model_dump(mode="json")
    others = {key for source in DATASETS.values() for key in source.keys} - set(DATASETS[experiment.dataset].keys)
    left_out = others | set(but)
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items() if key not in left_out)
