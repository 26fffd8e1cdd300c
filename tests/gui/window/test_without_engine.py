"""A window over an engine that has nothing to train, or that is not there at all."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.engine import device
from core.messages.events import Ended
from gui.widgets.elided import Elided
from gui.window.frame import FASTEST
from tests.gui.conftest import User, in_this_process, lane, small
from tests.gui.lines import Scripted


def status(person: User) -> str:
    said = person.find("status-stop")
    assert isinstance(said, Elided)
    return said.text()


def test_a_first_network_that_is_refused_leaves_a_window_that_can_be_told_another(
    open_window: Callable[..., User],
) -> None:
    person = open_window(experiment=small(layers=[2_000_000_000, 16]))
    person.wait(lambda: "nothing to train" in status(person))
    assert person.window.commands["run"].text() == "Run"
    assert person.find("notice").isVisible()
    assert "GiB" in person.find("notice-text").text()
    person.click("run")
    person.wait(lambda: person.window.link.settled(person.newest))
    person.wait(lambda: person.window.commands["run"].text() == "Run" and person.window.frames.interval >= FASTEST)
    assert "nothing to train" in status(person)
    person.write("layers", "16")
    person.click("layers-apply")
    assert person.see(lambda snapshot: lane(snapshot).experiment.layers == (16,)).step >= 0
    assert status(person) == ""


@in_this_process
def test_an_engine_that_could_not_start_is_told_for_good(
    open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "pick", lambda name: 1 / 0)
    person = open_window()
    person.wait(lambda: person.find("notice").isVisible())
    assert "division by zero" in person.find("notice-text").text()
    check_that_nothing_is_offered(person)


@in_this_process
def test_what_the_line_says_of_an_engine_that_is_not_there_is_said(
    open_window: Callable[..., User], qtbot: QtBot
) -> None:
    line = Scripted(Ended("Training can't start: no such device."))
    person = open_window(line=line)
    person.wait(lambda: person.find("notice").isVisible())
    assert person.find("notice-text").text() == "Training can't start: no such device."
    check_that_nothing_is_offered(person)
    looked = line.taken
    with qtbot.waitSignal(person.find("view-loss").needs_changed):
        person.find("dock-loss").hide()
    assert line.taken == looked


def test_the_window_outlives_the_engines_process(user: User, engine: str) -> None:
    if engine != "process":
        pytest.skip("there is no process to be killed")
    user.click("decoder-dial")
    shown = user.see(lambda snapshot: lane(snapshot).dial is not None)
    (process,) = (child for child in multiprocessing.active_children() if child.name == "tiescope-engine")
    process.kill()
    user.wait(lambda: user.find("notice").isVisible())
    assert "signal 9" in user.find("notice-text").text()
    assert "start again" in user.find("notice-text").text()
    assert not user.find("dial").isEnabled()
    check_that_nothing_is_offered(user)
    # What was seen last can be looked at, in another layout and another light.
    user.toggle_view("Filters")
    user.toggle_view("Filters")
    user.window.appearance.use_theme("dark")
    assert user.newest.step >= shown.step
    assert user.find("view-filters").in_sight
    user.window.showMinimized()
    user.window.showNormal()
    user.wait(lambda: user.find("view-filters").in_sight)
    check_that_nothing_is_offered(user)


def check_that_nothing_is_offered(person: User) -> None:
    """The sentence stays, and whatever would need an engine can't be had; nobody looks for reports."""
    assert person.find("notice").isVisible()
    sentence = person.find("notice-text").text()
    assert "\n" not in sentence
    assert "ended" in status(person)
    assert person.window.commands["run"].text() == "Run"
    for name in ("run", "step", "reset", "decoder-transpose", "decoder-untied", "layers"):
        assert not person.find(name).isEnabled(), name
    assert person.find("menu").isEnabled()
    assert not person.find("dismiss").isVisible()
    assert not person.window.frames.active
    person.press(Qt.Key.Key_Space)
    person.press(Qt.Key.Key_R)
    person.window.report("Something else.")
    assert person.find("notice-text").text() == sentence
    assert person.find("notice").isVisible()
    assert not person.window.frames.active
