"""Standard output that is closed, full or without a reader: never a traceback, and a run that has a file is saved."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.files.run_file import read_header
from tests.programs import PATIENCE, command, environment, in_a_shell, started

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is nothing that is always full here")

TINY = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "batch_size=32", "--steps", "100"]
COMMANDS = [["train", *TINY], ["train", *TINY, "--json"], ["info", "run.toml"], ["doctor"], ["--version"], ["--help"]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.toml").write_text("seed = 1\n")
    return tmp_path


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_an_output_a_command_ends_with_status_1(words: list[str], redirection: str) -> None:
    done = in_a_shell(words, redirection)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
@pytest.mark.parametrize("json", [[], ["--json"]])
def test_without_an_output_the_run_is_saved_all_the_same(redirection: str, json: list[str]) -> None:
    done = in_a_shell(["train", *TINY, *json, "--out", "run.safetensors"], redirection)
    assert done.returncode == 1
    complaints = [line for line in done.stderr.splitlines() if line.startswith("tiescope: ")]
    assert len(complaints) == 1
    assert "run.safetensors" in complaints[0]
    assert '"step": 100' in read_header(Path("run.safetensors")).metadata["state"]


def test_a_reader_that_has_seen_enough_ends_the_training() -> None:
    process = started("train", *TINY[:-1], "1000000000", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == 1
        assert process.stderr.read() == ""


def test_a_reader_that_has_seen_enough_loses_no_run() -> None:
    process = started("train", *TINY[:-1], "20000", "--json", "--out", "run.safetensors")
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == 1
        assert process.stderr.read().count("\n") == 1
    assert '"step": 20000' in read_header(Path("run.safetensors")).metadata["state"]


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_a_lost_standard_error_is_no_failure(redirection: str) -> None:
    done = in_a_shell(["train", *TINY, "--json", "--out", "run.safetensors"], redirection)
    assert done.returncode == 0
    assert '"done": true' in done.stdout
    assert done.stdout.count("\n") == len([line for line in done.stdout.splitlines() if line.startswith("{")])


def test_all_streams_closed_is_no_traceback_into_the_run() -> None:
    done = in_a_shell(["train", *TINY, "--out", "run.safetensors"], "<&- >&- 2>&-")
    assert done.returncode == 1
    assert read_header(Path("run.safetensors")).is_run


@pytest.mark.parametrize(
    "words",
    [
        ["info", "a\x1b[2Jb\nc.toml"],
        ["train", "a\x1b[2Jb\nc.toml"],
        ["train", "--set", "a\x1b[2Jb\nc=1"],
        ["train", "--out", "a\x1b[2Jb\nc"],
        ["a\x1b[2Jb\nc"],
        ["--theme", "a\x1b[2Jb\nc"],
        ["info", "strange.toml"],
    ],
    ids=lambda words: repr(words)[:40],
)
def test_what_is_named_in_a_sentence_can_not_steer_the_terminal(words: list[str], folder: Path) -> None:
    (folder / "strange.toml").write_text('"a\\u001b[2Jb\\nc" = 1\n')
    done = subprocess.run(command(*words), env=environment(), capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"\x1b" not in done.stderr


def test_debug_says_what_is_done_on_standard_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tiescope", "info", "run.toml", "--debug"],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0
    assert "info run.toml" in done.stderr
    assert "seed = 1" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the state folder is elsewhere")
def test_what_was_done_is_in_the_log(tmp_path: Path) -> None:
    done = subprocess.run(
        command("info", "nothing.toml"),
        env=environment(XDG_STATE_HOME=str(tmp_path)),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    (log,) = tmp_path.rglob("*.log")
    assert "nothing.toml" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="the state folder is elsewhere")
def test_a_log_that_can_not_be_written_is_no_failure(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    for place in (str(blocked), os.devnull):
        done = subprocess.run(
            command("info", "run.toml"),
            env=environment(XDG_STATE_HOME=place),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
