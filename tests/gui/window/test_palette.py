"""Ctrl+K: everything by its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.window.palette import Item, rank
from tests.gui.conftest import User, lane


@pytest.mark.parametrize(
    ("query", "fits"),
    [("", True), ("learn", True), ("rate learning", True), ("earn", True), ("rate 2", False), ("decoder", False)],
)
def test_words_are_found_in_any_order(query: str, fits: bool) -> None:
    assert (rank(query, Item("Set learning rate", lambda: None)) is not None) is fits


def test_what_begins_like_it_comes_first() -> None:
    first, later = Item("Step", lambda: None), Item("Log steps in the loss", lambda: None)
    one, other = rank("step", first), rank("step", later)
    assert one is not None
    assert other is not None
    assert one < other


def test_a_decoder_by_its_name(user: User) -> None:
    user.ask("decoder untied")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "untied")


def test_a_view_by_its_name(user: User) -> None:
    user.ask("singular")
    user.wait(lambda: user.find("view-singular_values").in_sight)


def test_a_setting_with_its_value(user: User) -> None:
    user.ask("learning rate 0.0123")
    user.see(lambda snapshot: lane(snapshot).experiment.learning_rate == 0.0123)


@pytest.mark.parametrize(("typed", "key", "wanted"), [("seed 3", "seed", 3), ("layers 12,5", "layers", (12, 5))])
def test_a_setting_of_a_new_network_waits_in_its_field(user: User, typed: str, key: str, wanted: object) -> None:
    user.ask(typed)
    user.wait(lambda: user.window.focusWidget() is user.find(key))
    assert user.find(key).text().replace(" ", "") == typed.split()[1]
    QTest.keyClick(user.find(key), Qt.Key.Key_Return)
    user.see(lambda snapshot: getattr(lane(snapshot).experiment, key) == wanted)


def test_a_setting_without_a_value_is_opened(user: User) -> None:
    user.ask("set weight decay")
    user.wait(lambda: user.find("dock-panel").isVisible())
    user.wait(lambda: user.window.focusWidget() is user.find("weight_decay"))


def test_keys_stand_beside_and_nothing_that_is_not_allowed(user: User) -> None:
    user.choose("activation", "relu")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "relu")
    user.wait(lambda: not user.find("decoder-inverse").isEnabled())
    before = lane(user.newest).experiment.decoder
    user.ask("decoder inverse inverts")
    assert lane(user.see(user.window.link.settled)).experiment.decoder == before
