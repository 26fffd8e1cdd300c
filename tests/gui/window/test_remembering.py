"""What is set is remembered while the window is open, not only when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from gui.window.settings import Settings
from tests.gui.conftest import User, lane, small


@pytest.fixture
def open_and_remembering(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """In front of a window that remembers, without the wait that spares the disk."""
    monkeypatch.setattr("gui.window.remembering.DELAY", 0)
    person = open_window(fresh=False)
    person.train()
    return person


def on_disk(folder: Path) -> str:
    """Everything that another process would read."""
    return "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.ini"))


def test_a_setting_is_remembered_as_it_changes(open_and_remembering: User, settings_folder: Path) -> None:
    person = open_and_remembering
    person.write("learning_rate", "0.0123")
    person.wait(lambda: "learning_rate = 0.0123" in on_disk(settings_folder))
    person.click("decoder-pseudo_inverse")
    person.wait(lambda: "pseudo_inverse" in on_disk(settings_folder).partition("decoder = ")[2][:20])


def test_the_theme_is_on_the_disk_at_once(open_and_remembering: User, settings_folder: Path) -> None:
    open_and_remembering.window.appearance.use_theme("dark")
    assert "theme=dark" in on_disk(settings_folder)


def test_the_layout_is_remembered_as_it_changes(open_and_remembering: User) -> None:
    person = open_and_remembering
    person.wait(lambda: Settings().layout is not None)
    before = Settings().layout
    person.find("dock-filters").hide()
    person.wait(lambda: Settings().layout != before)


def test_the_size_is_remembered_but_not_that_of_a_lecture(open_and_remembering: User) -> None:
    person = open_and_remembering
    person.wait(lambda: Settings().geometry is not None)
    before = Settings().geometry
    person.window.resize(900, 600)
    person.wait(lambda: Settings().geometry != before)
    small_one = Settings().geometry
    person.press(Qt.Key.Key_F11)
    person.wait(lambda: person.window.isFullScreen())
    person.window.appearance.use_theme("dark")
    person.train(20)
    assert Settings().geometry == small_one


HUGE = "1" + "0" * 5000


@pytest.mark.parametrize(
    "value",
    [f"seed = {HUGE}", f"seed = 0x{'f' * 5000}", f"layers = [0x{'f' * 5000}]", "seed" + ".a" * 5000 + " = 1", "\0"],
    ids=["decimal", "hex", "a list", "tables", "nothing that is text"],
)
def test_an_experiment_that_can_not_be_read_does_not_keep_the_window_from_opening(
    open_window: Callable[..., User], value: str
) -> None:
    QSettings().setValue("experiment", value)
    assert Settings().experiment is None
    assert lane(open_window(fresh=False).train()).experiment == small()


def test_any_failure_in_reading_it_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    Settings().remember_experiment(small())
    monkeypatch.setattr("gui.window.settings.from_toml", lambda text, source: 1 / 0)
    assert Settings().experiment is None
