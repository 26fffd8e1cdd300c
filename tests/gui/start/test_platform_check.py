"""No display gives a sentence that says what to do, never Qt's abort."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gui.start import platform_check
from gui.start.command_line import main

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")

BAD = [
    ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
    ({"DISPLAY": ":4711"}, "DISPLAY=:4711"),
    ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
    ({"QT_QPA_PLATFORM": "cinema"}, "offscreen"),
]


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=800x600", "cinema;offscreen"])
def test_platforms_without_a_display_are_no_problem(platform: str) -> None:
    assert platform_check.problem({"QT_QPA_PLATFORM": platform}) is None


@pytest.mark.parametrize(("environment", "named"), BAD)
def test_a_problem_is_one_sentence_that_says_what_to_do(environment: dict[str, str], named: str) -> None:
    sentence = platform_check.problem(environment)
    assert sentence is not None
    assert "\n" not in sentence
    assert named in sentence
    assert "offscreen" in sentence


def test_a_missing_library_is_named_with_the_packages_that_bring_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError("libxcb-icccm.so.4: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("ctypes.CDLL", missing)
    sentence = platform_check.problem({"DISPLAY": ":0"})
    assert sentence is not None
    assert "libxcb-icccm.so.4" in sentence
    assert "apt-get install" in sentence


def test_without_a_display_it_makes_no_difference_which_libraries_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_check, "_library_problem", lambda platform: "A library is missing.")
    sentence = platform_check.problem({"DISPLAY": ":4711"})
    assert sentence is not None
    assert "DISPLAY=:4711" in sentence


def test_the_window_without_a_display_ends_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert main(["--fresh"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_checking_imports_no_qt() -> None:
    code = (
        "import sys; from gui.start import platform_check; platform_check.problem(); sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
