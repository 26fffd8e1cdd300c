"""A run goes on from its file, from its end or from its past, in a process of its own, to the bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.files.run_reader import read_run, read_saved
from gui.start.command_line import main
from tests.programs import tiescope

TINY = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "batch_size=32", "--set", "noise=0.1"]
RACE = [*TINY, "--race", "decoder=transpose,pseudo_inverse,untied"]


def curves(path: Path) -> dict[str, bytes]:
    """The losses of all batches, by lane."""
    found = {}
    for name, state in read_run(path).items():
        history = state.batch_history
        found[name] = history.curve.values.tobytes() + history.waiting_values.tobytes()
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A race of 60 steps with its past, and one of 120 that never stopped."""
    folder = tmp_path_factory.mktemp("runs")
    for name, steps in (("short", "60"), ("long", "120")):
        out = str(folder / f"{name}.safetensors")
        done = tiescope("train", *RACE, "--steps", steps, "--out", out, "--timeline", "--json")
        assert done.returncode == 0
    return folder


@pytest.mark.parametrize("at", [[], ["--at", "60"], ["--at", "33"], ["--at", "0"]], ids=str)
def test_all_lanes_go_on_as_if_they_had_never_stopped(at: list[str], saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "on.safetensors"
    words = ["--resume", str(saved / "short.safetensors"), *at, "--steps", "120", "--out", str(out), "--timeline"]
    done = tiescope("train", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    last = json.loads(done.stdout.splitlines()[-1])
    assert [lane["step"] for lane in last["lanes"]] == [120] * 3
    assert curves(out) == curves(saved / "long.safetensors")
    # What was kept of the past before is kept still.
    for lane in read_saved(out).values():
        assert [state.trainer.moment.step for _, state in lane.kept][:10] == list(range(10))


def test_the_nearest_kept_step_is_taken_and_named(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(saved / "long.safetensors")
    kept = {state.trainer.moment.step for _, state in read_saved(Path(run))["untied"].kept}
    missing = next(step for step in range(119, 0, -1) if step not in kept)
    assert main(["train", "--resume", run, "--at", str(missing), "--steps", "121", "--json"]) == 0
    output = capsys.readouterr()
    first = json.loads(output.out.splitlines()[0])
    assert abs(first["step"] - missing) == min(abs(step - missing) for step in (*kept, 120))
    assert f"from step {first['step']}, the kept state nearest to {missing}" in output.err


def test_the_file_can_be_that_which_it_came_from(saved: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.safetensors"
    run.write_bytes((saved / "short.safetensors").read_bytes())
    assert main(["train", "--resume", str(run), "--steps", "120", "--out", str(run), "--json"]) == 0
    assert curves(run) == curves(saved / "long.safetensors")
    assert not any(lane.kept for lane in read_saved(run).values())  # nobody asked for it


def test_a_run_with_an_end_goes_on_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run.safetensors"
    assert main(["train", *TINY, "--steps", "40", "--out", str(run), "--timeline", "--json"]) == 0
    capsys.readouterr()
    assert main(["train", "--resume", str(run), "--at", "10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["step"] == 40


REFUSED: list[tuple[list[str], str]] = [
    (["--resume", "short", "--steps", "60"], "above 60"),
    (["--resume", "short"], "above 60"),
    (["--resume", "short", "--at", "61", "--steps", "90"], "at most 60"),
    (["--resume", "plain", "--at", "10", "--steps", "90"], "without --timeline"),
    (["--resume", "nothing", "--steps", "90"], "nothing"),
    (["--resume", "short", "--set", "seed=1", "--steps", "90"], "--set"),
    (["--resume", "short", "--race", "seed=1,2", "--steps", "90"], "--race"),
    (["--resume", "short", "--at", "-1", "--steps", "90"], "from 0 on"),
    (["--at", "10"], "--resume"),
    (["--timeline"], "--out"),
    (["--timeline-memory", "5", "--out", "plain"], "--timeline,"),
]


@pytest.mark.parametrize(("words", "named"), REFUSED, ids=lambda value: " ".join(value) if type(value) is list else "")
def test_what_is_not_there_is_refused_in_a_sentence(
    words: list[str], named: str, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = saved / "plain.safetensors"
    if not plain.exists():
        assert main(["train", *TINY, "--steps", "20", "--out", str(plain), "--json"]) == 0
        capsys.readouterr()
    files = {name: str(saved / f"{name}.safetensors") for name in ("short", "plain", "nothing")}
    assert main(["train", *(files.get(word, word) for word in words)]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert named in output.err


def test_info_lists_lanes_and_what_is_kept(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(saved / "short.safetensors")
    assert main(["info", run]) == 0
    told = capsys.readouterr().out
    assert "3 lanes" in told
    assert "pseudo_inverse: decoder pseudo_inverse, step 60, train loss" in told
    assert "states of its past, from step 0 to" in told
    assert main(["info", run, "--json"]) == 0
    table: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert (table["kind"], [lane["name"] for lane in table["lanes"]]) == (
        "run",
        ["transpose", "pseudo_inverse", "untied"],
    )
    for lane in table["lanes"]:
        assert lane["step"] == 60
        assert lane["kept"][:5] == [0, 1, 2, 3, 4]
        assert lane["experiment"]["layers"] == [4]


def test_the_room_for_the_past_is_kept_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run.safetensors"
    wide = ["--set", "dataset=digits8x8", "--set", "layers=[512]", "--timeline", "--timeline-memory", "4"]
    assert main(["train", *wide, "--steps", "60", "--out", str(run), "--json"]) == 0
    (lane,) = read_saved(run).values()
    assert 5 <= len(lane.kept) <= 12
    assert run.stat().st_size < 6 << 20
