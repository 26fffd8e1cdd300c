"""What waits for a new network is marked in its row, beside what is in force, and can be started or given up there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.experiment import Experiment
from core.messages.commands import Change, Replace
from tests.gui.panel.person import Person


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)


def asked_for(person: Person) -> Experiment:
    """The one network that was asked for."""
    (command,) = person.sent
    assert isinstance(command, Replace)
    (lane,) = command.lanes
    return lane


def test_the_row_is_marked_and_says_what_is_in_force(person: Person) -> None:
    person.write("seed", "3")
    assert person.role("seed") == "waiting"
    assert person.find("seed-old").text() == "0"
    assert person.find("seed-apply").text() == "↵ new network"
    assert person.find("seed-keep").text() == "Esc keep"
    assert person.role("layers") == "row"
    assert person.sent == []


def test_nothing_moves_for_it(person: Person) -> None:
    before = person.places()
    person.write("seed", "3")
    person.write("layers", "8")
    person.choose("dataset", "digits")
    assert person.places() == before


def test_enter_again_starts_it_with_all_that_waits(person: Person) -> None:
    person.write("layers", "8, 4")
    person.write("seed", "3")
    person.press(Qt.Key.Key_Return)
    assert (asked_for(person).layers, asked_for(person).seed) == ((8, 4), 3)
    assert person.role("seed") == person.role("layers") == "row"
    assert person.window.focusWidget() is person.window


def test_after_the_first_enter_letters_are_the_windows(person: Person) -> None:
    person.write("seed", "3")
    person.press(Qt.Key.Key_R, Qt.Key.Key_7)
    assert person.find("seed").text() == "3"


def test_esc_keeps_what_is_in_force_in_this_row_alone(person: Person) -> None:
    person.write("layers", "8")
    person.write("seed", "3")
    person.press(Qt.Key.Key_Escape)
    assert (person.find("seed").text(), person.role("seed")) == ("0", "row")
    assert (person.find("layers").text(), person.role("layers")) == ("8", "waiting")
    assert person.window.focusWidget() is person.window


def test_in_the_field_itself_the_keys_are_the_same(person: Person) -> None:
    person.write("seed", "3")
    person.click("seed")
    person.press(Qt.Key.Key_Escape)
    assert person.find("seed").text() == "0"
    person.write("seed", "4")
    person.click("seed")
    person.press(Qt.Key.Key_Enter)
    assert asked_for(person).seed == 4


def test_the_buttons_do_what_they_say(person: Person) -> None:
    person.write("layers", "8")
    person.write("seed", "3")
    person.click("seed-keep")
    assert person.find("seed").text() == "0"
    person.click("layers-apply")
    assert (asked_for(person).layers, asked_for(person).seed) == ((8,), 0)


def test_enter_on_the_button_that_keeps_it_keeps_it(person: Person) -> None:
    person.write("seed", "3")
    person.find("seed-keep").setFocus()
    person.press(Qt.Key.Key_Return)
    assert person.find("seed").text() == "0"
    assert person.sent == []


def test_what_was_typed_last_is_part_of_it(person: Person) -> None:
    person.write("layers", "8")
    person.type("seed", "5")
    person.click("layers-apply")
    assert (asked_for(person).layers, asked_for(person).seed) == ((8,), 5)


def test_a_reset_starts_what_waits(person: Person) -> None:
    assert not person.panel.start_waiting()
    person.write("seed", "3")
    assert person.panel.start_waiting()
    assert asked_for(person).seed == 3
    assert person.role("seed") == "row"


def test_a_reset_leaves_what_is_wrong_where_it_is(person: Person) -> None:
    person.write("seed", "-3")
    assert not person.panel.start_waiting()
    assert person.sent == []
    assert person.find("seed").text() == "-3"
    assert person.find("seed-problem").isVisible()


def test_what_goes_only_with_the_new_network_is_marked_too(person: Person) -> None:
    person.choose("dataset", "digits")
    person.write("batch_size", "3000")
    assert person.role("batch_size") == person.role("dataset") == "waiting"
    assert "128" in person.find("batch_size").findChild(type(person.find("batch_size-problem")).__base__).text()
    person.press(Qt.Key.Key_Return)
    assert (asked_for(person).dataset, asked_for(person).batch_size) == ("digits", 3000)


def test_something_wrong_elsewhere_has_to_be_mended_first(person: Person) -> None:
    person.write("seed", "3")
    person.write("noise", "-1")
    assert not person.find("seed-apply").isEnabled()
    assert "noise" in person.find("seed-apply").toolTip()
    person.find("seed-row").setFocus()
    person.press(Qt.Key.Key_Return)
    assert person.sent == []
    person.click("noise")
    person.press(Qt.Key.Key_Escape)
    person.click("seed-apply")
    assert asked_for(person).seed == 3


def test_other_settings_coming_into_force_leave_the_mark(person: Person) -> None:
    person.write("seed", "3")
    person.write("noise", "0.5")
    (change,) = person.sent
    assert change == Change.of(noise=0.5)
    assert person.role("seed") == "waiting"
    assert person.role("noise") == "row"


def test_whoever_does_not_see_the_panel_can_be_told_that_something_waits(person: Person) -> None:
    told: list[bool] = []
    person.panel.waiting_changed.connect(told.append)
    person.write("seed", "3")
    person.write("layers", "8")
    person.write("noise", "0.5")
    assert told == [True]
    assert person.panel.start_waiting()
    assert told == [True, False]
