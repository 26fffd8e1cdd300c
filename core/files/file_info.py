"""What a file holds, in text: a run, somebody else's tensors, or an experiment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import TiescopeError
from core.experiment import Experiment, parse, read_toml
from core.experiment.choices import DATASETS
from core.experiment.toml import LARGEST, UTF_16
from core.files.kinds import foreign, may_be_safetensors
from core.files.run_file import Header, read_header
from core.printable import printable, short
from core.reading import read_start

BEGINNING = 512  # bytes that tell kinds of files apart


def describe(path: Path) -> str:
    """Lines for a person.

    Raises:
        TiescopeError: if the file can't be read or is of a kind that is not known.
    """
    try:
        start, size = read_start(path, BEGINNING)
    except TiescopeError as error:
        raise TiescopeError(f"{str(error).removesuffix('.')}; allowed are .safetensors and .toml.") from error
    if may_be_safetensors(start):
        return _tensors(path, read_header(path))
    what = foreign(start)
    if what is None and b"\0" in start and not start.startswith(UTF_16):
        what = "it is neither a run nor text"
    if what is None and size > LARGEST:
        what = "it is too large to be an experiment"
    if what is None and not size and path.suffix.lower() == ".safetensors":
        what = "it is empty"
    if what:
        raise TiescopeError(f"{path} is not a file that Tiescope knows: {what}; allowed are .safetensors and .toml.")
    return _experiment(parse(read_toml(path)))


def _tensors(path: Path, header: Header) -> str:
    lines = [_run(path, header)] if header.is_run else ["tensors, not written by Tiescope"]
    shown = {name: shape for name, shape in header.shapes.items() if not header.is_run or _is_parameter(name)}
    lines += [f"{printable(name)}  {' × '.join(map(str, shape)) or 'scalar'}" for name, shape in shown.items()]
    rest = len(header.shapes) - len(shown)
    if rest:
        lines.append(f"and {rest} tensors of the optimizer, the curves and the figures")
    return "\n".join(lines)


def _is_parameter(name: str) -> bool:
    """Of a run's tensors, which may have the name of a lane in front."""
    return name.rpartition("/")[2].startswith(("encoder.", "decoder."))


def _run(path: Path, header: Header) -> str:
    try:
        state, experiment = _table(header, "state"), parse(_table(header, "experiment"))
        loss = "not finite" if state["train_loss"] is None else short(state["train_loss"])
        heading = f"a run of Tiescope, step {short(state['step'])}, train loss {loss}"
    except (KeyError, ValueError, RecursionError, TiescopeError) as error:
        raise TiescopeError(f"{path} says it is a run of Tiescope, but its metadata can't be used: {error}") from error
    return f"{heading}\n\n{_experiment(experiment)}\n"


def _experiment(experiment: Experiment) -> str:
    """One line a key, as in TOML; options of the data only where they mean something."""
    values = experiment.model_dump(mode="json")
    others = {key for source in DATASETS.values() for key in source.keys} - set(DATASETS[experiment.dataset].keys)
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items() if key not in others)


def _table(header: Header, name: str) -> Mapping[str, Any]:
    table = json.loads(header.metadata[name])
    if not isinstance(table, dict):
        raise ValueError(f"{name} is not a table")
    return table
