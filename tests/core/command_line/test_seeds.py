"""The same race over several seeds."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pytest

from gui.start.command_line import main
from tests.programs import PATIENCE, started

TINY = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "batch_size=32"]
RACE = [*TINY, "--race", "learning_rate=1e-9,0.01"]


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=pytest.fail) for line in text.splitlines()]


def test_every_heat_is_the_race_with_that_seed(capsys: pytest.CaptureFixture[str]) -> None:
    seeds = ["--set", "seed=7", "--seeds", "3"]
    assert main(["train", *RACE, "--steps", "40", *seeds, "--json"]) == 0
    output = capsys.readouterr()
    *heats, last = told(output.out)
    assert [heat["seed"] for heat in heats] == [7, 8, 9]
    ends = [line for line in output.err.splitlines() if "seed" in line]
    assert [line[:14] for line in ends] == ["1 of 3, seed 7", "2 of 3, seed 8", "3 of 3, seed 9"]
    assert "2 of 3, step 20 of 40" in output.err
    assert main(["train", *RACE, "--steps", "40", "--set", "seed=8", "--json"]) == 0
    single = told(capsys.readouterr().out)[-1]
    for key in ("name", "train_loss", "validation_loss", "pca_floor", "steps_near_floor"):
        assert [lane[key] for lane in heats[1]["lanes"]] == [lane[key] for lane in single["lanes"]]
    assert (last["done"], last["seeds"]) == (True, [7, 8, 9])
    slow, quick = last["lanes"]
    assert slow["won"] == {"validation_loss": 0, "train_loss": 0}
    assert quick["won"] == {"validation_loss": 3, "train_loss": 3}
    values = [heat["lanes"][1]["validation_loss"] for heat in heats]
    found = quick["validation_loss"]
    assert found == {"values": values, "least": min(values), "most": max(values), "median": sorted(values)[1]}


def test_people_read_who_won_how_often(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *RACE, "--steps", "20", "--seeds", "2"]) == 0
    output = capsys.readouterr()
    heading, slow, quick, said = output.out.splitlines()
    assert "validation loss" in heading
    assert slow.count("0 of 2") == 2
    assert quick.count("2 of 2") == 2
    assert "lowest validation loss" in said
    assert "seeds 0 to 1" in said
    assert "seed 0: 0.01 won" in output.err


def test_a_race_that_is_always_lost_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    lost = [*TINY, "--set", "optimizer=sgd", "--race", "learning_rate=900,800", "--steps", "50"]
    assert main(["train", *lost, "--seeds", "2", "--json"]) == 3
    output = capsys.readouterr()
    last = told(output.out)[-1]
    assert last["diverged"] is True
    assert [lane["diverged"] for lane in last["lanes"]] == [2, 2]
    assert "learning_rate" in output.err.splitlines()[-1]
    assert "seed 0: nobody won; validation loss 900 diverged; 800 diverged" in output.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([*TINY, "--seeds", "3"], "--race"),
        ([*RACE, "--seeds", "0"], "above 0"),
        ([*RACE, "--seeds", "3", "--out", "a.safetensors"], "--out"),
        ([*TINY, "--race", "seed=1,2", "--seeds", "3"], "seed already"),
        ([*RACE, "--set", "seed=2147483646", "--seeds", "3"], "at most 2"),
    ],
)
def test_what_can_not_be_is_refused(words: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *words]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert named in output.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")
def test_ctrl_c_keeps_the_heats_that_are_complete() -> None:
    with started("train", *RACE, "--steps", "50", "--seeds", "1000000", "--json") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=PATIENCE)
    *heats, last = told(first + rest)
    assert process.returncode == 130
    assert last["interrupted"] is True
    assert last["done"] is False
    assert last["seeds"] == [heat["seed"] for heat in heats]
    assert last["lanes"][1]["won"]["validation_loss"] == len(heats)
    assert "Traceback" not in errors
