"""A film of the window is as long as it was asked to be, moves, and shows which keys were pressed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog

from core.errors import TiescopeError
from gui.film import animation
from gui.film.animation import Frame
from gui.film.presser import Presser
from gui.film.presses import Press, parse_presses
from gui.start.command_line import main
from tests.gui.conftest import User, lane
from tests.programs import PATIENCE, environment, tiescope

TINY = ("--fresh", "--set", "dataset=digits8x8", "--set", "layers=[16]", "--size", "800x600")
# The program sends a signal to itself: with its first picture, or when the film is being written.
SIGNALLED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
number, moment = int(sys.argv[1]), sys.argv[2]
from gui.film import animation
from gui.start.command_line import main

def then(function):
    return lambda *given: (os.kill(os.getpid(), number), function(*given))[1]

if moment == "while":
    animation.Frame.of = then(animation.Frame.of)
else:
    animation.save = then(animation.save)
sys.exit(main(sys.argv[3:]))
"""


def pictures(file: Path) -> tuple[list[Image.Image], list[float]]:
    """All of a film, and how many milliseconds each stands."""
    frames, durations = [], []
    with Image.open(file) as film:
        for number in range(getattr(film, "n_frames", 1)):
            film.seek(number)
            film.load()
            frames.append(film.convert("RGB"))
            durations.append(film.info["duration"])
    return frames, durations


@pytest.mark.parametrize("name", ["film.webp", "film.gif", "film.png"])
def test_a_film_moves_and_is_as_long_as_asked_for(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    done = tiescope(*TINY, "--film", str(file), "--seconds", "3", "--film-width", "400", "--theme", "dark")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    frames, durations = pictures(file)
    assert {frame.size for frame in frames} == {(400, 300)}
    assert len({frame.tobytes() for frame in frames}) > 3
    # The last one, which comes at the latest when the film is over, stands for two seconds.
    assert durations[-1] >= 1990
    assert 2000 < sum(durations) <= 5000
    assert sum(frames[0].resize((1, 1)).tobytes()) < 3 * 100  # dark


def test_keys_are_pressed_and_seen(tmp_path: Path) -> None:
    file = tmp_path / "film.webp"
    done = tiescope(*TINY, "--film", str(file), "--seconds", "1.5", "--press", "0.5:Space")
    assert done.returncode == 0, done.stderr
    frames, _ = pictures(file)
    lower_edge = (frames[0].width // 2, round(frames[0].height * (1 - 92 / 600)))
    cap = [sum(frame.crop((x, y, x + 1, y + 1)).tobytes()) for frame in frames for x, y in [lower_edge]]
    assert cap[0] != cap[-1]


def test_every_key_of_the_window_can_be_pressed_by_name(user: User) -> None:
    presser = Presser(user.window, parse_presses("0:T 0.1:Space"))
    pressed: list[str] = []
    presser.pressed.connect(pressed.append)
    user.wait(lambda: pressed == ["T", "Space"])
    # Paused, there may be no other snapshot than the one that is shown already.
    user.wait(lambda: lane(user.newest).experiment.decoder == "pseudo_inverse" and not user.newest.running)


def test_keys_are_a_dialogs_while_one_is_open(user: User) -> None:
    Presser(user.window, parse_presses("0:C 0.3:Return"))
    user.see(lambda snapshot: len(snapshot.lanes) > 1)
    assert not user.window.findChildren(QDialog, "race-dialog")


def test_a_key_that_does_nothing_is_refused_with_those_that_do(user: User) -> None:
    with pytest.raises(TiescopeError, match=r"Ctrl\+Q.*Space"):
        Presser(user.window, [Press(0, "Ctrl+Q")])


def test_presses_are_read_in_the_order_of_their_seconds() -> None:
    assert parse_presses("6.5:Ctrl+K 3:T") == (Press(3, "T"), Press(6.5, "Ctrl+K"))
    assert parse_presses("1::") == (Press(1, ":"),)
    assert parse_presses("") == ()


@pytest.mark.parametrize("words", ["T", "3:", "3;T", "-1:T", "3:T x"])
def test_presses_that_can_not_be_read_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="seconds, a colon and a key"):
        parse_presses(words)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--film", "a.avi"], ".webp"),
        (["--film", "no/such/folder/a.webp"], "no/such/folder"),
        (["--film", "a.webp", "--screenshot", "a.png"], "one of them"),
        (["--film", "a.webp", "--seconds", "0"], "above 0"),
        (["--film", "a.webp", "--seconds", "61"], "at most 60"),
        (["--film", "a.webp", "--film-width", "10"], "200"),
        (["--film", "a.webp", "--press", "T"], "3:T"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_pillow_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert main(["--film", str(tmp_path / "a.webp")]) == 2
    said = capsys.readouterr().err
    assert "pip install pillow" in said
    assert said.count("\n") == 1


def test_a_film_of_what_can_not_be_trained_is_refused_in_one_line(tmp_path: Path) -> None:
    done = tiescope("--fresh", "--film", str(tmp_path / "a.webp"), "--set", "layers=[1000000,64]")
    assert done.returncode == 2
    assert "choose narrower layers" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "a.webp").exists()


def test_a_run_that_is_lost_is_filmed_to_the_end(tmp_path: Path) -> None:
    file = tmp_path / "a.gif"
    lost = ("--set", "learning_rate=1000", "--set", "optimizer=sgd", "--pace", "full")
    done = tiescope(*TINY, *lost, "--film", str(file), "--seconds", "1")
    assert done.returncode == 3, done.stderr
    assert pictures(file)[1][-1] >= 1990


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")
@pytest.mark.parametrize(
    ("number", "moment", "status"), [(15, "while", 128 + 15), (2, "while", 130), (2, "after", 130)]
)
def test_a_signal_ends_it_without_a_film(tmp_path: Path, number: int, moment: str, status: int) -> None:
    file = tmp_path / "a.webp"
    words = [sys.executable, "-c", SIGNALLED, str(number), moment, *TINY, "--film", str(file), "--seconds", "1"]
    done = subprocess.run(words, env=environment(), timeout=PATIENCE, check=False)
    assert done.returncode == status
    assert list(tmp_path.iterdir()) == []


def test_frames_stand_for_as_long_as_they_were_seen(tmp_path: Path) -> None:
    colours = [bytes([value] * 3 * 4) for value in (0, 100, 200)]
    frames = [Frame.of(2, 2, pixels, begins) for pixels, begins in zip(colours, (0.0, 0.1, 0.35), strict=True)]
    animation.save(tmp_path / "a.png", frames, 1.0)
    read, durations = pictures(tmp_path / "a.png")
    assert durations == [100, 250, 650]
    assert [picture.tobytes() for picture in read] == colours
