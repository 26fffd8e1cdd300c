"""What takes long to be measured keeps nobody waiting, and is there in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from core.engine.lane import Lane
from core.engine.schedule import Pace, Schedule
from core.engine.session import Session
from core.messages.commands import Change, Pause, Run, Step, Watch
from core.messages.events import Failed
from core.messages.needs import Need
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from tests.core.engines import NEEDS, PATIENCE, acknowledged, lane, running
from tests.core.needs import Endless, FailingMeasured, Noted, so_far
from tests.core.trainers import session, small

MEASURED: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss(), Figures())
SLOW = Pace(quick=0.0, debounce=3600.0)  # nothing is quick, and what waits is waited for


def up_to_date(snapshot: Snapshot) -> bool:
    shown = lane(snapshot)
    parts = [shown.part(need) for need in MEASURED]
    return all(found is not None and found.moment == shown.moment for found in parts)


def test_figures_that_take_long_keep_no_command_waiting() -> None:
    with running(small(), running=False, pace=SLOW) as watched:
        for step in (1, 2, 3):
            watched.ask(Step())
            assert not up_to_date(watched.until(lambda snapshot: not snapshot.running))
            assert watched.ask(Pause()).step == step
        assert watched.ask(Run()).running
        assert not watched.ask(Pause()).running


def test_figures_that_take_long_are_there_in_the_end() -> None:
    with running(small(), running=False, pace=Pace(quick=0.0)) as watched:
        watched.ask(Step(5))
        assert not up_to_date(watched.until(lambda snapshot: snapshot.step == 5))
        assert watched.until(up_to_date).step == 5


def test_figures_wait_the_longer_for_a_calm_moment_the_longer_a_command_would_have_to_wait_for_them() -> None:
    quick, slow = Noted(), Noted(work=lambda: sum(range(10**6)))
    schedule, run = Schedule(Pace(quick=0.0, debounce=0.0, patience=1e9)), session(small())
    lanes = run.lanes
    schedule.watch({slow: None, quick: None})
    schedule.measure_all(lanes)  # how long they take is known from now on
    run.advance(1)
    schedule.measure_quick(lanes)
    so_far(quick.asked), so_far(slow.asked)
    before = schedule.wait
    while not schedule.catch_up():
        pass
    assert (len(so_far(quick.asked)), len(so_far(slow.asked))) == (1, 0)
    assert before is not None
    assert schedule.wait is not None
    assert schedule.wait > 10 * before > 0


@dataclass(frozen=True)
class Daily(Noted):
    """Once in so long that it is done at most once more however slow the test is."""

    per_second: ClassVar[float] = 1e-5


def test_what_is_known_beside_the_steps_is_not_measured_again_a_step_later() -> None:
    need, schedule, run = Daily(), Schedule(Pace()), session(small())
    schedule.watch({need: None})
    run.advance(100)
    schedule.measure_due(100, run.lanes, lambda: False)  # what is due for the number of steps has been done
    schedule.expedite()
    run.advance(1)
    for _ in run.lanes[0].measure(need):  # by the curve, say
        pass
    assert so_far(need.asked) == [100, 101]
    run.advance(1)
    schedule.measure_due(102, run.lanes, lambda: False)
    assert so_far(need.asked) == []
    schedule.expedite()
    schedule.measure_due(102, run.lanes, lambda: False)
    assert so_far(need.asked) == [102]


def test_what_was_known_before_a_change_is_measured_after_it() -> None:
    need, schedule, run = Daily(), Schedule(Pace()), session(small())
    schedule.watch({need: None})
    run.advance(100)
    schedule.measure_due(100, run.lanes, lambda: False)
    run.advance(1)
    for _ in run.lanes[0].measure(need):
        pass
    run.change({"learning_rate": 0.01})
    schedule.expedite()
    so_far(need.asked)
    schedule.measure_due(101, run.lanes, lambda: False)
    assert so_far(need.asked) == [101]


def test_a_turn_that_is_left_for_a_command_does_nothing_else_first(monkeypatch: pytest.MonkeyPatch) -> None:
    advance, need = Session.advance, Noted()

    def asking(session: Session, count: int, leave: Callable[[], bool]) -> Sequence[Lane]:
        watched.send(Pause())
        return advance(session, count, leave)

    with running(small(), needs=[need], running=False, pace=SLOW) as watched:
        watched.first()
        monkeypatch.setattr(Session, "advance", asking)
        so_far(need.asked)
        watched.send(Run())
        watched.until(lambda snapshot: acknowledged(snapshot) == 3 and not snapshot.running)
        monkeypatch.undo()
        assert so_far(need.asked) == []


def test_figures_that_are_quick_are_there_at_once() -> None:
    with running(small(), running=False, pace=Pace(quick=3600.0)) as watched:
        watched.ask(Step(5))
        assert up_to_date(watched.until(lambda snapshot: snapshot.step == 5 and not snapshot.running))


def test_a_figure_that_fails_is_told_once_and_not_tried_for_ever() -> None:
    need = FailingMeasured()
    with running(small(), running=False, needs=[need], pace=Pace(quick=0.0, debounce=0.0)) as watched:
        assert "division" in watched.event(Failed).sentence
        for _ in range(3):
            watched.ask(Watch.all(NEEDS))
            assert not [event for event in watched.events() if isinstance(event, Failed)]
        need.mended.put(0)
        watched.ask(Watch.all([need, *NEEDS]))
        watched.ask(Step(2))
        done = watched.until(lambda snapshot: up_to_date(snapshot) and lane(snapshot).part(need) is not None)
        assert done.step == 2
        assert not [event for event in watched.events() if isinstance(event, Failed)]


@pytest.mark.parametrize("training", [True, False])
def test_a_figure_is_left_between_two_of_its_pieces_when_a_command_comes(training: bool) -> None:
    need = Endless()
    with running(small(), running=False, needs=[*NEEDS, need], pace=Pace(quick=0.0, debounce=0.0)) as watched:
        asked = watched.ask(Run() if training else Step())
        need.begun.get(timeout=PATIENCE)
        assert lane(watched.ask(Change.of(decoder="untied"))).experiment.decoder == "untied"
        need.begun.get(timeout=PATIENCE)
        stopped = watched.ask(Pause())
        need.let.put(0)
        watched.ask(Pause())
        done = watched.until(lambda snapshot: up_to_date(snapshot) and lane(snapshot).part(need) is not None)
        assert done.step >= stopped.step >= asked.step
