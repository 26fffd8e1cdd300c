"""Where a run pauses by itself: chosen behind the pace, typed, said in the bar below and in the sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.messages.commands import SetPace, StopAt
from gui.window.stops import OFFERED, command, typed
from tests.gui.conftest import User


def pick(user: User, name: str) -> None:
    """In the menu that a click on the pace opens."""
    user.click("pace")
    menu = user.window.findChild(QMenu, "pace-menu")
    assert isinstance(menu, QMenu)
    (action,) = (each for each in menu.actions() if each.objectName() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("stop at step 1000", "step 1000"),
        ("Stop at 1.05 × floor", "1.05 floor"),
        ("1,2 floor", "1.2 floor"),
        ("1.2 x floor", "1.2 floor"),
        ("learning rate 0.01", None),
        ("stop", None),
    ],
)
def test_a_place_is_read_as_people_write_it(words: str, place: str | None) -> None:
    assert typed(words) == place


def test_every_place_that_is_offered_is_a_command() -> None:
    assert [command(place) for place in OFFERED] == [
        StopAt(times_floor=1.05), StopAt(times_floor=1.01), StopAt(100), StopAt(1000), StopAt(10_000), StopAt(),
    ]  # fmt: skip


def test_it_pauses_where_it_was_told_to_says_so_before_and_after_and_goes_on(open_window: Callable[..., User]) -> None:
    user = open_window(running=False)
    pick(user, "stop-step 1000")
    user.see(lambda snapshot: snapshot.stop_step == 1000)
    user.wait(lambda: user.find("status-stop").text() == "stops at step 1\u2009000")
    user.wait(lambda: user.window.commands["stop-step 1000"].isChecked())
    user.window.send(SetPace("full"))
    user.click("run")
    user.see(lambda snapshot: not snapshot.running and snapshot.step == 1000)
    user.wait(lambda: user.find("sentence").words.seen.startswith("Stopped at step 1\u2009000: "))
    assert "× floor." in user.find("sentence").words.seen
    assert user.find("sentence").words.then == "[Space] goes on."
    user.wait(lambda: not user.find("status-stop").text())
    assert user.window.commands["stop-none"].isChecked()
    user.click("run")
    user.see(lambda snapshot: snapshot.step > 1000)
    user.wait(lambda: "Stopped" not in user.find("sentence").words.seen)


def test_a_multiple_of_the_floor_is_chosen_by_a_click(open_window: Callable[..., User]) -> None:
    user = open_window(running=False)
    pick(user, "stop-1.01 floor")
    user.see(lambda snapshot: snapshot.stop_at_floor == 1.01)
    user.wait(lambda: user.find("status-stop").text() == "stops at 1.01 × floor")


def test_a_step_is_typed_and_taken_back(user: User) -> None:
    user.ask("stop at step 1234567")
    user.see(lambda snapshot: snapshot.stop_step == 1_234_567)
    user.wait(lambda: user.find("status-stop").text() == "stops at step 1\u2009234\u2009567")
    assert user.window.commands.checked("stop") == ""
    user.ask("no stop")
    user.see(lambda snapshot: snapshot.stop_step is None)
    user.wait(lambda: user.window.commands.checked("stop") == "none")


def test_a_step_that_is_passed_is_refused_in_a_sentence(user: User) -> None:
    user.train(150)
    pick(user, "stop-step 100")
    user.wait(lambda: user.find("notice").isVisible())
    user.wait(lambda: user.window.commands["stop-none"].isChecked())
