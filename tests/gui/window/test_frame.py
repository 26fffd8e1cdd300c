"""How often a frame is drawn, and which."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.messages.events import Finished
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from gui.window.frame import AWAKE, FASTEST, FrameTimer
from tests.gui.snapshots import snapshot


def test_an_answer_is_looked_for_often_and_then_no_more(qtbot: QtBot) -> None:
    arrived: list[Snapshot] = []
    frames = FrameTimer(lambda: [arrived.pop()] if arrived else [], lambda _: None)
    frames.start()
    assert frames.interval >= FASTEST
    frames.expect(lambda shown: shown.step == 7)
    assert frames.interval == AWAKE
    arrived.append(snapshot(step=7))
    with qtbot.waitSignal(frames.shown) as told:
        pass
    assert told.args[0].step == 7
    assert frames.interval >= FASTEST
    frames.stop()


def test_an_answer_that_never_comes_is_given_up(qtbot: QtBot) -> None:
    frames = FrameTimer(lambda: [], lambda _: None, patience=0.05)
    frames.start()
    frames.expect(lambda _: False)
    assert frames.interval == AWAKE
    qtbot.waitUntil(lambda: frames.interval >= FASTEST)
    frames.stop()


def test_what_came_while_something_else_was_expected_is_shown_all_the_same(qtbot: QtBot) -> None:
    arrived = [snapshot(step=3), snapshot(step=2)]
    frames = FrameTimer(lambda: [arrived.pop()] if arrived else [], lambda _: None)
    frames.tick()
    frames.expect(lambda _: False)
    with qtbot.assertNotEmitted(frames.shown):
        frames.tick()
    frames.relax()
    with qtbot.waitSignal(frames.shown) as told:
        frames.tick()
    assert told.args[0].step == 3


def test_what_happened_is_told_when_the_snapshot_before_it_is_shown_and_not_that_behind_it(qtbot: QtBot) -> None:
    before, behind = snapshot(step=40), snapshot(step=41)
    reports: list[Report] = [before, Finished(40), behind]
    drawn: list[int] = []
    frames = FrameTimer(lambda: [reports.pop(0) for _ in range(len(reports))], lambda shown: drawn.append(shown.step))
    told: list[tuple[int, list[int]]] = []
    frames.happened.connect(lambda event: told.append((event.step, list(drawn))))
    frames.tick()
    assert told == [(40, [40])]
    assert drawn == [40, 41]


def test_an_event_is_told_at_once_though_something_else_is_awaited(qtbot: QtBot) -> None:
    reports: list[Report] = [snapshot(step=40), Finished(40)]
    frames = FrameTimer(lambda: [reports.pop(0) for _ in range(len(reports))], lambda _: None)
    frames.expect(lambda _: False)
    with qtbot.waitSignals([frames.shown, frames.happened], order="strict"):
        frames.tick()


def test_a_stopped_one_looks_no_more(qtbot: QtBot) -> None:
    frames = FrameTimer(lambda: [], lambda _: None)
    assert not frames.active
    frames.start()
    assert frames.active
    frames.stop()
    frames.expect(lambda _: True)
    assert not frames.active
