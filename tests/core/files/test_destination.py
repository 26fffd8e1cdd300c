"""What can't be written, or must not be, is refused before the work and left as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from core.errors import TiescopeError
from core.files.destination import check, check_run


def refusal(path: Path, experiment: Path | None = None) -> str:
    with pytest.raises(TiescopeError) as refused:
        check_run("--out", path, experiment)
    assert refused.value.key == "--out"
    return str(refused.value)


@pytest.mark.parametrize("name", ["run.safetensors", "run.SafeTensors", "Größe 100% #1 数.safetensors"])
def test_a_new_file_and_an_old_one_are_allowed_and_left_alone(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    check_run("--out", file)
    assert os.listdir(tmp_path) == []
    file.write_bytes(b"before")
    check_run("--out", file)
    assert file.read_bytes() == b"before"
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["run", "run.pt", "run.npz", "run.toml", "safetensors", "run.safetensors.bak"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    assert ".safetensors" in refusal(tmp_path / name)


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a.safetensors"
    folder.mkdir()
    assert "directory" in refusal(folder)
    assert "no folder" in refusal(tmp_path / "missing" / "a.safetensors")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "too long" in refusal(tmp_path / ("a" * 250 + ".safetensors"))
    assert os.listdir(tmp_path) == []


def test_the_experiments_own_file_is_refused_by_whatever_name(tmp_path: Path) -> None:
    experiment = tmp_path / "a.toml"
    experiment.write_text("seed = 1")
    link = tmp_path / "a.safetensors"
    link.symlink_to(experiment)
    assert "experiment's own file" in refusal(link, experiment)
    link.unlink()
    os.link(experiment, link)
    assert "experiment's own file" in refusal(link, experiment)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_refused_and_stays_one(tmp_path: Path) -> None:
    pipe, link = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        assert "pipe" in refusal(path)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there are no devices here")
def test_a_device_is_refused_by_whatever_name(tmp_path: Path) -> None:
    link = tmp_path / "a.safetensors"
    link.symlink_to("/dev/null")
    assert "device" in refusal(link)
    with pytest.raises(TiescopeError, match="device"):
        check("--screenshot", Path("/dev/null"))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_file_that_is_protected_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(b"before")
    file.chmod(0o444)
    assert "may not be written" in refusal(file)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder that nobody can write to here")
def test_a_folder_that_takes_no_files_is_refused() -> None:
    refusal(Path("/proc/self/a.safetensors"))


def test_links_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    one.symlink_to(other)
    other.symlink_to(one)
    refusal(one)
