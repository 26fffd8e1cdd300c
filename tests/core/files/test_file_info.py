"""What a file is, its bytes say; what it is not, one sentence says."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save, save_file

from core.errors import TiescopeError
from core.files.file_info import describe

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 438012345\n"
TENSORS = save({"w": np.zeros((64, 784), np.float32)})
LONG = (2**30).to_bytes(8, "little")


def refusal(file: Path) -> str:
    with pytest.raises(TiescopeError) as refused:
        describe(file)
    sentence = str(refused.value)
    assert sentence.startswith(str(file))
    assert "deserializ" not in sentence
    return sentence


@pytest.mark.parametrize("name", ["run.safetensors", "run.pt", "run", "run.toml", "run.SafeTensors"])
def test_names_make_no_difference(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    save_file({"a": np.zeros((2, 3), np.float32)}, file)
    assert "2 × 3" in describe(file)
    file.write_text("layers = [3]\n")
    assert "layers = [3]" in describe(file)


WHAT = [
    (LFS, "git-lfs"),
    (b"<!doctype html>\n<html></html>", "web page"),
    (b"\n <HTML>", "web page"),
    (b"\x80\x02}q\x00.", "pickle"),
    (b"\x93NUMPY\x01\x00", "NumPy"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (TENSORS[:5000], "broken off"),
    (TENSORS[:40], "broken off within its header"),
    (LONG + b"{", "1073741824"),
    (bytes(600), "neither a run nor text"),
]


@pytest.mark.parametrize("suffix", [".safetensors", ".pt", ""])
@pytest.mark.parametrize(("content", "named"), WHAT, ids=[named for _, named in WHAT])
def test_what_it_really_is_is_said(content: bytes, named: str, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(content)
    assert named in refusal(file)


def test_a_zip_archive_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data.pkl", b"")
    assert "zip archive" in refusal(file)


def test_an_empty_run_is_empty_and_an_empty_experiment_is_all_defaults(tmp_path: Path) -> None:
    run, experiment = tmp_path / "a.safetensors", tmp_path / "a.toml"
    run.touch()
    experiment.touch()
    assert "empty" in refusal(run)
    assert "layers = [64]" in describe(experiment)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("suffix", [".safetensors", ".toml", ""])
def test_a_pipe_is_not_waited_for(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"a{suffix}"
    os.mkfifo(file)
    assert "pipe" in refusal(file)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_device_is_not_read(tmp_path: Path) -> None:
    for suffix in (".safetensors", ".toml"):
        link = tmp_path / f"a{suffix}"
        link.symlink_to("/dev/zero")
        assert "device" in refusal(link)


def test_line_breaks_in_the_names_of_tensors_make_no_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    save_file({"a\nb\x1b[2J": np.zeros(3, np.float32)}, file)
    assert len(describe(file).splitlines()) == 2
    assert "\x1b" not in describe(file)
