"""Lanes that go on from their state: in this process, or in another that is given nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.engine.lane import Lane
from core.engine.session import Session
from core.experiment import Experiment, parse
from core.training.state import LaneState
from core.training.state_tensors import Header, Tensors, from_tensors, to_tensors
from tests.core.trainers import session
from tests.programs import PATIENCE, ROOT, environment

Case = tuple[Experiment, Header, Tensors, int]  # what it began as, its state, and the steps to go on with


def all_of(lane: Lane) -> dict[str, Any]:
    """A lane to the last bit."""
    header, tensors = to_tensors(lane.state())
    bits = {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in tensors.items()}
    return {"header": json.loads(json.dumps(header)), **bits}


def going_on(experiment: Experiment, state: LaneState, steps: int) -> Session:
    """A new run that began as ``experiment``, ``steps`` after ``state``."""
    run = session(experiment)
    run.lanes[0].restore(state)
    run.advance(steps)
    return run


def in_another_process(cases: Sequence[Case], folder: Path) -> list[dict[str, Any]]:
    """What becomes of the lanes there."""
    there, back = folder / "there", folder / "back"
    there.mkdir()
    back.mkdir()
    for index, (experiment, header, tensors, steps) in enumerate(cases):
        text = json.dumps({"experiment": experiment.model_dump(mode="json"), "header": header, "steps": steps})
        _write(there / f"{index:03}", text, tensors)
    subprocess.run(
        [sys.executable, "-m", __name__, str(there), str(back)],
        cwd=ROOT, env=environment(), timeout=PATIENCE, check=True,
    )  # fmt: skip
    found = []
    for index in range(len(cases)):
        text, tensors = _read(back / f"{index:03}")
        bits = {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in tensors.items()}
        found.append({"header": json.loads(text), **bits})
    return found


def _write(file: Path, text: str, tensors: Mapping[str, np.ndarray[Any, Any]]) -> None:
    file.with_suffix(".json").write_text(text, encoding="utf-8")
    np.savez(file.with_suffix(".npz"), **dict(tensors))  # type: ignore[arg-type]


def _read(file: Path) -> tuple[str, Tensors]:
    with np.load(file.with_suffix(".npz"), allow_pickle=False) as archive:
        tensors = {name: archive[name] for name in archive.files}
    return file.with_suffix(".json").read_text(encoding="utf-8"), tensors


def _main(there: Path, back: Path) -> None:
    for file in sorted(there.glob("*.json")):
        text, tensors = _read(file.with_suffix(""))
        case = json.loads(text)
        state = from_tensors(case["header"], tensors)
        torch.set_num_threads(state.trainer.threads)
        run = going_on(parse(case["experiment"]), state, case["steps"])
        header, tensors = to_tensors(run.lanes[0].state())
        _write(back / file.stem, json.dumps(header), tensors)


if __name__ == "__main__":
    _main(*map(Path, sys.argv[1:]))
