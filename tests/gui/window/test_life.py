"""Opening, remembering, failing, closing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QImage

from core.engine.session import Session
from core.lines import LINES
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.training.trainer import Trainer
from gui.design.tokens import DARK, LIGHT
from gui.start import app
from gui.window.settings import Settings
from tests.gui.conftest import User, in_this_process, lane, small
from tests.gui.window.test_focus import tab_order

CONTROLS = (
    "run", "step", "reset", "decoder-transpose", "decoder-pseudo_inverse", "decoder-untied", "dataset", "layers",
    "activation", "optimizer", "learning_rate", "batch_size", "noise", "weight_decay", "seed",
    "view-loss", "view-filters", "view-reconstructions", "view-singular_values",
)  # fmt: skip


def test_public_names_are_there_and_can_be_read_out(user: User) -> None:
    for name in CONTROLS:
        assert user.find(name).accessibleName(), name


def test_a_view_that_is_asked_for_comes_in_front_of_its_tabs_and_only_that_is_drawn(user: User) -> None:
    user.train()
    view, below = user.find("view-singular_values"), user.find("view-reconstructions")
    assert not view.in_sight
    user.toggle_view("Singular values")
    user.wait(lambda: view.in_sight and not below.in_sight)
    assert all(tab_order(user.window))
    shown = below.moment_shown
    user.wait(lambda: view.plot is not None and view.plot.lines)
    user.train()
    assert below.moment_shown is shown
    user.window.restore_layout()
    user.wait(lambda: below.in_sight and not view.in_sight)
    user.wait(lambda: below.moment_shown is not shown)


def test_closing_ends_the_thread(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=small(dataset="digits", layers=[512]))
    person.see(lambda snapshot: snapshot.step > 2)
    person.window.close()
    assert person.window.ended


def test_the_last_experiment_theme_and_layout_are_remembered(open_window: Callable[..., User]) -> None:
    first = open_window(fresh=False)
    first.train()
    first.write("learning_rate", "0.0123")
    first.see(lambda snapshot: lane(snapshot).experiment.learning_rate == 0.0123)
    first.click("decoder-pseudo_inverse")
    first.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    first.window.appearance.use_theme("dark")
    first.find("dock-filters").hide()
    first.window.close()

    second = open_window(fresh=False, theme=Settings().theme)
    shown = lane(second.train()).experiment
    assert (shown.learning_rate, shown.decoder) == (0.0123, "pseudo_inverse")
    assert second.window.appearance.theme_name == "dark"
    assert not second.find("dock-filters").isVisible()
    assert second.find("dock-loss").isVisible()


def test_the_end_that_was_asked_for_once_is_not_remembered(open_window: Callable[..., User]) -> None:
    first = open_window(fresh=False, experiment=small(steps=3000, learning_rate=0.0123))
    first.see(lambda snapshot: snapshot.step == 3000 and not snapshot.running)
    first.window.close()

    second = open_window(fresh=False)
    shown = second.see(lambda snapshot: snapshot.step > 60)
    assert (lane(shown).experiment.learning_rate, lane(shown).experiment.steps) == (0.0123, 0)
    assert shown.running


def test_a_fresh_start_neither_reads_nor_writes(open_window: Callable[..., User]) -> None:
    Settings().remember_experiment(small(learning_rate=0.0123))
    person = open_window(fresh=True)
    assert lane(person.train()).experiment.learning_rate != 0.0123
    person.window.appearance.use_theme("dark")
    person.window.close()
    assert Settings().theme == "system"
    remembered = Settings().experiment
    assert remembered is not None
    assert remembered.learning_rate == 0.0123


@pytest.mark.parametrize("value", ["layers = [", "layers = [0]", "colour = 1", 17])
def test_damaged_settings_do_not_keep_the_window_from_opening(open_window: Callable[..., User], value: object) -> None:
    store = QSettings()
    for key in ("experiment", "geometry", "layout", "theme"):
        store.setValue(key, value)
    person = open_window(fresh=False)
    assert lane(person.train()).experiment == small()


@in_this_process
def test_an_exception_on_the_engines_thread_becomes_a_sentence(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Session, "advance", lambda self, count, leave: 1 / 0)
        user.wait(lambda: user.find("notice").isVisible())
    assert "division by zero" in user.find("notice-text").text()
    user.click("dismiss")
    assert not user.find("notice").isVisible()
    user.wait(lambda: not user.newest.running)
    user.click("run")
    user.train(20)


@in_this_process
def test_after_an_exception_in_a_step_the_last_good_state_can_be_had_back(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.train(200)
    rate = lane(user.newest).experiment.learning_rate
    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "learn", lambda *_: 1 / 0)
        user.wait(lambda: user.find("rewind").isVisible())
    user.wait(lambda: not user.newest.running)
    assert "division by zero" in user.find("notice-text").text()
    good = int(user.find("rewind").text().rpartition(" ")[2].replace("\u2009", ""))
    assert 64 <= good <= user.newest.step
    user.click("rewind")
    back = user.see(user.window.link.settled)
    assert (back.step, back.running, lane(back).experiment.learning_rate) == (good, False, rate)
    assert not user.find("notice").isVisible()
    user.click("run")
    assert user.see(lambda snapshot: snapshot.step > good + 20).running


@in_this_process
def test_running_on_after_an_exception_takes_the_way_back_away(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Session, "advance", lambda self, count, leave: 1 / 0)
        user.wait(lambda: user.find("rewind").isVisible())
    user.wait(lambda: not user.newest.running)
    user.click("run")
    user.train(20)
    assert not user.find("rewind").isVisible()


def test_an_exception_in_the_window_becomes_a_sentence(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app.report_exceptions(user.window)
    QTimer.singleShot(0, lambda: 1 / 0)
    user.wait(lambda: user.find("notice").isVisible())
    assert "division by zero" in user.find("notice-text").text()
    user.train(20)


CLOSE_EARLY = """
import sys
from PySide6.QtCore import QTimer
from gui.start import app
from gui.window.window import MainWindow


