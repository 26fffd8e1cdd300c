"""Which lane of a run is shown."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from core.messages.commands import Balance, Change, Drop, Rename, Reset
from core.messages.snapshot import Snapshot
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


def race(*names: str) -> Snapshot:
    first = lane(snapshot())
    return replace(snapshot(), lanes=tuple(replace(first, name=name) for name in names))


def shown(looking: Looking, moment: Snapshot) -> str:
    return "".join(each.name for each in looking.shown(moment))


def test_muted_lanes_are_off_the_stage_but_never_all_of_them(qtbot: QtBot) -> None:
    looking, moment = Looking(), race("A", "B", "C")
    looking.notice(moment)
    assert shown(looking, moment) == "ABC"
    looking.mute("A")  # the looked-at one gives way
    assert shown(looking, moment) == "BC"
    now = looking.lane(moment)
    assert now is not None
    assert now.name == "B"
    looking.mute("C")
    looking.mute("B")
    assert shown(looking, moment) == "B"
    looking.look_at("C")
    assert shown(looking, moment) == "BC"
    looking.mute("A")
    assert shown(looking, moment) == "ABC"


def test_alone_follows_the_lane_looked_at(qtbot: QtBot) -> None:
    looking, moment = Looking(), race("A", "B", "C")
    looking.notice(moment)
    looking.toggle_alone("B")
    assert shown(looking, moment) == "B"
    looking.look_at("C")
    assert shown(looking, moment) == "C"
    looking.toggle_alone("C")
    assert shown(looking, moment) == "ABC"
    looking.toggle_alone("A")
    looking.notice(race("A"))
    looking.notice(moment)
    assert not looking.alone


def test_a_renamed_lane_stays_what_it_was(qtbot: QtBot) -> None:
    looking, moment = Looking(), race("A", "B", "C")
    looking.notice(moment)
    looking.look_at("B")
    looking.mute("C")
    looking.aim(Rename("B", "mine"))
    looking.aim(Rename("C", "other"))
    assert not looking.notice(moment), "nobody has answered yet"
    later = race("A", "mine", "other")
    assert looking.notice(later)
    assert looking.name == "mine"
    assert [each.name for each in looking.shown(later)] == ["A", "mine"]


def test_of_many_lanes_four_are_shown_and_always_the_one_looked_at(qtbot: QtBot) -> None:
    looking, moment = Looking(), race("A", "B", "C", "D", "E", "F")
    looking.notice(moment)
    assert shown(looking, moment) == "ABCD"
    looking.look_at("F")
    assert shown(looking, moment) == "ABCF"


def test_what_names_no_lane_is_meant_for_the_one_looked_at_where_there_are_several(qtbot: QtBot) -> None:
    looking = Looking()
    flip = Change.of(decoder="untied")
    looking.notice(race("A"))
    assert looking.aim(flip) == flip
    looking.notice(race("A", "B"))
    assert looking.aim(flip) == Change.of("A", decoder="untied")
    looking.look_at("B")
    assert looking.aim(flip) == Change.of("B", decoder="untied")
    assert looking.aim(Change.of("A", noise=0.1)) == Change.of("A", noise=0.1)
    assert looking.aim(Balance()) == Balance("B")
    for whole in (Reset(), Drop("A")):
        assert looking.aim(whole) == whole
