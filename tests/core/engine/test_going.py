"""Paces, stops and ways back, turn by turn."""

from __future__ import annotations

import pytest

from core.engine import whole_sets
from core.engine.pacer import Pacer
from core.errors import TiescopeError
from core.experiment import parse
from core.messages.commands import (
    Balance,
    Change,
    Pause,
    Redo,
    Reset,
    Rewind,
    Run,
    SetPace,
    Step,
    StepTo,
    StopAt,
    Undo,
)
from core.messages.events import Diverged, Stopped, Worsened
from core.messages.pace import PACES
from core.messages.snapshot import Snapshot
from tests.core.engine.driven import Driven
from tests.core.engine.test_pacer import Clock
from tests.core.trainers import small


class Played(Driven):
    """At a pace, under a clock that jumps to when something is to be done."""

    def __init__(self, pace: str, **values: object) -> None:
        self.clock = Clock()
        super().__init__(small(**values), pacer=Pacer(pace, self.clock))

    def play(self, seconds: float) -> list[Snapshot]:
        """All that is shown in so many seconds."""
        end, shown = self.clock.now + seconds, []
        while self.control.running and self.clock.now + self.control.idle <= end:
            self.clock.now += self.control.idle
            self.control.train()
            before = self.newest
            if self.read() is not before:
                shown.append(self.read())
        return shown


@pytest.mark.parametrize(("pace", "each"), [("1", 1), ("10", 10), ("100", 100)])
def test_every_frame_of_a_pace_is_shown(pace: str, each: int) -> None:
    played = Played(pace)
    played.do(Run())
    steps = [snapshot.step for snapshot in played.play(0.999)]
    # Where steps are slow some are shown on the way, too.
    assert set(steps) >= set(range(each, 25 * each + 1, each))
    assert steps[-1] == 25 * each
    assert {snapshot.pace for snapshot in played.play(0.1)} == {pace}


def test_a_film_begins_anew_at_a_change_and_at_a_reset_and_holds_while_paused() -> None:
    played = Played("film")
    played.do(Run())
    assert played.play(3.1)[-1].step == 10
    played.do(Change.of(decoder="pseudo_inverse"))
    assert played.play(3.1)[-1].step == 20
    played.do(Pause())
    played.clock.now += 100
    played.do(Run())
    assert played.play(0.3)[-1].step <= 24
    played.do(Reset())
    assert played.play(3.1)[-1].step == 10


@pytest.mark.parametrize("command", [Balance(), Rewind(), Undo()], ids=["balance", "rewind", "undo"])
def test_a_film_begins_anew_at_whatever_changes_it(command: object) -> None:
    played = Played("film", activation="linear")
    played.do(Run())
    played.play(4)
    played.do(Change.of(learning_rate=0.001))
    played.play(6.1)
    began = played.do(command).step  # type: ignore[arg-type]
    played.do(Run())
    assert played.play(3.1)[-1].step == began + 10


def test_a_change_to_what_is_so_already_does_not_begin_anew() -> None:
    played = Played("film")
    played.do(Run())
    played.play(6.1)
    played.do(Change.of(momentum=played.read().lanes[0].experiment.momentum))
    assert played.play(0.5)[-1].step > 130


def test_a_pace_can_be_chosen_at_any_time() -> None:
    played = Played("1")
    played.do(Run())
    played.play(0.5)
    for pace in PACES:
        assert played.do(SetPace(pace)).pace == pace
    assert played.control.idle == 0
    with pytest.raises(TiescopeError, match="film"):
        played.order(SetPace("fast"))


def test_a_curve_that_is_dear_has_all_its_points_at_a_pace_and_fewer_at_full_speed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(whole_sets, "CHEAP", 0)
    monkeypatch.setattr(whole_sets, "OVERHEAD", 0)
    played = Played("1")
    played.do(Run())
    played.play(0.75)
    assert played.read().lanes[0].losses.steps.tolist() == [0, 1, 2, 3, 5, 7, 10]
    played.do(SetPace("full"))
    played.do(StepTo())
    played.train()
    played.do(StepTo())
    assert played.train().lanes[0].losses.steps.tolist() == [0, 1, 2, 3, 5, 7, 10, 20, 30]
    played.do(SetPace("film"))
    played.do(Reset())
    played.do(Step(10))
    assert played.train().lanes[0].losses.steps.tolist() == [0, 1, 2, 3, 5, 7, 10]


