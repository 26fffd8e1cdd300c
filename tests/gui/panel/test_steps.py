"""Values go up and down by keys, by small buttons and by the wheel, and are in force at once or wait at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.messages.commands import Change
from tests.gui.panel.person import Person


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot, learning_rate=0.003)


def test_up_and_down_go_to_the_next_rung_and_are_in_force_at_once(person: Person) -> None:
    person.click("learning_rate")
    person.press(Qt.Key.Key_Up)
    assert person.find("learning_rate").text() == "0.005"
    person.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert person.sent == [Change.of(learning_rate=rate) for rate in (0.005, 0.002, 0.001)]
    assert person.find("learning_rate").hasFocus()


def test_they_go_on_from_what_is_typed(person: Person) -> None:
    person.type("noise", "0,3")
    person.press(Qt.Key.Key_Up)
    assert person.sent == [Change.of(noise=0.5)]


def test_the_small_buttons_do_the_same_and_take_no_focus(person: Person) -> None:
    person.click("batch_size-up")
    person.click("batch_size-down")
    person.click("batch_size-down")
    assert [dict(change.values)["batch_size"] for change in person.sent if isinstance(change, Change)] == [200, 100, 50]
    assert person.window.focusWidget() is person.window


def test_the_wheel_turns_what_is_typed_in_and_scrolls_over_everything_else(person: Person) -> None:
    assert not person.turn_wheel("noise", 1)
    assert person.sent == []
    person.click("noise")
    assert person.turn_wheel("noise", 2)
    assert person.find("noise").text() == "0.02"


def test_below_the_lowest_rung_is_0_and_below_that_nothing(person: Person) -> None:
    person.click("weight_decay")
    person.press(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert person.find("weight_decay").text() == "0"
    assert person.sent == [Change.of(weight_decay=1e-6), Change.of(weight_decay=0.0)]


def test_no_rung_is_taken_that_is_not_allowed(person: Person) -> None:
    person.write("batch_size", "1437")
    person.click("batch_size-up")
    assert person.find("batch_size").text() == "1437"
    assert not person.find("batch_size-problem").isVisible()


@pytest.mark.parametrize("text", ["x", "nan", "inf", "9" * 400, "-5"])
def test_what_is_no_number_or_not_allowed_has_no_lower_one(person: Person, text: str) -> None:
    person.type("noise", text)
    person.press(Qt.Key.Key_Down)
    assert person.find("noise").text() == text


def test_plus_and_minus_double_and_halve_the_last_layer(person: Person) -> None:
    person.click("layers-up")
    assert person.find("layers").text() == "32"
    person.click("layers-keep")
    person.write("layers", "48, 24")
    person.click("layers-up")
    assert person.find("layers").text() == "48, 32"
    person.click("layers-down")
    person.click("layers-down")
    assert person.find("layers").text() == "48, 8"
    assert person.sent == []
    assert person.role("layers") == "waiting"


def test_a_seed_is_the_next_one_and_waits(person: Person) -> None:
    person.click("seed-up")
    assert person.find("seed").text() == "1"
    assert person.role("seed") == "waiting"
    # Enter and Esc are about it at once.
    person.press(Qt.Key.Key_Escape)
    assert (person.find("seed").text(), person.role("seed")) == ("0", "row")
