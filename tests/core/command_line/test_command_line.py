"""What a person or a script types, on the real engine with tiny experiments."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from core.experiment import parse, read_toml
from core.files.run_file import read_header
from gui.start.command_line import main

TINY = ["--set", "dataset=gaussian", "--set", "layers=[4]", "--set", "activation=linear", "--set", "batch_size=32"]
DIVERGING = [*TINY, "--set", "optimizer=sgd", "--set", "learning_rate=900"]
SAVED = {"encoder.0.weight": (4, 64), "encoder.0.bias": (4,), "decoder.0.bias": (64,)}


def strict_json(text: str) -> list[dict[str, Any]]:
    """Every line of ``text``; NaN and Infinity, which are not JSON, fail."""
    return [json.loads(line, parse_constant=pytest.fail) for line in text.splitlines()]


@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse", "untied"])
def test_json_lines_tell_the_run(decoder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, "--set", f"decoder={decoder}", "--steps", "200", "--json"]) == 0
    output = capsys.readouterr()
    *lines, last = strict_json(output.out)
    assert output.err == ""
    steps = [line["step"] for line in lines]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert steps[-1] == last["step"] == 200
    assert lines[0]["batch_loss"] is None
    assert lines[-1]["train_loss"] < 0.8 * lines[0]["train_loss"]
    assert lines[-1]["train_loss"] >= lines[-1]["pca_floor"]
    assert {line["decoder"] for line in lines} == {decoder}
    assert {"epoch", "validation_loss", "steps_per_second"} <= set(last)
    assert last["done"] is True
    (layer,) = last["layers"]
    assert layer["step"] == 200
    assert {"orthogonality", "tie_gap", "largest_principal_angle"} <= set(layer)
    assert layer["singular_values"] == sorted(layer["singular_values"], reverse=True)
    assert len(layer["singular_values"]) == 4


def test_the_same_experiment_gives_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    losses = []
    for _ in range(2):
        assert main(["train", *TINY, "--steps", "50", "--json"]) == 0
        losses.append([line["train_loss"] for line in strict_json(capsys.readouterr().out)])
    assert losses[0] == losses[1]


def test_an_experiment_file_and_what_overrides_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.toml"
    file.write_text('dataset = "gaussian"\nlayers = [8, 2]\nsteps = 20\ndecoder = "untied"\n', encoding="utf-8")
    assert main(["train", str(file), "--set", "decoder=transpose", "--steps", "10", "--json"]) == 0
    last = strict_json(capsys.readouterr().out)[-1]
    assert (last["step"], last["decoder"], len(last["layers"])) == (10, "transpose", 2)


def test_without_json_people_read_progress_and_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *TINY, "--steps", "20"]) == 0
    output = capsys.readouterr()
    assert "step 20/20" in output.err
    assert len(output.err.splitlines()) <= 11
    assert "PCA floor" in output.out
    assert "tie gap" in output.out


@pytest.mark.parametrize("decoder", ["transpose", "untied"])
def test_out_saves_the_run(decoder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.safetensors"
    out.write_text("what was there before")
    assert main(["train", *TINY, "--set", f"decoder={decoder}", "--steps", "30", "--out", str(out)]) == 0
    assert os.listdir(tmp_path) == [out.name]
    tensors = load_file(out)
    free = {"decoder.0.weight": (64, 4)} if decoder == "untied" else {}
    parameters = {name: tensor.shape for name, tensor in tensors.items() if name.startswith(("encoder.", "decoder."))}
    assert parameters == SAVED | free
    assert all(np.isfinite(tensor).all() for tensor in tensors.values())
    metadata = {key: json.loads(text) for key, text in read_header(out).metadata.items() if key != "format"}
    assert parse(metadata["experiment"]).decoder == decoder
    assert metadata["state"]["step"] == 30
    assert tensors["history.batches.steps"].tolist() == list(range(1, 31))
    capsys.readouterr()
    assert main(["info", str(out)]) == 0
    told = capsys.readouterr().out
    assert "step 30" in told
    assert f'decoder = "{decoder}"' in told
    assert "encoder.0.weight  4 × 64" in told


def test_a_diverged_run_saves_the_last_good_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.safetensors"
    assert main(["train", *DIVERGING, "--steps", "200", "--json", "--out", str(out)]) == 3
    output = capsys.readouterr()
    last = strict_json(output.out)[-1]
    assert last["done"] is False
    assert last["diverged"] is True
    assert math.isfinite(last["train_loss"])
    assert output.err.count("\n") == 1
    assert "learning_rate" in output.err
    assert str(out) in output.err
    assert all(np.isfinite(tensor).all() for tensor in load_file(out).values())


def test_a_pipe_in_an_old_encoding_is_no_failure() -> None:
    code = "import sys; from gui.start.command_line import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "train", *TINY, "--steps", "10"]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=60, check=False
    )
    assert done.returncode == 0
    assert b"?WW??I?" in done.stdout


BAD_INPUT = [
    (["trian"], "train"),
    (["--theme", "pink"], "light"),
    (["--steps", "0"], "above 0"),
    (["--size", "big"], "1440x900"),
    (["--no-such-option"], "--no-such-option"),
    (["--theme", "dark", "train"], "first word"),
    (["--set", "layers=[0]"], "layers"),
    (["--screenshot", "no/such/folder/a.png"], "no/such/folder"),
    (["train", "--set", "lr=1"], "learning_rate"),
    (["train", "--set", "learning_rate=nan"], "above 0"),
    (["train", "--set", "learning_rate"], "key=value"),
    (["train", "--set", "layers=[16"], "[16"),
    (["train", "--set", f"layers={'[' * 100_000}"], "[[["),
    (["train", "--set", "dataset=mnist"], "digits8x8"),
    (["train", "--set", "batch_size=5000"], "4000"),
    (["train", "--steps", "-1"], "--steps"),
    (["train", "--out", "no/such/folder/run"], "no/such/folder"),
    (["train", "--out", "."], "--out"),
    (["train", "nothing.toml"], "nothing.toml"),
    (["info"], "FILE"),
    (["info", "nothing.safetensors"], "nothing.safetensors"),
    (["info", "picture.png"], ".safetensors"),
    (["info", "."], ".safetensors"),
    (["doctor", "now"], "now"),
]


@pytest.mark.parametrize(
    ("argv", "named"), BAD_INPUT, ids=lambda value: " ".join(value)[:40] if type(value) is list else ""
)
def test_bad_input_gives_one_line_and_status_2(
    argv: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert named in output.err


@pytest.mark.parametrize("content", [b"", b"not tensors", b"\xff" * 64])
def test_info_on_a_broken_file_is_bad_input(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.safetensors"
    file.write_bytes(content)
    assert main(["info", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"state": "[]", "experiment": "{}"},
        {"state": "{}", "experiment": "{}"},
        {"state": "{", "experiment": "{}"},
        {"state": "[" * 100_000, "experiment": "{}"},
        {"state": '{"step": 1, "train_loss": 1}', "experiment": '{"layers": []}'},
    ],
)
def test_info_on_a_run_with_nonsense_inside_is_bad_input(
    metadata: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "run.safetensors"
    save_file({"a": np.zeros(1, np.float32)}, file, {"format": "tiescope run 1", **metadata})
    assert main(["info", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", ["folder.toml", "folder.safetensors"])
def test_info_on_a_folder_says_so(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).mkdir()
    assert main(["info", str(tmp_path / name)]) == 2
    assert "irectory" in capsys.readouterr().err


def test_info_shows_foreign_tensors_and_no_control_sequences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "foreign.safetensors"
    save_file({"evil\x1b[2J": np.zeros((2, 3), np.float32)}, file)
    assert main(["info", str(file)]) == 0
    told = capsys.readouterr().out
    assert "2 × 3" in told
    assert "\x1b" not in told


def test_info_completes_an_experiment_with_its_defaults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.toml"
    file.write_text("layers = [16]\n", encoding="utf-8")
    assert main(["info", str(file)]) == 0
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert parse(read_toml(file)) == parse({"layers": [16]})


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tiescope ")
    for argv in (["--help"], ["train", "--help"], ["info", "--help"], ["doctor", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(argv)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("usage: tiescope")


def test_the_doctor_finds_everything_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    for subject in ("torch", "PySide6-Essentials", "device", "data digits", "window"):
        assert f"ok    {subject}: " in told


def test_the_doctor_says_what_to_do_without_a_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    expected = 1 if sys.platform.startswith("linux") else 0
    assert main(["doctor"]) == expected
    assert ("FAIL  window: " in capsys.readouterr().out) == bool(expected)
