"""A window over an engine that has nothing to train, or that is not there at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStatusBar

from core.engine import device
from gui.window.frame import FASTEST
from tests.gui.conftest import User, in_this_process, lane, small


def status(person: User) -> str:
    bar = person.window.findChild(QStatusBar)
    assert isinstance(bar, QStatusBar)
    return bar.currentMessage()


def test_a_first_network_that_is_refused_leaves_a_window_that_can_be_told_another(
    open_window: Callable[..., User],
) -> None:
    person = open_window(experiment=small(layers=[2_000_000_000, 16]))
    person.wait(lambda: "nothing to train" in status(person))
    assert person.find("run").text() == "Run"
    assert person.find("notice").isVisible()
    assert "GiB" in person.find("notice-text").text()
    person.click("run")
    person.wait(lambda: person.find("run").text() == "Run" and person.window.frames.interval >= FASTEST)
    assert "nothing to train" in status(person)
    person.write("layers", "16")
    person.click("apply")
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
    assert "ended" in status(person)
    assert person.find("run").text() == "Run"
    for name in ("run", "step", "reset", "decoder-transpose", "decoder-untied", "layers"):
        assert not person.find(name).isEnabled(), name
    assert person.find("menu").isEnabled()
    assert not person.find("dismiss").isVisible()
    person.press(Qt.Key.Key_Space)
    person.press(Qt.Key.Key_R)
    person.window.report("Something else.")
    assert "division by zero" in person.find("notice-text").text()
    assert person.find("notice").isVisible()
