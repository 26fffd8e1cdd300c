"""Which lane of a run is shown."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from gui.window.looking import Looking
from tests.gui.conftest import User, lane
from tests.gui.snapshots import snapshot
from tests.gui.window.test_without_engine import status


def test_the_first_lane_is_looked_at_until_somebody_asks_for_another(qtbot: QtBot) -> None:
    looking = Looking()
    first, second = lane(snapshot()), replace(lane(snapshot(decoder="pseudo_inverse")), name="B")
    race = replace(snapshot(), lanes=(first, second))
    assert looking.lane(race) is first
    with qtbot.waitSignal(looking.changed) as told:
        looking.look_at("B")
    assert told.args == ["B"]
    assert looking.lane(race) is second
    with qtbot.assertNotEmitted(looking.changed):
        looking.look_at("B")


def test_a_lane_that_is_gone_leaves_the_first_one(qtbot: QtBot) -> None:
    looking = Looking()
    looking.look_at("B")
    assert looking.lane(snapshot()) is not None
    assert looking.lane(replace(snapshot(), lanes=())) is None


def test_all_of_the_window_shows_the_lane_that_is_looked_at(user: User) -> None:
    user.click("run")
    shown = user.see(lambda moment: not moment.running)
    first = lane(shown)
    other = replace(first, name="B", experiment=first.experiment.with_values({"decoder": "untied"}), pca_floor=123.0)
    user.window.show_snapshot(replace(shown, lanes=(first, other)))
    assert user.find("decoder-transpose").isChecked()
    user.window.looking.look_at("B")
    assert user.find("decoder-untied").isChecked()
    moments = [view.moment for view in user.window.views.values()]
    assert all(moment is not None and moment[1] is other for moment in moments)


def test_a_moment_without_a_network_is_said_to_be_none(user: User) -> None:
    user.click("run")
    shown = user.see(lambda moment: not moment.running)
    user.window.show_snapshot(replace(shown, lanes=()))
    assert "nothing to train" in status(user)
    user.click("step")
    user.see(lambda moment: moment.step > shown.step)
    assert status(user) == ""
