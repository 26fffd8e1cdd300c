"""A run is saved now and then and at its end, never over something better, and never lost."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.command_line import training_report
from core.command_line.headless import Job, train
from core.command_line.interruption import Interruption
from core.command_line.keeping import Keeper
from core.command_line.train_command import train_command
from core.experiment import parse
from core.files import places
from core.files.run_file import read_header
from core.messages.snapshot import Snapshot
from core.parts.kept_states import KeptStates
from core.parts.state import State
from gui.start.command_line import main

TINY = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "activation=linear", "--set", "batch_size=32"]
DIVERGING = [*TINY, "--set", "optimizer=sgd", "--set", "learning_rate=900", "--steps", "200"]
BEFORE = b"an older run"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for runs that could not be saved where they should."""
    folder = tmp_path / "state" / "runs"
    monkeypatch.setattr(places, "kept_runs", lambda: folder)
    return folder


@pytest.fixture(scope="module")
def snapshots() -> list[Snapshot]:
    """Of a short run, from the first weights to something learned."""
    found: list[Snapshot] = []
    experiment = parse({"dataset": "gaussian", "layers": [4], "activation": "linear", "steps": 200})
    train(experiment, found.append, "cpu", needs=[State()])
    return found


def step(file: Path) -> Any:
    return json.loads(read_header(file).metadata["state"])["step"]


class Clock:
    """Goes on when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_run_is_saved_once_in_an_interval(snapshots: list[Snapshot], tmp_path: Path) -> None:
    clock, out = Clock(), tmp_path / "a.safetensors"
    keeper = Keeper(out, interval=60, clock=clock)
    keeper.now_and_then(snapshots[1])
    assert not out.exists()
    clock.now = 60
    keeper.now_and_then(snapshots[2])
    assert step(out) == snapshots[2].step
    clock.now = 100
    keeper.now_and_then(snapshots[3])
    assert step(out) == snapshots[2].step
    clock.now = 130
    keeper.now_and_then(snapshots[4])
    assert step(out) == snapshots[4].step


def test_on_its_way_a_run_replaces_an_older_file_once_it_has_learned_something(
    snapshots: list[Snapshot], tmp_path: Path
) -> None:
    out = tmp_path / "a.safetensors"
    out.write_bytes(BEFORE)
    keeper = Keeper(out, interval=0)
    keeper.now_and_then(snapshots[0])
    assert out.read_bytes() == BEFORE
    keeper.now_and_then(snapshots[-2])
    assert step(out) == snapshots[-2].step


def test_a_save_on_the_way_that_fails_is_no_end(snapshots: list[Snapshot], tmp_path: Path, kept: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    keeper = Keeper(folder / "a.safetensors", interval=0)
    shutil.rmtree(folder)
    keeper.now_and_then(snapshots[-2])
    found = keeper.at_the_end(snapshots[-1], finished=True)
    assert found.failed
    assert found.place is not None
    assert found.place.parent == kept
    assert step(found.place) == 200
    assert str(found.place) in found.why


def test_nowhere_to_save_is_told(snapshots: list[Snapshot], tmp_path: Path, kept: Path) -> None:
    kept.parent.parent.mkdir(exist_ok=True)
    kept.parent.write_text("a file where the folder should be")
    found = Keeper(tmp_path / "missing" / "a.safetensors").at_the_end(snapshots[-1], finished=True)
    assert found.place is None
    assert "missing" in found.why
    assert "could not be kept elsewhere" in found.why


def test_a_diverged_run_that_has_learned_nothing_leaves_an_older_file(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    out.write_bytes(BEFORE)
    assert main(["train", *DIVERGING, "--json", "--out", str(out)]) == 3
    assert out.read_bytes() == BEFORE
    (put_aside,) = kept.iterdir()
    assert read_header(put_aside).is_run
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(put_aside) in told
    assert str(out) in told


def test_a_run_that_is_done_replaces_an_older_file(tmp_path: Path, kept: Path) -> None:
    out = tmp_path / "a.safetensors"
    out.write_bytes(BEFORE)
    assert main(["train", *TINY, "--steps", "1", "--set", "learning_rate=1e-9", "--json", "--out", str(out)]) == 0
    assert step(out) == 1
    assert not kept.exists()


def test_a_folder_that_goes_while_it_trains_loses_no_run(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    report = training_report.record

    def vanishing(snapshot: Snapshot) -> dict[str, Any]:
        shutil.rmtree(folder, ignore_errors=True)
        return report(snapshot)

    monkeypatch.setattr(training_report, "record", vanishing)
    assert main(["train", *TINY, "--steps", "50", "--json", "--out", str(folder / "a.safetensors")]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out.splitlines()[-1])["done"] is True
    (put_aside,) = kept.iterdir()
    assert step(put_aside) == 50
    assert output.err.count("\n") == 1
    assert str(put_aside) in output.err


@pytest.mark.parametrize("name", ["run.pt", "run", "run.npz", "run.toml"])
def test_a_file_that_could_not_be_opened_again_is_refused_before_the_training(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", *TINY, "--steps", "1000000000", "--out", str(tmp_path / name)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_the_experiments_file_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    experiment = tmp_path / "a.safetensors"
    experiment.write_text("seed = 1\n")
    assert main(["train", str(experiment), "--steps", "1", "--out", str(experiment)]) == 2
    assert experiment.read_text() == "seed = 1\n"
    assert "own file" in capsys.readouterr().err


def test_saves_on_the_way_hold_the_past_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[Snapshot] = []
    monkeypatch.setattr("core.command_line.keeping.save_run", lambda path, snapshot: saved.append(snapshot))
    job = Job.of([parse({"dataset": "gaussian", "layers": [4], "steps": 400})])
    with Interruption() as interruption:
        assert train_command(job, tmp_path / "a.safetensors", interruption, as_json=True, memory=4, interval=0) == 0
    assert len(saved) > 2
    for snapshot in saved:
        past = snapshot.lanes[0].part(KeptStates())
        assert past is not None
        assert past.moment.step == snapshot.step
        steps = [each.header["moment"]["with"]["step"] for each in past.states]
        assert steps[:4] == list(range(min(snapshot.step + 1, 4)))
    assert saved[-1].step == 400
