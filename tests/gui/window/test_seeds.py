"""The race in sight over seeds: asked for, seen to come, ended with the race and with the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QWidget

from tests.gui.conftest import User, in_this_process, small

NUMBERS = 3


@pytest.fixture
def race(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """In front of a race of three decoders, of which a few short races are enough."""
    monkeypatch.setattr("gui.window.seeds.SEEDS", NUMBERS)
    monkeypatch.setattr("gui.race.over_seeds.FEWEST_STEPS", 30)
    experiment = small(dataset="gaussian", layers=[4], activation="sigmoid", learning_rate=0.1)
    person = open_window(experiment=experiment)
    person.see(lambda snapshot: snapshot.step > 0)
    person.press(Qt.Key.Key_C)
    dialog = person.find("race-dialog")
    assert isinstance(dialog, QWidget)
    person.click("race-start")
    person.see(lambda snapshot: len(snapshot.lanes) == 3 and snapshot.step > 5)
    person.window.commands["run"].trigger()
    person.see(lambda snapshot: not snapshot.running)
    return person


def said(person: User) -> str:
    return " · ".join(person.find(f"lane-{number}").accessibleDescription() for number in (1, 2, 3))


def areas(person: User) -> list[Any]:
    return list(person.find("loss-plot").areas)


def processes(person: User) -> list[QProcess]:
    return person.window.findChildren(QProcess)


@in_this_process
def test_who_wins_how_often_comes_into_the_table_and_bands_into_the_loss(race: User) -> None:
    race.click("over-seeds")
    race.wait(lambda: f"of {NUMBERS}" in said(race))
    won = [int(words.split()[1]) for words in said(race).split(" · ") if words.startswith("won ")]
    assert len(won) == 3
    assert sum(won) <= NUMBERS
    assert len(areas(race)) == 3
    assert {area.colour for area in areas(race)} == {line.stroke.colour for line in race.find("loss-plot").lines}
    for area in areas(race):
        assert (area.least <= area.most).all()
        assert area.x[0] == 0
        assert area.x[-1] >= 30
    race.wait(lambda: "races, with seeds 0 to 2" in race.find("notice-text").text())
    race.wait(lambda: not processes(race))


@in_this_process
def test_it_goes_with_the_race_and_comes_back_with_it(race: User) -> None:
    race.window.commands["over-seeds"].trigger()
    race.wait(lambda: f"of {NUMBERS}" in said(race))
    race.click("lane-1")
    race.window.commands["decoder-untied"].trigger()
    race.see(lambda snapshot: snapshot.lanes[0].experiment.decoder == "untied")
    race.wait(lambda: "won" not in said(race))
    race.wait(lambda: not areas(race))
    race.window.commands["undo"].trigger()
    race.wait(lambda: f"of {NUMBERS}" in said(race))


@in_this_process
def test_it_can_be_ended_by_the_same_button(race: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.window.seeds.SEEDS", 100_000)
    race.click("over-seeds")
    race.wait(lambda: "won" in said(race))
    assert processes(race)
    race.click("over-seeds")
    race.wait(lambda: not processes(race))
    assert "over 100000 seeds" in race.find("over-seeds").text()


@in_this_process
def test_a_lane_that_is_dropped_ends_it(race: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.window.seeds.SEEDS", 100_000)
    race.click("over-seeds")
    race.wait(lambda: processes(race))
    race.find("lane-3").setFocus()
    race.press(Qt.Key.Key_Delete)
    race.see(lambda snapshot: len(snapshot.lanes) == 2)
    race.wait(lambda: not processes(race))


@in_this_process
def test_closing_the_window_ends_it(race: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.window.seeds.SEEDS", 100_000)
    race.click("over-seeds")
    race.wait(lambda: any(process.processId() for process in processes(race)))
    (process,) = processes(race)
    ended: list[QProcess.ProcessState] = []
    process.destroyed.connect(lambda: ended.append(QProcess.ProcessState.NotRunning))
    race.window.close()
    race.wait(lambda: ended)
