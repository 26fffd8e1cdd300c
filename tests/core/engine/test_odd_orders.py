"""Orders that come in an odd succession: what they lead to is still what was promised."""

from __future__ import annotations

import pytest

from core.errors import TiescopeError
from core.messages.commands import (
    Change,
    Fork,
    KeepUpTo,
    LookAt,
    Pause,
    Redo,
    Rename,
    Replace,
    Reset,
    Rewind,
    Run,
    Split,
    Step,
    StepBack,
    StopAt,
    Undo,
)
from core.messages.snapshot import LaneSnapshot
from core.training.trainer import Trainer
from tests.core.engine.driven import Driven, curve, to
from tests.core.trainers import small


def lost(driven: Driven) -> LaneSnapshot:
    """Ruin it."""
    driven.do(Change.of(learning_rate=1000.0))
    driven.do(Run())
    lane = driven.train().lanes[0]
    assert lane.diverged
    return lane


def test_undoing_in_a_lane_that_was_not_changed_leaves_the_run_alone() -> None:
    driven = Driven(small())
    to(driven, 10)
    driven.do(Replace((small(), small(seed=1))))
    driven.do(Change.of("A", noise=0.2))
    assert [lane.can_undo for lane in driven.read().lanes] == [True, False]
    with pytest.raises(TiescopeError, match="no change"):
        driven.order(Undo("B"))
    assert [lane.name for lane in driven.do(Pause()).lanes] == ["A", "B"]


def test_doing_again_in_a_lane_where_nothing_was_undone_leaves_the_run_alone() -> None:
    driven = Driven(small(), small(seed=1))
    to(driven, 10)
    driven.do(Change.of("A", noise=0.2))
    driven.do(Reset())
    to(driven, 3)
    driven.do(Undo())
    driven.do(Undo())
    with pytest.raises(TiescopeError, match="nothing to do again"):
        driven.order(Redo("B"))
    driven.do(Redo())
    assert driven.do(Redo()).step == 3


def test_a_run_that_is_refused_leaves_the_way_back_to_the_one_before() -> None:
    driven = Driven(small())
    before = to(driven, 40)
    driven.do(Reset())
    with pytest.raises(TiescopeError, match="at least one"):
        driven.order(Replace(()))
    assert driven.do(Pause()).lanes[0].can_undo
    back = driven.do(Undo()).lanes[0]
    assert (back.moment, curve(back)) == (before.moment, curve(before))


@pytest.mark.parametrize(
    "command",
    [Change.of(noise=0.3), Fork(), Fork(5, beside=False), Split((("x", ()), ("y", ()))), StepBack()],
    ids=lambda command: type(command).__name__,
)
def test_what_is_new_after_a_run_came_back_ends_the_one_it_was_left_for(command: object) -> None:
    driven = Driven(small())
    to(driven, 20)
    driven.do(Reset())
    to(driven, 3)
    assert driven.do(Undo()).lanes[0].can_redo
    driven.do(command)  # type: ignore[arg-type]
    assert not any(lane.can_redo for lane in driven.read().lanes)
    with pytest.raises(TiescopeError, match="nothing to do again"):
        driven.order(Redo())


def test_a_lane_that_is_looked_at_with_a_choice_can_be_called_otherwise() -> None:
    driven = Driven(small(), small(seed=1))
    to(driven, 20)
    driven.do(LookAt(10, values=(("decoder", "untied"),), lane="B"))
    driven.do(Rename("B", "other"))
    assert driven.past is not None
    assert [(lane.name, lane.experiment.decoder) for lane in driven.past.lanes] == [
        ("A", "transpose"),
        ("other", "untied"),
    ]


def test_a_look_that_is_refused_leaves_what_is_looked_at() -> None:
    driven = Driven(small())
    to(driven, 20)
    driven.do(LookAt(5))
    with pytest.raises(TiescopeError, match="decoder"):
        driven.order(LookAt(12, values=(("decoder", "none"),)))
    driven.do(Pause())
    assert driven.past is not None
    assert (driven.past.step, driven.past.lanes[0].experiment.decoder) == (5, "transpose")


def test_no_moment_of_a_run_that_came_back_is_that_of_another_way() -> None:
    driven = Driven(small())
    to(driven, 30)
    driven.do(Change.of(learning_rate=0.01))
    first = to(driven, 60)
    driven.do(Fork(20, beside=False))
    to(driven, 60)
    driven.do(Reset())
    to(driven, 3)
    driven.do(Undo())
    changed = driven.do(Change.of(noise=0.1)).lanes[0]
    assert changed.moment.step == first.moment.step
    assert changed.moment.revision > first.moment.revision


def test_a_lost_run_that_was_undone_and_done_again_has_a_good_moment() -> None:
    driven = Driven(small(optimizer="sgd"))
    to(driven, 200)
    lost(driven)
    driven.do(Undo())
    assert driven.do(Redo()).lanes[0].diverged
    back = driven.do(Rewind(learning_rate=3e-3)).lanes[0]
    assert not back.diverged
    assert back.moment.step <= 200
    assert to(driven, back.moment.step + 5).moment.step == back.moment.step + 5


def test_a_lost_run_that_was_left_and_came_back_has_a_good_moment() -> None:
    driven = Driven(small(optimizer="sgd"))
    to(driven, 200)
    lost(driven)
    driven.do(Reset())
    assert driven.do(Undo()).lanes[0].diverged
    assert not driven.do(Rewind()).lanes[0].diverged