class Hasty(MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.started.connect(lambda: QTimer.singleShot(int(sys.argv[1]), self.close))


app.MainWindow = Hasty
sys.exit(app.run_window(app.WindowOptions(fresh=True)))
"""


@pytest.mark.parametrize("milliseconds", [0, 100, 500])
def test_closing_while_torch_is_being_imported_ends_the_program(milliseconds: int) -> None:
    command = [sys.executable, "-c", CLOSE_EARLY, str(milliseconds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_both_themes_draw_on_their_own_ground(user: User) -> None:
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        user.window.appearance.use_theme(name)
        user.train()
        picture = user.find("view-loss").grab().toImage()
        ground = QImage(picture).pixelColor(2, picture.height() // 2).lightness()
        assert (ground < 128) is (theme is DARK)


def test_a_view_that_is_hidden_draws_nothing_and_catches_up(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    view = user.window.views["filters"]
    drawn: list[int] = []
    render = view.render_snapshot

    def noted(shown: Snapshot, lane: LaneSnapshot) -> bool:
        drawn.append(shown.step)
        return render(shown, lane)

    monkeypatch.setattr(view, "render_snapshot", noted)
    dock = user.find("dock-filters")
    dock.hide()
    drawn.clear()
    user.train(50)
    assert drawn == []
    user.click("run")
    paused = user.see(lambda snapshot: not snapshot.running)
    dock.show()
    user.wait(lambda: drawn)
    assert drawn[-1] == paused.step


def tiescope(*arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gui", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


@pytest.mark.parametrize("way", LINES)
def test_a_picture_is_taken_after_exactly_so_many_steps(tmp_path: Path, way: str) -> None:
    file = tmp_path / "picture.png"
    done = tiescope(
        "--fresh", "--screenshot", str(file), "--steps", "40", "--size", "1280x720", "--theme", "dark",
        "--set", "dataset=digits8x8", "--engine", way,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (1280, 720)
    colours = {picture.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 720, 7)}
    assert len(colours) > 50


@pytest.mark.parametrize("file", ["picture.txt", "missing/picture.png"])
def test_a_picture_that_can_not_be_written_is_told_in_one_line(tmp_path: Path, file: str) -> None:
    done = tiescope("--fresh", "--screenshot", str(tmp_path / file), "--steps", "1")
    assert done.returncode == 2
    assert done.stderr.startswith("tiescope: ")
    assert done.stderr.count("\n") == 1


def test_a_picture_of_what_does_not_fit_into_memory_is_refused_in_one_line(tmp_path: Path) -> None:
    done = tiescope("--fresh", "--screenshot", str(tmp_path / "a.png"), "--set", "layers=[1000000,64]")
    assert done.returncode == 2
    assert "choose narrower layers" in done.stderr
    assert done.stderr.count("\n") == 1
