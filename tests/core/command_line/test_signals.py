"""Whatever ends a training from outside, its run is saved and its last line printed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.files.run_file import read_header
from core.files.run_index import read_index
from tests.programs import PATIENCE, SIGNALS, command, environment, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")

ENDLESS = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "batch_size=32", "--steps", "1000000000"]


def train(out: Path, **options: object) -> subprocess.Popen[str]:
    return started("train", *ENDLESS, "--json", "--out", str(out), **options)


def check_saved(out: Path, lines: str) -> None:
    last = json.loads(lines.splitlines()[-1])
    assert last["interrupted"] is True
    assert json.loads(read_header(out).metadata["state"])["step"] == last["step"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_saves_and_ends(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "run.safetensors"
    with train(out) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(number)
        rest, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (128 + number, "")
    check_saved(out, first + rest)


def test_a_signal_saves_all_lanes_with_their_past(tmp_path: Path) -> None:
    out = tmp_path / "run.safetensors"
    race = ["--race", "decoder=transpose,untied", "--timeline"]
    with started("train", *ENDLESS, *race, "--json", "--out", str(out)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, "")
    lanes = json.loads(rest.splitlines()[-1])["lanes"]
    for lane, told in zip(read_index(out), lanes, strict=True):
        assert (lane.name, lane.step) == (told["name"], told["step"])
        assert lane.kept[:3] == (0, 1, 2)


def test_many_signals_at_once_lose_nothing(tmp_path: Path) -> None:
    out = tmp_path / "run.safetensors"
    with train(out) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        for _ in range(200):
            process.send_signal(signal.SIGINT)
        for number in SIGNALS:
            process.send_signal(number)
        rest, errors = process.communicate(timeout=PATIENCE)
    # Which of several is the first is for the system to say.
    assert process.returncode in {128 + number for number in SIGNALS}
    assert errors == ""
    check_saved(out, first + rest)


SIGNALS_WHILE_SAVING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from core.files import atomic
replace = atomic.replace
def interrupted(path, content):
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGINT)
    replace(path, content)
    os.kill(os.getpid(), signal.SIGTERM)
atomic.replace = interrupted
from tiescope import main
sys.exit(main())
"""


def test_signals_while_the_run_is_saved_lose_nothing(tmp_path: Path) -> None:
    out = tmp_path / "run.safetensors"
    words = [sys.executable, "-c", SIGNALS_WHILE_SAVING, "train", *ENDLESS[:-1], "20", "--json", "--out", str(out)]
    done = subprocess.run(
        words, env=environment(), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.splitlines()[-1])["done"] is True
    assert read_header(out).is_run


def test_a_signal_that_was_ignored_at_the_start_is_ignored_still(tmp_path: Path) -> None:
    out = tmp_path / "run.safetensors"
    code = (
        "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); from tiescope import main; sys.exit(main())"
    )
    words = [sys.executable, "-c", code, *command("train", *ENDLESS, "--json", "--out", str(out))[3:]]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment(), encoding="utf-8") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