def test_steps_that_are_asked_for_by_number_know_no_pace() -> None:
    played = Played("1")
    played.do(Step(1000))
    played.play(0.0)
    assert played.train().step == 1000


def test_the_speed_that_full_pace_would_have_is_known_at_any_pace_and_what_a_step_costs_by_decoder() -> None:
    played = Played("10")
    assert played.read().full_speed == 0
    played.do(Run())
    first = played.play(1)[-1]
    assert first.full_speed > first.steps_per_second / 2 > 0
    assert set(first.step_seconds) == {"transpose"}
    assert first.step_seconds["transpose"] == pytest.approx(1 / first.full_speed)
    played.do(Change.of(decoder="pseudo_inverse"))
    last = played.play(1)[-1]
    assert set(last.step_seconds) == {"transpose", "pseudo_inverse"}
    assert last.step_seconds["pseudo_inverse"] == pytest.approx(1 / last.full_speed)


def test_to_the_next_of_one_two_five() -> None:
    driven, steps = Driven(small()), []
    for _ in range(8):
        driven.do(StepTo())
        steps.append(driven.train().step)
    assert steps == [1, 2, 5, 10, 20, 50, 100, 200]
    assert not driven.read().running
    driven.order(StepTo())
    driven.order(StepTo())
    assert driven.train().step == 1000  # asked for twice before the first was done


def test_it_stops_at_a_step_exactly_and_says_so_once() -> None:
    driven = Driven(small())
    assert driven.do(StopAt(step=777)).stop_step == 777
    driven.do(Run())
    stopped = driven.train()
    assert (stopped.step, stopped.running, stopped.stop_step) == (777, False, None)
    assert [event for event in driven.said if isinstance(event, Stopped)] == [Stopped(777, "step")]
    driven.do(Run())
    driven.train(turns=3)
    assert driven.do(Pause()).step > 777


def test_it_stops_where_the_loss_is_so_near_the_floor_whatever_else_is_seen() -> None:
    driven = Driven(small(activation="linear", learning_rate=0.01))
    assert driven.do(StopAt(times_floor=1.5)).stop_at_floor == 1.5
    driven.do(Run())
    stopped = driven.train()
    lane = stopped.lanes[0]
    assert not stopped.running
    assert stopped.stop_at_floor is None
    assert [event.why for event in driven.said if isinstance(event, Stopped)] == ["floor"]
    losses = lane.losses
    assert losses.steps[-1] == stopped.step
    assert losses.train[-1] <= 1.5 * lane.pca_floor
    # Looked at often enough not to be far beyond.
    assert losses.train[-1] > 1.2 * lane.pca_floor
    assert (losses.train[:-1] > 1.5 * lane.pca_floor).all()


def test_a_stop_outlives_a_reset_and_can_be_taken_back() -> None:
    driven = Driven(small())
    driven.do(StopAt(step=300))
    assert driven.do(Reset()).stop_step == 300
    assert driven.do(StopAt()).stop_step is None


@pytest.mark.parametrize(
    ("stop", "words"),
    [(StopAt(step=5), "ahead"), (StopAt(times_floor=-1.0), "above 0"), (StopAt(times_floor=0.0), "0")],
)
def test_a_stop_that_can_not_be_reached_is_refused(stop: StopAt, words: str) -> None:
    driven = Driven(small())
    driven.do(Step(10))
    driven.train()
    with pytest.raises(TiescopeError, match=words):
        driven.order(stop)


def test_a_floor_of_nothing_can_not_be_stopped_at() -> None:
    with pytest.raises(TiescopeError, match="wide"):
        Driven(small(layers=[16])).order(StopAt(times_floor=2.0))


