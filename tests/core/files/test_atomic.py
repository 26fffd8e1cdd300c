"""A file is replaced whole or not at all, by what it was and where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.files import atomic


def test_nothing_but_the_file_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    atomic.replace(file, b"one")
    atomic.replace(file, b"two")
    assert file.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_what_can_not_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.replace(file, b"after")
    assert file.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    target.parent.mkdir()
    target.write_bytes(b"before")
    link.symlink_to(Path("folder") / "target")
    atomic.replace(link, b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"
    assert os.listdir(target.parent) == ["target"]


def test_a_link_to_nothing_is_filled(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    atomic.replace(link, b"after")
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == b"after"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_are_kept_and_a_new_file_has_the_usual_ones(tmp_path: Path) -> None:
    old, new, usual = (tmp_path / name for name in ("old", "new", "usual"))
    old.write_bytes(b"before")
    old.chmod(0o640)
    usual.write_bytes(b"")
    atomic.replace(old, b"after")
    atomic.replace(new, b"after")
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


KILLED = """
import os, signal, sys
from pathlib import Path
from core.files import atomic
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
atomic.replace(Path(sys.argv[1]), b"half")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_a_killed_save_has_left_is_removed_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    for each in (file, other):
        assert subprocess.run([sys.executable, "-c", KILLED, str(each)], check=False).returncode < 0
    assert len(os.listdir(tmp_path)) == 2
    assert not file.exists()
    atomic.replace(file, b"whole")
    left = sorted(os.listdir(tmp_path))
    assert len(left) == 2
    assert "a.txt" in left
    atomic.replace(other, b"whole")
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt"]


def test_the_longest_name_that_there_is_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 255)
    atomic.try_beside(file)
    atomic.replace(file, b"one")
    assert os.listdir(tmp_path) == [file.name]
