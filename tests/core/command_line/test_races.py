"""Lanes that differ in one setting, trained side by side without a window."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from core.command_line.headless import ending, train, train_lanes
from core.messages.commands import Replace
from core.messages.snapshot import Snapshot
from core.parts.losses import TrainingLoss
from core.races.entries import parse_race
from gui.start.command_line import main

STEPS = 60
VALUES: dict[str, Any] = {
    "dataset": "gaussian", "layers": [4], "activation": "tanh", "batch_size": 32, "steps": STEPS, "noise": 0.1,
}  # fmt: skip
TINY = [word for key, value in VALUES.items() for word in ("--set", f"{key}={value}")]
DIVERGING = [*TINY, "--set", "optimizer=sgd", "--set", "activation=linear"]


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=pytest.fail) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    "race", ["decoder=transpose,pseudo_inverse,untied", "layers=4|8,2", "learning_rate=0.1,0.01", "seed=1,2",
             "batch_size=32,16", "noise=0,0.3"]
)  # fmt: skip
def test_every_lane_has_the_losses_that_it_has_alone(race: str) -> None:
    entries = parse_race(race, VALUES)
    together: list[Snapshot] = []
    first = Replace(tuple(map(ending, entries.experiments)), entries.names)
    assert train_lanes(first, STEPS, together.append, "cpu").how == "done"
    for name, experiment in zip(entries.names, entries.experiments, strict=True):
        alone: list[Snapshot] = []
        train(experiment, alone.append, "cpu")
        lane, (single,) = together[-1].lane(name), alone[-1].lanes
        assert lane is not None
        assert lane.batch_curve.values.tobytes() == single.batch_curve.values.tobytes()
        assert lane.losses.train.tobytes() == single.losses.train.tobytes()
        parts = lane.part(TrainingLoss()), single.part(TrainingLoss())
        assert [part and part.loss for part in parts] == [parts[1] and parts[1].loss] * 2


def test_json_lines_have_a_list_of_lanes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, "--json"]) == 0
    single = told(capsys)
    assert main(["train", *TINY, "--race", "decoder=transpose,untied", "--json"]) == 0
    *lines, last = told(capsys)
    assert [line["step"] for line in lines] == [line["step"] for line in single[:-1]]
    for line in lines:
        assert [lane["name"] for lane in line["lanes"]] == ["transpose", "untied"]
        assert all(set(single[0]) <= set(lane) for lane in line["lanes"])
    assert lines[-1]["lanes"][0]["train_loss"] == single[-1]["train_loss"]
    assert last["done"] is True
    assert last["won_by"]["validation_loss"] in ("transpose", "untied")
    for lane in last["lanes"]:
        assert {"times_floor", "steps_near_floor", "milliseconds_per_step"} <= set(lane)
        assert lane["milliseconds_per_step"] > 0
        assert len(lane["layers"]) == 1


@pytest.mark.parametrize("race", ["seed=1,2", "batch_size=32,16,8", "layers=4|8,2"])
def test_all_lanes_of_a_line_stand_at_its_step(race: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Also those that have batches of their own and take their steps one after the other."""
    assert main(["train", *TINY, "--steps", "160", "--race", race, "--json"]) == 0
    lines = told(capsys)
    assert [line["step"] for line in lines[:-1]] == [*range(0, 160, 3), 160]
    assert all({lane["step"] for lane in line["lanes"]} == {line["step"]} for line in lines)


def test_people_read_a_table_and_who_has_won(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, "--race", "learning_rate=1e-9,0.01"]) == 0
    output = capsys.readouterr()
    heading, first, second, won = output.out.splitlines()
    assert {len(heading), len(first)} == {len(second)}
    assert "× floor" in heading
    assert first.startswith("1e-09")
    assert "not reached" in first
    assert won == "won by the lowest validation loss: 0.01, and the lowest train loss"
    assert "step 60/60, loss 1e-09 " in output.err


def test_numbers_of_a_column_have_their_decimals(capsys: pytest.CaptureFixture[str]) -> None:
    linear = [*TINY, "--set", "activation=linear", "--set", "noise=0", "--set", "learning_rate=0.01"]
    assert main(["train", *linear, "--race", "decoder=transpose,pseudo_inverse", "--steps", "300"]) == 0
    _, *rows, _ = capsys.readouterr().out.splitlines()
    for row in rows:
        assert re.search(r" 1\.0\d\d  ", row)  # 1.030, not 1.03


def test_how_soon_it_was_as_good_as_pca_is_at_most_what_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The curve of whole sets is known at some steps only."""
    linear = [*TINY, "--set", "activation=linear", "--set", "noise=0", "--set", "learning_rate=0.01"]
    race = ["--race", "decoder=transpose,pseudo_inverse", "--steps", "300"]
    assert main(["train", *linear, *race]) == 0
    _, *rows, _ = capsys.readouterr().out.splitlines()
    assert all(re.search(r"≤ \d+", row) for row in rows)


def test_where_nothing_is_left_out_there_is_no_floor_to_reach(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, "--set", "layers=[64]", "--race", "decoder=transpose,untied"]) == 0
    _, *rows, _ = capsys.readouterr().out.splitlines()
    for row in rows:
        assert "not reached" not in row
        assert row.count("–") == 2


def test_a_lane_that_diverges_stands_still_and_the_others_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *DIVERGING, "--race", "learning_rate=900,0.01", "--json"]) == 0
    output = capsys.readouterr()
    *lines, last = (json.loads(line, parse_constant=pytest.fail) for line in output.out.splitlines())
    assert last["done"] is True
    assert lines[-1]["lanes"][0]["diverged"] is True
    lost, other = last["lanes"]
    assert lost["diverged_at"] >= 1
    assert lost["train_loss"] is not None  # of the last good state
    assert other["step"] == 60
    assert last["won_by"] == {"validation_loss": "0.01", "train_loss": "0.01"}
    assert output.err.count("\n") == 1
    assert "Lane 900: The loss is not finite" in output.err


def test_a_race_in_which_all_lanes_diverge_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *DIVERGING, "--race", "learning_rate=900,800", "--json"]) == 3
    output = capsys.readouterr()
    assert json.loads(output.out.splitlines()[-1])["diverged"] is True
    assert output.err.count("\n") == 1
    assert "Lane 900" in output.err
    assert "Lane 800" in output.err


@pytest.mark.parametrize(
    "words", [["--race", "decoder=untied"], ["--race", "seed=1,2", "--race", "noise=0,1"], ["--race", "dataset=a,b"]]
)
def test_what_is_no_race_is_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, *words]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