def test_back_to_just_before_the_last_change_with_all_there_was_and_there_again() -> None:
    driven = Driven(small(decoder="pseudo_inverse"))
    driven.do(Step(50))
    before = driven.train().lanes[0]
    weights = driven.control.existing.lanes[0].trainer.model.tied.flat.clone()
    driven.do(Change.of(decoder="untied"))
    driven.do(Step(30))
    there = driven.train().lanes[0]
    back = driven.do(Undo()).lanes[0]
    assert (back.moment.step, back.experiment) == (50, before.experiment)
    assert (driven.control.existing.lanes[0].trainer.model.tied.flat == weights).all()
    assert back.marks == ()
    assert not back.can_undo
    assert back.can_redo
    assert back.batch_curve.values.tobytes() == before.batch_curve.values.tobytes()
    again = driven.do(Redo()).lanes[0]
    assert again.moment == there.moment
    assert again.experiment == there.experiment
    assert [mark.changes[0][0] for mark in again.marks] == ["decoder"]
    assert again.batch_curve.values.tobytes() == there.batch_curve.values.tobytes()
    with pytest.raises(TiescopeError, match="nothing to do again"):
        driven.order(Redo())


def test_going_back_neither_pauses_nor_starts() -> None:
    driven = Driven(small())
    driven.do(Run())
    driven.train(turns=2)
    driven.do(Change.of(learning_rate=0.1))
    driven.train(turns=2)
    assert driven.do(Undo()).running
    driven.do(Pause())
    assert not driven.do(Redo()).running


def test_what_was_given_up_is_not_rewound_to() -> None:
    driven = Driven(small())
    driven.do(Step(10))
    driven.train()
    driven.do(Change.of(learning_rate=0.1))
    driven.do(Step(500))
    driven.train()
    driven.do(Undo())
    assert driven.control.existing.lanes[0].good_step == 10
    assert driven.do(Rewind()).step == 10


def test_there_is_no_way_back_from_what_was_not_changed() -> None:
    driven = Driven(small(), small())
    with pytest.raises(TiescopeError, match="no change"):
        driven.order(Undo())
    driven.do(Change.of("B", learning_rate=0.1))
    with pytest.raises(TiescopeError, match="no change"):
        driven.order(Undo("A"))
    driven.do(Undo())


def test_a_flip_that_ruins_the_loss_is_told_once_after_two_hundred_steps() -> None:
    slow = {"optimizer": "sgd", "learning_rate": 1e-6, "momentum": 0, "ramp_to_transpose": 0}
    driven = Driven(small(activation="linear", decoder="pseudo_inverse", **slow))
    driven.do(Step(300))
    driven.train()
    driven.control.existing.lanes[0].trainer.model.tied.flat.mul_(6)  # whose scale is free under W⁺
    driven.control.existing.lanes[0].trainer.model.tied.written()
    driven.do(Change.of(decoder="transpose"))
    driven.do(Run())
    for _ in range(40):
        driven.control.train()
    driven.read()
    (event,) = [event for event in driven.said if isinstance(event, Worsened)]
    assert event.step == 500
    assert event.mark.decoder == "transpose"
    assert event.factor > 5
    assert driven.do(Undo()).step == 300


def test_a_flip_that_does_no_harm_is_not_told() -> None:
    driven = Driven(small(decoder="transpose"))
    driven.do(Step(300))
    driven.train()
    driven.do(Change.of(decoder="untied"))
    driven.do(Step(500))
    driven.train()
    assert not [event for event in driven.said if isinstance(event, Worsened)]


def test_a_rate_of_a_hundred_is_noticed_as_a_lost_run() -> None:
    driven = Driven(parse({"dataset": "digits", "learning_rate": 100}))
    driven.do(Run())
    driven.train()
    (event,) = [event for event in driven.said if isinstance(event, Diverged)]
    assert event.lost
    assert not driven.read().running
