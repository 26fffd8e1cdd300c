"""What was saved goes on as if it had never been interrupted, and what an older Tiescope saved is still read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from core.command_line.headless import train
from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.files.old_formats import BATCHES
from core.files.run_file import save_run
from core.files.run_reader import read_run
from core.messages.losses import LossCurve
from core.messages.snapshot import Snapshot
from core.parts.state import State
from tests.core.trainers import session, shown, small, trainer


def saved(experiment: Experiment, path: Path) -> None:
    """Train to the experiment's end and save that."""
    found: list[Snapshot] = []
    train(experiment, found.append, "cpu", needs=[State()])
    save_run(path, found[-1])


@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse", "untied"])
def test_a_run_goes_on_from_its_file(decoder: str, tmp_path: Path) -> None:
    experiment = small(decoder=decoder, noise=0.1, layers=[6, 3], steps=100)
    saved(experiment, tmp_path / "a.safetensors")
    (state,) = read_run(tmp_path / "a.safetensors").values()
    assert state.trainer.moment.step == 100
    assert state.trainer.experiment == experiment
    assert state.batch_history.curve.steps.tolist() == list(range(1, 101))
    again = trainer(experiment)
    again.restore(state.trainer)
    assert again.advance(60).tobytes() == trainer(experiment).advance(160)[100:].tobytes()


def old_file(path: Path, **replaced: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Experiment:
    """A file as Tiescope wrote it at first: no moments, and the history as JSON."""
    experiment = parse({"dataset": "digits8x8", "layers": [16], "decoder": "untied"})
    random = np.random.default_rng(0)
    shapes = {
        "encoder.0.weight": (16, 64),
        "encoder.0.bias": (16,),
        "decoder.0.bias": (64,),
        "decoder.0.weight": (64, 16),
    }
    tensors = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    metadata = {
        "experiment": experiment.model_dump(mode="json"),
        "state": {"step": 600, "epoch": 26.7, "train_loss": 0.01, "validation_loss": 0.011, "pca_floor": 0.01},
        "history": {
            "train": {"steps": [1, 2, 3], "values": [0.3, None, 0.1], "stride": 1},
            "validation": {"steps": [2], "values": [0.2], "stride": 1},
            "flips": [[2, "untied"]],
        },
    }
    save_file(
        tensors | replaced,
        path,
        {"format": "tiescope run 1", **{key: json.dumps(each) for key, each in metadata.items()}},
    )
    return experiment


def test_a_file_of_the_first_format_is_read(tmp_path: Path) -> None:
    experiment = old_file(tmp_path / "old.safetensors")
    (state,) = read_run(tmp_path / "old.safetensors").values()
    assert (state.trainer.moment.step, state.trainer.experiment) == (600, experiment)
    assert [(mark.step, mark.decoder) for mark in state.chronicle.marks] == [(2, "untied")]
    assert state.batch_history.curve.steps.tolist() == [1, 2, 3]
    learner = trainer(experiment)
    learner.restore(state.trainer)
    assert np.isfinite(learner.advance(20)).all()
    assert learner.step == 620


def test_tensors_that_do_not_fit_are_refused_in_a_sentence(tmp_path: Path) -> None:
    old_file(tmp_path / "old.safetensors", **{"encoder.0.bias": np.zeros(3, np.float32)})
    with pytest.raises(TiescopeError, match=r"encoder\.0\.bias"):
        read_run(tmp_path / "old.safetensors")


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    save_file({"a": np.zeros(3, np.float32)}, tmp_path / "a.safetensors")
    with pytest.raises(TiescopeError, match="no run"):
        read_run(tmp_path / "a.safetensors")


@pytest.mark.parametrize("lanes", ["[", "[1]", "[{}]", '[{"name": "A", "prefix": "", "header": {}}]', "null"])
def test_nonsense_inside_is_told(lanes: str, tmp_path: Path) -> None:
    save_file({"a": np.zeros(3, np.float32)}, tmp_path / "a.safetensors", {"format": "tiescope run 2", "lanes": lanes})
    with pytest.raises(TiescopeError, match="can't be used"):
        read_run(tmp_path / "a.safetensors")


def second_format(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Make of a file of today one as Tiescope wrote it before it took the losses of the whole training set."""
    with safe_open(path, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        metadata = file.metadata()
    (lane,) = json.loads(metadata["lanes"])
    for name in BATCHES:
        tensors[f"history.train.{name}"] = tensors.pop(f"history.batches.{name}")
    losses = {name: tensors.pop(f"history.losses.{name}") for name in LossCurve.COLUMNS}
    tensors["history.validation.steps"], tensors["history.validation.values"] = losses["steps"], losses["validation"]
    header = lane["header"]
    header["strides"] = [header.pop("stride"), 1]
    for name in ("decoder_at_start", "segment", "changed_at", "due", "sampled"):
        del header[name]
    save_file(tensors, path, {**metadata, "format": "tiescope run 2", "lanes": json.dumps([lane])})
    return losses


def test_a_file_of_the_second_format_goes_on_with_the_losses_that_it_knows(tmp_path: Path) -> None:
    experiment = small(noise=0.1, steps=100)
    saved(experiment, tmp_path / "a.safetensors")
    losses = second_format(tmp_path / "a.safetensors")
    (state,) = read_run(tmp_path / "a.safetensors").values()
    again = state.chronicle.losses
    assert again.validation.tobytes() == losses["validation"].tobytes()
    assert np.isnan(again.train).all()
    assert state.chronicle.decoder_at_start == experiment.decoder
    run = session(experiment)
    run.lanes[0].restore(state)
    run.advance(20)
    losses_now = shown(run)[0].losses
    assert losses_now.steps.tolist() == [*losses["steps"].tolist()]
    run.advance(80)
    assert shown(run)[0].losses.steps[-1] == 200
