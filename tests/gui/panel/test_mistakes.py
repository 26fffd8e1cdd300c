"""A mistake is told over the next row, in the words on the screen, and moves nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from pytestqt.qtbot import QtBot

from core.messages.commands import Change
from tests.gui.panel.person import Person


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)


def balloon(person: Person, key: str) -> QRect:
    assert person.find(f"{key}-problem").isVisible()
    return person.place(f"{key}-problem")


def test_nothing_moves_and_the_sentence_lies_over_the_next_row(person: Person) -> None:
    before = person.places()
    person.write("learning_rate", "-1")
    assert person.find("learning_rate-problem").text() == "must be above 0, at most 1000"
    assert person.places() == before
    assert balloon(person, "learning_rate").intersects(person.place("batch_size"))
    assert not balloon(person, "learning_rate").intersects(person.place("learning_rate"))
    assert balloon(person, "learning_rate").height() <= person.place("batch_size-row").height()


def test_a_click_on_the_field_below_it_hits_that(person: Person) -> None:
    person.write("learning_rate", "-1")
    assert balloon(person, "learning_rate").contains(person.place("batch_size").center())
    person.click("batch_size")
    assert person.find("batch_size").hasFocus()
    # And who types there sees what is typed.
    assert not balloon(person, "learning_rate").intersects(person.place("batch_size"))
    person.write("batch_size", "50")
    assert person.sent == [Change.of(batch_size=50)]


def test_a_click_made_while_it_was_typed_hits_what_was_aimed_at(person: Person) -> None:
    person.type("learning_rate", "x")
    person.click("batch_size-up")
    assert person.sent == [Change.of(batch_size=200)]
    assert person.find("learning_rate-problem").isVisible()


def test_esc_restores_what_is_in_force(person: Person) -> None:
    before = person.find("learning_rate").text()
    person.write("learning_rate", "-1")
    person.press(Qt.Key.Key_Escape)
    assert person.find("learning_rate").text() == before
    assert not person.find("learning_rate-problem").isVisible()
    assert person.window.focusWidget() is person.window


def test_esc_restores_what_has_not_been_entered_yet(person: Person) -> None:
    before = person.find("noise").text()
    person.type("noise", "hello")
    person.press(Qt.Key.Key_Escape)
    assert person.find("noise").text() == before
    assert person.sent == []


def test_enter_leaves_a_field_whose_value_is_in_force(person: Person) -> None:
    person.write("noise", "0.5")
    assert person.window.focusWidget() is person.window
    assert person.sent == [Change.of(noise=0.5)]


def test_of_several_mistakes_the_one_that_is_turned_to_is_told(person: Person) -> None:
    person.write("learning_rate", "-1")
    person.write("noise", "-1")
    assert not person.find("learning_rate-problem").isVisible()
    assert person.find("noise-problem").isVisible()
    person.click("learning_rate")
    assert person.find("learning_rate-problem").isVisible()
    assert not person.find("noise-problem").isVisible()
    assert person.find("noise").property("role") == "error"


def test_the_last_row_has_room_for_it_too(qtbot: QtBot) -> None:
    person = Person(qtbot)
    person.window.resize(320, 200)
    person.panel.open_at("ramp_to_pseudo_inverse")
    person.settle()
    person.write("ramp_to_pseudo_inverse", "-1")
    inside = person.find("panel-inside")
    assert inside.rect().contains(person.find("ramp_to_pseudo_inverse-problem").geometry())
    assert not balloon(person, "ramp_to_pseudo_inverse").intersects(person.place("ramp_to_pseudo_inverse"))


def test_a_screen_reader_is_told_the_whole_sentence(person: Person) -> None:
    field = person.find("learning_rate")
    meaning = field.accessibleDescription()
    person.write("learning_rate", "-1")
    assert field.accessibleDescription() == "learning rate must be a number above 0, at most 1000, not -1."
    person.press(Qt.Key.Key_Escape)
    assert field.accessibleDescription() == meaning


def test_what_does_not_go_together_is_told_with_the_names_in_the_lists(qtbot: QtBot) -> None:
    person = Person(qtbot, decoder="inverse")
    person.choose("activation", "relu")
    said = person.find("activation-problem").text()
    assert "with activation ReLU" in said
    assert "4 sigmoid − 2" in said
    assert "centred_sigmoid" not in said


@pytest.mark.parametrize("locale", ["C", "de_DE"])
def test_a_decimal_comma_is_taken_in_a_number_and_stays_a_comma_in_a_list(qtbot: QtBot, locale: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        person = Person(qtbot, dataset="gaussian", layers=[2], spectrum=[1.0, 0.5])
        person.write("learning_rate", "0,002")
        assert person.sent == [Change.of(learning_rate=0.002)]
        person.write("spectrum", "0,5")
        assert person.find("spectrum-old").text() == "1, 0.5"
        assert person.role("spectrum") == "waiting"
        assert person.panel.start_waiting()
        assert "spectrum=(0.0, 5.0)" in repr(person.sent[-1])
    finally:
        QLocale.setDefault(before)


def test_a_comma_that_could_mean_thousands_is_asked_about(person: Person) -> None:
    person.write("batch_size", "1,000")
    assert person.find("batch_size-problem").text() == "1,000 could be 1 or 1000; write one of these."
    assert person.sent == []
