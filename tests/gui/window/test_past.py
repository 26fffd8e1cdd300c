"""The past is seen, played, gone on from and left again: by the timeline, by its buttons and by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from core.messages.commands import Change, Drop, Fork, KeepUpTo, LookAt, Redo, Replace, Step, StepBack, Undo
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.filters import Filters
from tests.gui.conftest import User, small

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rested(open_window: Callable[..., User]) -> User:
    """In front of a window that has paused at step 120, after a flip at step 60."""
    person = open_window(running=False)
    person.wait(lambda: person.window.past.live is not None)
    to(person, 60)
    person.line.order(Change.of(decoder="pseudo_inverse"))
    to(person, 120)
    person.wait(lambda: person.window.link.settled(live(person)))
    return person


def to(person: User, step: int) -> None:
    person.line.order(Step(step - live(person).step))
    person.see(lambda snapshot: snapshot.step == step and not snapshot.running)


def live(person: User) -> Snapshot:
    found = person.window.past.live
    assert found is not None
    return found


def seen(person: User) -> Snapshot:
    """What the views show."""
    moment = person.window.views["filters"].moment
    assert moment is not None
    return moment[0]


def first(snapshot: Snapshot) -> LaneSnapshot:
    return snapshot.lanes[0]


def filters(snapshot: Snapshot) -> bytes:
    part = first(snapshot).part(Filters(0))
    assert part is not None
    return part.encoder.tobytes()


def key(person: User, which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(person.window.focusWidget() or person.window, which, modifiers)


def at(person: User, step: int) -> QPoint:
    """Where a step is on the timeline."""
    track = person.find("timeline-track")
    return QPoint(round(track.scale.pixel(step)), track.height() // 2)


def look_at(person: User, step: int) -> None:
    QTest.mouseClick(person.find("timeline-track"), Qt.MouseButton.LeftButton, NONE, at(person, step))
    person.wait(lambda: seen(person).seen is not None)


def is_live(person: User) -> None:
    person.wait(lambda: seen(person).seen is None and person.window.link.settled(live(person)))


def test_a_click_on_the_timeline_shows_every_view_as_it_was(rested: User) -> None:
    now = filters(seen(rested))
    look_at(rested, 20)
    shown = seen(rested)
    assert shown.seen == first(shown).moment.step
    assert abs(first(shown).moment.step - 20) <= 2
    assert first(shown).experiment.decoder == "transpose"
    assert filters(shown) != now
    assert rested.find("decoder-transpose").isChecked()
    assert rested.find("status-speed").text() == "the past"
    assert "seen again" in rested.find("sentence").words.seen
    assert [mark.step for mark in first(shown).marks] == [60], "what came later is still told"
    rested.click("timeline-live")
    is_live(rested)
    assert filters(seen(rested)) == now
    assert rested.find("decoder-pseudo_inverse").isChecked()
    assert not rested.find("timeline-live").isEnabled()


def test_a_drag_asks_for_one_moment_at_a_time_and_ends_at_the_last(rested: User) -> None:
    track = rested.find("timeline-track")
    before = len(rested.line.sent)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, NONE, at(rested, 5))
    for step in range(6, 50):
        QTest.mouseMove(track, at(rested, step))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, NONE, at(rested, 50))
    place = rested.window.past.place
    assert place is not None
    assert place >= 40
    rested.wait(lambda: seen(rested).seen == place)
    asked = [command for command in rested.line.sent[before:] if isinstance(command, LookAt)]
    assert len(asked) == 2
    assert asked[-1] == LookAt(place)


def test_keys_go_from_kept_step_to_kept_step_and_from_flag_to_flag(rested: User) -> None:
    kept = first(live(rested)).kept
    key(rested, Qt.Key.Key_Left)
    assert rested.window.past.place == kept.before(120)
    key(rested, Qt.Key.Key_Left)
    assert rested.window.past.place == kept.before(kept.before(120) or 0)
    key(rested, Qt.Key.Key_Right)
    assert rested.window.past.place == kept.before(120)
    key(rested, Qt.Key.Key_Left, SHIFT)
    assert rested.window.past.place == 60
    rested.wait(lambda: seen(rested).seen == 60)
    key(rested, Qt.Key.Key_Left, SHIFT)
    assert rested.window.past.place == 0
    key(rested, Qt.Key.Key_Right, SHIFT)
    assert rested.window.past.place == 60
    key(rested, Qt.Key.Key_Right, SHIFT)
    is_live(rested)
    key(rested, Qt.Key.Key_Home)
    rested.wait(lambda: seen(rested).seen == 0)
    key(rested, Qt.Key.Key_End)
    is_live(rested)
    for _ in range(3):
        key(rested, Qt.Key.Key_Right)  # there is nothing after now
    assert not rested.window.past.seen


def test_training_goes_on_while_the_past_is_seen(user: User) -> None:
    user.train(200)
    look_at(user, 50)
    before = live(user).step
    user.wait(lambda: live(user).step > before + 50)
    assert seen(user).seen is not None
    assert "meanwhile" in user.find("status-stop").text()
    key(user, Qt.Key.Key_End)
    is_live(user)
    assert seen(user).step > before


def test_the_past_is_played_up_to_now(rested: User) -> None:
    places: list[int] = []
    rested.window.past.changed.connect(lambda: places.append(seen(rested).seen or 0))
    key(rested, Qt.Key.Key_Home)
    rested.wait(lambda: seen(rested).seen == 0)
    key(rested, Qt.Key.Key_Space)
    assert rested.window.commands["run"].text() == "Pause"
    is_live(rested)
    assert len(set(places)) > 10
    assert places == sorted(places)
    assert live(rested).step == 120, "nothing was trained"


def test_the_button_plays_from_the_beginning_and_stops(rested: User) -> None:
    rested.click("past-play")
    rested.wait(lambda: (seen(rested).seen or 0) >= 1)
    rested.click("past-play")
    place = rested.window.past.place
    assert not rested.window.past.playing
    rested.wait(lambda: seen(rested).seen == place)


def test_another_decoder_in_the_past_is_tried_and_dropped(rested: User) -> None:
    before = first(live(rested))
    look_at(rested, 20)
    room = rested.find("timeline-track").width()
    key(rested, Qt.Key.Key_5)
    rested.wait(lambda: first(seen(rested)).experiment.decoder == "untied")
    assert rested.window.past.values == (("decoder", "untied"),)
    assert "as if" in rested.find("sentence").words.seen
    assert rested.find("fork").text().startswith("Train on with")
    QApplication.processEvents()
    assert rested.find("timeline-track").width() == room, "the step that is looked at stays where it is"
    key(rested, Qt.Key.Key_End)
    is_live(rested)
    after = first(live(rested))
    assert (after.moment, after.experiment, after.marks) == (before.moment, before.experiment, before.marks)
    assert rested.find("decoder-pseudo_inverse").isChecked()


def test_a_choice_is_taken_back_by_choosing_what_was_and_by_undo(rested: User) -> None:
    look_at(rested, 20)
    for which, modifiers in ((Qt.Key.Key_1, NONE), (Qt.Key.Key_Z, CTRL)):
        key(rested, Qt.Key.Key_2)
        rested.wait(lambda: first(seen(rested)).experiment.decoder == "pseudo_inverse")
        key(rested, which, modifiers)
        rested.wait(lambda: first(seen(rested)).experiment.decoder == "transpose")
    assert not [command for command in rested.line.sent if isinstance(command, Change | Undo)]


def test_a_setting_of_the_drawer_is_a_choice_there(rested: User) -> None:
    look_at(rested, 20)
    rested.write("learning_rate", "0.01")
    rested.wait(lambda: first(seen(rested)).experiment.learning_rate == 0.01)
    assert first(live(rested)).experiment.learning_rate == 0.003
    assert rested.window.past.values == (("learning_rate", 0.01),)


def test_enter_trains_on_beside_the_first_future(rested: User) -> None:
    look_at(rested, 20)
    rested.click("decoder-pseudo_inverse")
    rested.wait(lambda: rested.window.past.values)
    place = rested.window.past.place
    rested.window.setFocus()
    key(rested, Qt.Key.Key_Return)
    assert Fork(place, (("decoder", "pseudo_inverse"),)) in rested.line.sent
    both = rested.see(lambda snapshot: len(snapshot.lanes) == 2 and snapshot.lanes[1].moment.step > 120)
    assert both.running
    a, b = both.lanes
    assert a.moment.step >= 120
    assert [mark.step for mark in b.marks] == [place]
    rested.wait(lambda: rested.window.looking.name == b.name)
    is_live(rested)


def test_shift_and_enter_train_on_in_its_place_and_undo_brings_it_back(rested: User) -> None:
    before = first(live(rested))
    look_at(rested, 20)
    key(rested, Qt.Key.Key_Return, SHIFT)
    forked = rested.see(lambda snapshot: snapshot.seen is None and 0 < snapshot.step < 120)
    assert len(forked.lanes) == 1
    rested.wait(lambda: len(rested.window.ghosts.kept) == 1)
    rested.click("run")
    rested.see(lambda snapshot: not snapshot.running)
    key(rested, Qt.Key.Key_Z, CTRL)
    back = rested.see(lambda snapshot: rested.window.link.settled(snapshot) and snapshot.step == 120)
    assert first(back).moment == before.moment


def test_undo_and_redo_are_there_when_there_is_something_to_undo(rested: User) -> None:
    actions = rested.window.commands
    rested.wait(lambda: actions["undo"].isEnabled() and not actions["redo"].isEnabled())
    assert "undone" in actions["redo"].toolTip()
    key(rested, Qt.Key.Key_Z, CTRL)
    assert rested.line.sent[-1:] == [Undo()]
    rested.see(lambda snapshot: snapshot.step == 60 and rested.window.link.settled(snapshot))
    assert rested.find("decoder-transpose").isChecked()
    assert len(rested.window.ghosts.kept) == 1, "what was left behind"
    rested.wait(lambda: not actions["undo"].isEnabled() and actions["redo"].isEnabled())
    key(rested, Qt.Key.Key_Z, CTRL | SHIFT)
    assert rested.line.sent[-1:] == [Redo()]
    rested.see(lambda snapshot: snapshot.step == 120 and rested.window.link.settled(snapshot))
    key(rested, Qt.Key.Key_Z, CTRL)
    rested.see(lambda snapshot: snapshot.step == 60 and rested.window.link.settled(snapshot))
    rested.wait(lambda: actions["redo"].isEnabled())
    key(rested, Qt.Key.Key_Y, CTRL)
    rested.see(lambda snapshot: snapshot.step == 120)


def test_a_step_back_undoes_a_step_and_leaves_no_ghost(rested: User) -> None:
    before = filters(seen(rested))
    key(rested, Qt.Key.Key_Period)
    rested.see(lambda snapshot: snapshot.step == 121 and rested.window.link.settled(snapshot))
    rested.window.resize(1440, 900)
    rested.wait(lambda: rested.find("step_back").isVisible())
    rested.click("step_back")
    assert rested.line.sent[-1:] == [StepBack()]
    back = rested.see(lambda snapshot: snapshot.step == 120 and rested.window.link.settled(snapshot))
    assert filters(back) == before
    assert not rested.window.ghosts.kept


def test_a_point_and_a_comma_walk_in_the_past(rested: User) -> None:
    look_at(rested, 20)
    place = rested.window.past.place
    assert place is not None
    kept = first(live(rested)).kept
    key(rested, Qt.Key.Key_Comma)
    assert rested.window.past.place == kept.before(place)
    key(rested, Qt.Key.Key_Period)
    assert rested.window.past.place == place
    assert not [command for command in rested.line.sent if isinstance(command, Step | StepBack)]


def test_a_held_z_shows_the_moment_before_the_change(rested: User) -> None:
    now = filters(seen(rested))
    QTest.keyPress(rested.window, Qt.Key.Key_Z)
    rested.wait(lambda: seen(rested).seen == 60)
    assert first(seen(rested)).experiment.decoder == "transpose"
    asked = len(rested.line.sent)
    for _ in range(3):  # the key repeats itself
        QTest.keyPress(rested.window, Qt.Key.Key_Z)
    assert len(rested.line.sent) == asked
    QTest.keyRelease(rested.window, Qt.Key.Key_Z)
    is_live(rested)
    assert filters(seen(rested)) == now


def test_a_held_z_ends_when_the_window_is_left(rested: User) -> None:
    QTest.keyPress(rested.window, Qt.Key.Key_Z)
    rested.wait(lambda: seen(rested).seen == 60)
    other = QPushButton("elsewhere")
    other.show()
    other.activateWindow()
    is_live(rested)
    other.close()
    other.deleteLater()


def test_a_blink_in_the_past_leads_back_there(rested: User) -> None:
    look_at(rested, 20)
    place = rested.window.past.place
    rested.wait(lambda: seen(rested).seen == place)
    QTest.keyPress(rested.window, Qt.Key.Key_Z)
    rested.wait(lambda: seen(rested).seen == 60)
    QTest.keyRelease(rested.window, Qt.Key.Key_Z)
    rested.wait(lambda: seen(rested).seen == place)


@pytest.mark.parametrize("name", ["learning_rate", "activation"])
def test_keys_are_those_of_a_field_that_has_the_focus(rested: User, name: str) -> None:
    look_at(rested, 20)
    rested.window.open_settings(name)
    field = rested.find(name)
    rested.wait(field.hasFocus)
    place, before = rested.window.past.place, len(rested.line.sent)
    for which in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(field, which)
        assert rested.window.past.place == place
    if name == "learning_rate":
        for which in (Qt.Key.Key_Comma, Qt.Key.Key_Z):
            QTest.keyClick(field, which)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not [command for command in rested.line.sent[before:] if isinstance(command, Fork | StepBack)]
    assert rested.window.past.place == place


def test_keys_are_those_of_an_open_list(rested: User) -> None:
    look_at(rested, 20)
    box = rested.reach("optimizer")
    box.showPopup()
    place, before = rested.window.past.place, len(rested.line.sent)
    for which in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(box.view(), which)
    assert not [command for command in rested.line.sent[before:] if isinstance(command, Fork)]
    assert rested.window.past.place == place
    assert not box.view().isVisible(), "Enter has chosen"


def test_what_was_is_chosen_again_by_choosing_it(rested: User) -> None:
    look_at(rested, 20)
    rested.wait(lambda: rested.window.past.ready)
    key(rested, Qt.Key.Key_2)
    rested.wait(lambda: first(seen(rested)).experiment.decoder == "pseudo_inverse")
    key(rested, Qt.Key.Key_1)
    rested.wait(lambda: first(seen(rested)).experiment.decoder == "transpose")
    assert not rested.window.past.values
    assert rested.find("fork").text() == "Train on from here"


def test_a_new_run_ends_the_past(rested: User) -> None:
    look_at(rested, 20)
    rested.line.order(Replace((small(seed=3),)))
    rested.see(lambda snapshot: snapshot.run != live(rested).run or snapshot.step == 0)
    is_live(rested)
    assert not rested.window.past.seen
    assert rested.find("timeline-track").accessibleDescription().startswith("Live, at step 0.")


def test_reset_ends_the_past(rested: User) -> None:
    look_at(rested, 20)
    key(rested, Qt.Key.Key_R)
    rested.see(lambda snapshot: snapshot.step == 0 and snapshot.seen is None)
    assert not rested.window.past.seen


def test_w_is_not_balanced_behind_what_is_seen(open_window: Callable[..., User]) -> None:
    person = open_window(running=False, experiment=small(activation="linear"))
    person.wait(lambda: person.window.past.live is not None)
    to(person, 40)
    look_at(person, 10)
    key(person, Qt.Key.Key_B, SHIFT)
    assert "End leads back" in person.find("notice-text").text()
    assert not first(live(person)).marks


def test_a_refused_choice_is_dropped(rested: User) -> None:
    look_at(rested, 20)
    rested.window.send(Change.of(learning_rate=-1.0))
    rested.wait(lambda: rested.find("notice").isVisible())
    rested.wait(lambda: not rested.window.past.values)
    assert rested.window.past.seen


def test_the_timeline_tells_what_is_kept_and_what_was_changed(rested: User) -> None:
    track = rested.find("timeline-track")
    words = track.words_at(at(rested, 60).x())
    assert "step 60: decoder Wᵀ → W⁺" in words
    assert "moments" in words
    assert "of 256 MiB, evenly in log steps" in words
    look_at(rested, 60)
    assert rested.window.past.place == 60
    rested.wait(lambda: "Step 60 is seen again" in track.accessibleDescription())


def test_the_wheel_goes_from_kept_step_to_kept_step(rested: User) -> None:
    track = rested.find("timeline-track")
    place = QPointF(at(rested, 30))
    for turn, expected in ((120, 1), (120, 2), (-120, 1)):
        event = QWheelEvent(
            place, track.mapToGlobal(place), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(track, event)
        steps = first(live(rested)).kept.steps
        earlier = steps[steps < 120]
        assert rested.window.past.place == earlier[-expected]


def test_the_memory_of_the_past_is_a_setting(open_window: Callable[..., User]) -> None:
    person = open_window(fresh=False)
    person.see(lambda snapshot: snapshot.step > 0)
    assert person.line.sent.count(KeepUpTo(256)) == 1
    person.ask("memory for the past 12")
    person.wait(lambda: KeepUpTo(12) in person.line.sent)
    person.see(lambda snapshot: first(snapshot).kept.limit == 12 << 20)
    person.window.close()
    again = open_window(fresh=False)
    again.wait(lambda: KeepUpTo(12) in again.line.sent)


def test_a_right_click_on_the_timeline_offers_memory(rested: User) -> None:
    menu = rested.window.findChild(QMenu, "timeline-menu")
    assert isinstance(menu, QMenu)
    offered = [action for action in menu.actions() if action.isCheckable()]
    assert [action.text() for action in offered if action.isChecked()] == ["256 MiB"]
    next(action for action in offered if action.text() == "64 MiB").trigger()
    assert rested.line.sent[-1:] == [KeepUpTo(64)]


def test_the_timeline_is_laid_out_as_the_loss_is(rested: User) -> None:
    middle = at(rested, 60).x()
    key(rested, Qt.Key.Key_L)
    assert at(rested, 60).x() < middle
    look_at(rested, 60)
    assert rested.window.past.place == 60


def test_a_presenters_remote_does_no_harm(rested: User) -> None:
    key(rested, Qt.Key.Key_F11)
    before = len(rested.line.sent)
    for which in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_B):
        key(rested, which)
    key(rested, Qt.Key.Key_B)
    for which in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End):  # of some
        key(rested, which)
    sent = rested.line.sent[before:]
    assert not [command for command in sent if isinstance(command, Fork | Step | StepBack | Undo | LookAt)]
    key(rested, Qt.Key.Key_Left)
    rested.wait(lambda: seen(rested).seen is not None)
    assert "seen again" in rested.find("caption").words.seen
    key(rested, Qt.Key.Key_Right)
    is_live(rested)
    key(rested, Qt.Key.Key_F5)


def test_the_past_of_two_lanes_is_seen_at_once(user: User) -> None:
    user.line.order(Replace((small(), small(decoder="pseudo_inverse"))))
    user.see(lambda snapshot: len(snapshot.lanes) == 2 and snapshot.step > 60)
    look_at(user, 20)
    assert {lane.moment.step for lane in seen(user).lanes} == {user.window.past.place}
    key(user, Qt.Key.Key_5)
    user.wait(lambda: first(seen(user)).experiment.decoder == "untied")
    assert seen(user).lanes[1].experiment.decoder == "pseudo_inverse", "only the one that is looked at is tried"
    user.window.setFocus()
    key(user, Qt.Key.Key_Return, SHIFT)
    forked = user.see(lambda snapshot: first(snapshot).experiment.decoder == "untied" and snapshot.seen is None)
    assert len(forked.lanes) == 2
    user.wait(lambda: len(user.window.ghosts.kept) >= 1)


def test_a_lane_that_is_dropped_is_gone_from_the_past(user: User) -> None:
    user.line.order(Replace((small(), small(seed=1))))
    user.see(lambda snapshot: len(snapshot.lanes) == 2 and snapshot.step > 60)
    look_at(user, 20)
    user.line.order(Drop("B"))
    user.wait(lambda: len(seen(user).lanes) == 1)
    user.see(lambda snapshot: len(snapshot.lanes) == 1)
    assert seen(user).seen is not None
    key(user, Qt.Key.Key_End)
    is_live(user)


def test_a_click_on_the_ribbon_of_the_loss_looks_there_and_enter_still_trains_on(rested: User) -> None:
    plot = rested.find("loss-plot")
    box, _, piece = plot.ribbon.shown()[-1]
    assert piece.told
    middle = plot.mapFromScene(plot.ribbon.mapToScene(box.center()))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
    rested.wait(lambda: seen(rested).seen == 60)
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    rested.see(lambda snapshot: len(snapshot.lanes) == 2)


def test_home_belongs_to_a_plot_that_shows_something_else(rested: User) -> None:
    plot = rested.find("loss-plot")
    plot.setFocus()
    plot.look_at(replace(plot.field.shown_range(), right=2.0))
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.following
    assert not rested.window.past.seen
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert rested.window.past.place == 0