def test_a_step_back_never_forgets_a_change_that_nothing_is_kept_of() -> None:
    driven = Driven(small(noise=0.1))
    driven.do(KeepUpTo(0))
    to(driven, 10)
    driven.do(Change.of(learning_rate=0.01))
    now = to(driven, 13)
    with pytest.raises(TiescopeError, match="Nothing is kept"):
        driven.order(StepBack())
    (after,) = driven.do(Pause()).lanes
    assert (after.moment, after.experiment, curve(after)) == (now.moment, now.experiment, curve(now))


def test_a_step_back_over_a_turn_of_the_dial_that_nothing_is_kept_of() -> None:
    driven = Driven(small(activation="linear", decoder="dial"))
    driven.do(KeepUpTo(0))
    seen = to(driven, 9)
    to(driven, 10)
    driven.do(Change.of(dial=0.5))
    back = driven.do(StepBack()).lanes[0]
    assert (back.moment, back.experiment, curve(back)) == (seen.moment, seen.experiment, curve(seen))


def test_no_lane_steps_back_where_one_of_them_cannot() -> None:
    driven = Driven(small(), small(seed=1))
    driven.do(KeepUpTo(0))
    to(driven, 10)
    driven.do(Change.of("B", learning_rate=0.01))
    to(driven, 13)
    with pytest.raises(TiescopeError, match="Nothing is kept"):
        driven.order(StepBack())
    assert [lane.moment.step for lane in driven.do(Pause()).lanes] == [13, 13]


def test_a_step_back_leaves_what_can_be_undone_of_the_way_before_a_fork() -> None:
    driven = Driven(small())
    to(driven, 50)
    driven.do(Change.of(learning_rate=0.01))
    first = to(driven, 100)
    forked = driven.do(Fork(40, beside=False)).lanes[0]
    to(driven, forked.moment.step + 3)
    driven.do(StepBack())
    back = driven.do(Undo()).lanes[0]
    assert (back.moment, curve(back)) == (first.moment, curve(first))
    assert back.can_undo, "the change on the way that was left"
    assert driven.do(Undo()).lanes[0].experiment.learning_rate == 3e-3


def test_a_step_back_to_the_place_of_a_fork_leaves_the_way_to_the_first_future() -> None:
    driven = Driven(small())
    first = to(driven, 100)
    forked = driven.do(Fork(40, beside=False)).lanes[0]
    to(driven, forked.moment.step + 1)
    assert driven.do(StepBack()).step == forked.moment.step
    back = driven.do(Undo()).lanes[0]
    assert (back.moment, curve(back)) == (first.moment, curve(first))


def test_stepping_back_again_and_again_takes_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    driven = Driven(small())
    to(driven, 4000)
    driven.do(Fork(3990, beside=False))
    driven.do(StepBack())
    taken = 0
    take = Trainer.take

    def counted(trainer: Trainer, *arguments: object) -> None:
        nonlocal taken
        taken += 1
        take(trainer, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Trainer, "take", counted)
    for _ in range(5):
        driven.do(StepBack())
    assert taken <= 5 * 64


def test_the_room_for_the_past_is_never_less_than_none() -> None:
    driven = Driven(small())
    driven.do(KeepUpTo(0))
    to(driven, 10)
    fresh = driven.do(Reset()).lanes[0]
    assert fresh.kept.limit == 0
    assert fresh.kept.nbytes == 0


def test_less_room_for_the_past_is_less_for_the_run_before_too() -> None:
    driven = Driven(small(layers=(64, 32)))
    for step in range(1, 120):
        to(driven, step)
    driven.do(Reset())
    driven.do(KeepUpTo(1))
    back = driven.do(Undo()).lanes[0]
    assert back.kept.nbytes <= (1 << 20) / 4


def test_what_lanes_share_is_given_back_once() -> None:
    driven = Driven(small())
    for step in range(1, 40):
        to(driven, step)
    session = driven.control.existing
    alone = session.nbytes
    driven.do(Fork())
    driven.do(Fork())
    assert session.nbytes < 2 * alone


@pytest.mark.parametrize("command", [Fork(3, (("steps", 50),)), Split((("x", (("steps", 50),)), ("y", ())))])
def test_lanes_end_together(command: object) -> None:
    driven = Driven(small(steps=100))
    to(driven, 10)
    with pytest.raises(TiescopeError, match="the same in all lanes"):
        driven.order(command)  # type: ignore[arg-type]


def test_a_stop_at_the_floor_is_looked_for_as_closely_after_undoing() -> None:
    driven = Driven(small())
    to(driven, 110)
    driven.do(Change.of(noise=0.1))
    to(driven, 120)
    driven.do(StopAt(times_floor=1e-6))
    driven.do(Undo())
    before = driven.read().lanes[0].losses.steps[-1]
    to(driven, 150)
    assert len([step for step in driven.read().lanes[0].losses.steps if step > before]) >= 3


def test_names_that_come_and_go_unseen_lose_nothing_of_the_curves() -> None:
    driven = Driven(small(), small(seed=1))
    whole = to(driven, 10)
    driven.order(Step(5))
    while driven.control.running:
        driven.control.train()
    for name, other in (("A", "X"), ("X", "A")):
        driven.order(Rename(name, other))
        driven.control.show()
    assert len(driven.read().lanes[0].batch_curve.values) == len(whole.batch_curve.values) + 5
