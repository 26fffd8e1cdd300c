"""How a race is begun, by a real person with a real engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core.messages.commands import Replace, Split
from core.messages.snapshot import Snapshot
from tests.gui.conftest import User, small


@pytest.fixture
def sigmoid(open_window: Callable[..., User]) -> User:
    """In front of a network that all decoders go with."""
    person = open_window(experiment=small(activation="sigmoid"))
    person.see(lambda snapshot: snapshot.step > 20)
    return person


def opened(person: User) -> QWidget:
    """The dialog, by its key."""
    person.press(Qt.Key.Key_C)
    dialog = person.find("race-dialog")
    assert isinstance(dialog, QWidget)
    assert dialog.isVisible()
    return dialog


def press(dialog: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, key)


def of(snapshot: Snapshot, key: str) -> list[Any]:
    return [getattr(each.experiment, key) for each in snapshot.lanes]


def test_c_and_enter_race_the_decoders_that_are_allowed(sigmoid: User) -> None:
    run = sigmoid.newest.run
    press(opened(sigmoid), Qt.Key.Key_Return)
    assert isinstance(sigmoid.line.sent[-1], Replace)
    shown = sigmoid.see(lambda snapshot: len(snapshot.lanes) == 3 and snapshot.step > 0)
    assert of(shown, "decoder") == ["transpose", "pseudo_inverse", "inverse"]
    assert shown.run != run
    assert not sigmoid.window.findChildren(QWidget, "race-dialog")


@pytest.mark.parametrize("key", ["decoder", "activation"])
def test_in_a_hall_all_words_have_room(sigmoid: User, key: str) -> None:
    sigmoid.press(Qt.Key.Key_F11)
    dialog = opened(sigmoid)
    sigmoid.click(f"race-key-{key}")
    QApplication.processEvents()
    for button in dialog.findChildren(QPushButton):
        room = button.width() - QFontMetrics(button.font()).horizontalAdvance(button.text())
        assert room >= 8, button.text()
    assert sigmoid.window.rect().contains(sigmoid.window.mapFromGlobal(dialog.frameGeometry().bottomRight()))


def test_from_this_w_all_go_on_from_where_it_is(sigmoid: User) -> None:
    opened(sigmoid)
    for name in ("race-value-inverse", "race-value-untied", "race-from-here", "race-start"):
        sigmoid.click(name)
    assert isinstance(sigmoid.line.sent[-1], Split)
    before = sigmoid.newest.step
    shown = sigmoid.see(lambda snapshot: len(snapshot.lanes) == 3)
    assert of(shown, "decoder") == ["transpose", "pseudo_inverse", "untied"]
    assert min(each.moment.step for each in shown.lanes) >= before


def test_numbers_are_typed_or_stepped_and_begin_by_enter(sigmoid: User) -> None:
    dialog = opened(sigmoid)
    sigmoid.click("race-key-learning_rate")
    first, third, fourth = (sigmoid.find(f"race-value-{number}") for number in (1, 3, 4))
    QTest.keyClick(first, Qt.Key.Key_Up)
    third.selectAll()
    QTest.keyClicks(third, "0,02")  # a decimal comma, as the drawer takes it
    QTest.keyClicks(fourth, "nothing")
    assert "learning rate must be" in sigmoid.find("race-problem").text()
    assert not sigmoid.find("race-start").isEnabled()
    QTest.keyClick(fourth, Qt.Key.Key_Return)
    assert dialog.isVisible()
    fourth.clear()
    QTest.keyClick(fourth, Qt.Key.Key_Return)
    shown = sigmoid.see(lambda snapshot: len(snapshot.lanes) == 3)
    assert of(shown, "learning_rate") == [0.002, 0.003, 0.02]


def test_layers_begin_at_step_0_only(sigmoid: User) -> None:
    opened(sigmoid)
    sigmoid.click("race-from-here")
    sigmoid.click("race-key-layers")
    assert not sigmoid.find("race-from-here").isEnabled()
    assert "new network" in sigmoid.find("race-from-here").toolTip()
    assert sigmoid.find("race-from-start").isChecked()
    second = sigmoid.find("race-value-2")
    second.selectAll()
    QTest.keyClicks(second, "12, 6")
    sigmoid.click("race-start")
    shown = sigmoid.see(lambda snapshot: len(snapshot.lanes) == 3)
    assert of(shown, "layers") == [(8,), (12, 6), (32,)]
    # Each has filters of its own.
    view = sigmoid.find("view-filters")
    sigmoid.wait(lambda: [each.filters and each.filters.units for each in view.columns] == [8, 12, 32])


def test_what_is_not_allowed_is_grey_and_says_why(user: User) -> None:
    user.choose("activation", "relu")
    user.see(lambda snapshot: of(snapshot, "activation") == ["relu"])
    opened(user)
    inverse = user.find("race-value-inverse")
    assert not inverse.isEnabled()
    assert "ReLU" in inverse.toolTip()
    user.click("race-value-pseudo_inverse")
    assert "2 to 4 lanes" in user.find("race-problem").text()
    assert not user.find("race-start").isEnabled()


def test_esc_leaves_everything_as_it_was(user: User) -> None:
    sent = len(user.line.sent)
    press(opened(user), Qt.Key.Key_Escape)
    user.train()
    assert len(user.line.sent) == sent
    assert len(user.newest.lanes) == 1


def test_the_keyboard_reaches_every_choice(user: User) -> None:
    dialog = opened(user)
    press(dialog, Qt.Key.Key_Right)
    press(dialog, Qt.Key.Key_Space)
    assert user.find("race-key-layers").isChecked()
    seen = set()
    for _ in range(30):
        press(dialog, Qt.Key.Key_Tab)
        focus = dialog.focusWidget()
        seen.add(focus.objectName() if focus is not None else "")
    assert {"race-value-1", "race-value-4", "race-start"} <= seen


def test_the_button_on_the_bar_opens_it_too(user: User) -> None:
    user.window.resize(1440, 900)
    user.wait(lambda: user.find("race").isVisible())
    user.click("race")
    assert user.find("race-dialog").isVisible()
