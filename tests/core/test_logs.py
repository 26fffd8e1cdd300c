"""The log is small, says which room, can't steer a terminal, and keeps no program from running."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import logs
from core.files import places


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log's, of this test alone."""
    place = tmp_path / "log"
    monkeypatch.setattr(places, "logs", lambda: place)
    yield place
    monkeypatch.undo()
    logs.start()


def written() -> str:
    file = logs.place()
    assert file is not None
    return file.read_text(encoding="utf-8")


def test_a_line_says_which_room_and_what() -> None:
    logs.start()
    logging.getLogger("core.engine.session").warning("something\x1b[2J is odd")
    assert "WARNING engine: something�[2J is odd" in written()
    logging.getLogger("gui.window.link").debug("of interest to nobody")
    assert "nobody" not in written()


def test_debug_says_everything_on_standard_error_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(debug=True)
    logging.getLogger("gui.window.link").debug("a detail")
    assert "DEBUG window: a detail" in written()
    assert "DEBUG window: a detail" in capsys.readouterr().err


def test_a_traceback_is_in_the_log_and_nowhere_else(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start()
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError:
        logging.getLogger("core.engine").exception("an exception")
    assert "ZeroDivisionError" in written()
    assert capsys.readouterr().err == ""


def test_the_log_stays_small(folder: Path) -> None:
    logs.start()
    for _ in range(5000):
        logging.getLogger("core.engine").warning("x" * 500)
    logs.start()
    assert sum(file.stat().st_size for file in folder.iterdir()) <= (logs.OLDER + 1) * logs.SIZE


def test_a_log_that_can_not_be_written_is_done_without(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write_text("a file where the folder should be")
    logs.start()
    logging.getLogger("core.engine").error("nobody will read this")
    assert logs.place() is None
    assert "--debug" in logs.details()
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is nothing that is always full here")
def test_a_full_disk_is_no_failure(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "tiescope.log").symlink_to("/dev/full")
    full = open("/dev/full", "w")  # noqa: SIM115 - closing it fails
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", full)
        logs.start(debug=True)
        logging.getLogger("core.engine").error("nobody will read this")
        logs.start()
    with pytest.raises(OSError, match="space"):
        full.close()
    assert capsys.readouterr().err == ""
