"""What is told of whole sets and changes: true, calm, and nothing before its cause."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.engine import chronicle, whole_sets
from core.engine.chronicle import rung
from core.engine.session import Session
from core.messages.losses import LossCurve
from core.messages.snapshot import LaneSnapshot
from tests.core.trainers import session, shown, small

EARLY = [0, 1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100]


def told(run: Session, lane: int = 0) -> LaneSnapshot:
    return shown(run)[lane]


def segments(losses: LossCurve) -> list[list[int]]:
    """The steps of each piece that a line is drawn through."""
    return [losses.steps[losses.segment == each].tolist() for each in np.unique(losses.segment)]


def test_the_rungs_are_five_a_decade() -> None:
    passed, found = 0, []
    while passed < 1000:
        passed = rung(passed)
        found.append(passed)
    assert found == [1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200, 300, 500, 700, 1000]


@pytest.mark.parametrize(
    ("price", "rungs"),
    [
        (0.5, [1, 3, 10, 20, 50, 100, 200, 300, 500, 700, 1000]),
        (2.0, [1, 3, 10, 30, 100, 200, 300, 500, 700, 1000]),
        (14.0, [1, 10, 30, 100, 300, 1000, 2000, 3000, 5000, 7000, 10000]),
        (100.0, [1, 10, 100, 300, 1000, 3000, 10000, 20000, 30000]),
    ],
)
def test_where_one_is_dear_they_are_fewer_until_all_cost_little_of_their_decade(price: float, rungs: list[int]) -> None:
    passed, found = 0, []
    while passed < rungs[-1]:
        passed = rung(passed, price)
        found.append(passed)
    assert found == rungs


def test_at_leisure_there_is_time_for_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_sets, "CHEAP", 0)
    monkeypatch.setattr(whole_sets, "OVERHEAD", 0)
    run, other = session(small()), session(small())
    (lane,), (watched,) = run.lanes, other.lanes
    run.advance(60)
    watched.take_leisure(True)
    other.advance(70)
    few, all_of_them = told(run).losses, told(other).losses
    assert all_of_them.steps.tolist() == EARLY[:-1]
    assert few.steps.tolist() == [0, 1, 10, 30]
    shared = np.isin(all_of_them.steps, few.steps)
    assert all_of_them.train[shared].tobytes() == few.train.tobytes(), "over the same examples"
    assert few.sampled == all_of_them.sampled
    lane.take_leisure(True)
    watched.take_leisure(False)
    run.advance(140)
    other.advance(230)
    assert told(run).losses.steps.tolist() == [0, 1, 10, 30, 70, 100, 200]
    assert told(other).losses.steps.tolist() == [*EARLY, 300]


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_the_losses_are_taken_at_the_rungs_however_the_steps_are_taken(chunk: int) -> None:
    run = session(small())
    while run.step < 100:
        run.advance(min(chunk, 100 - run.step))
    assert told(run).losses.steps.tolist() == EARLY


def test_they_are_those_of_the_whole_sets_at_their_step() -> None:
    run, other = session(small()), session(small())
    run.advance(50)
    losses = told(run).losses
    for index, step in enumerate(losses.steps.tolist()):
        other.advance(step - other.step)
        trainer = other.lanes[0].trainer
        assert losses.train[index] == pytest.approx(trainer.train_loss(), rel=1e-6)
        assert losses.validation[index] == pytest.approx(trainer.validation_loss(), rel=1e-6)
    assert losses.sampled == 0


def test_taking_them_does_not_change_a_single_bit_of_the_training(monkeypatch: pytest.MonkeyPatch) -> None:
    run, other = session(small()), session(small())
    run.advance(150)
    monkeypatch.setattr(other.lanes[0], "evaluate", lambda leave: True)
    monkeypatch.setattr(type(other.lanes[0]), "due", 10**9)
    other.advance(150)
    assert told(run).batch_curve.values.tobytes() == told(other).batch_curve.values.tobytes()


def test_around_a_change_they_are_known_just_before_and_just_after_it() -> None:
    run = session(small(decoder="pseudo_inverse", ramp_to_transpose=0))
    run.advance(60)
    before = run.lanes[0].trainer.train_loss()
    run.change({"decoder": "transpose"})
    (mark,) = told(run).marks
    assert (mark.step, mark.changes) == (60, (("decoder", "transpose"),))
    assert mark.before == pytest.approx(before, rel=1e-6)
    assert math.isnan(mark.after)
    after = run.lanes[0].trainer.train_loss()
    run.advance(12)
    (mark,) = told(run).marks
    assert mark.after == pytest.approx(after, rel=1e-6)
    assert after > before
    assert segments(told(run).losses) == [[0, 1, 2, 3, 5, 7, 10, 20, 30, 50, 60], [60, 61, 62, 63, 65, 67, 70]]
    assert told(run).decoder_at_start == "pseudo_inverse"


@pytest.mark.parametrize(
    "values", [{"learning_rate": 0.02}, {"noise": 0.1, "weight_decay": 0.01}, {"activation": "tanh"}, {"steps": 9000}]
)
def test_every_change_is_marked_with_what_it_changes_and_no_more(values: dict[str, object]) -> None:
    run = session(small())
    run.advance(5)
    run.change({**values, "momentum": run.experiments[0].momentum})
    run.advance(1)
    assert [(mark.step, dict(mark.changes)) for mark in told(run).marks] == [(5, values)]


def test_a_change_to_what_is_so_already_is_none() -> None:
    run = session(small())
    run.change({"learning_rate": run.experiments[0].learning_rate})
    assert told(run).marks == ()


def test_a_balance_is_marked() -> None:
    run = session(small(activation="linear", decoder="pseudo_inverse"))
    run.advance(20)
    run.lanes[0].balance()
    run.advance(1)
    (mark,) = told(run).marks
    assert (mark.step, mark.changes) == (20, (("balance", True),))
    assert mark.after == pytest.approx(mark.before, rel=1e-4)


def test_going_back_is_marked_where_it_goes_on() -> None:
    run = session(small())
    run.advance(100)
    lane = run.lanes[0]
    lane.rewind(lane.settings_after_rewind(0.5, None))
    run.advance(1)
    shown_now = told(run)
    (mark,) = shown_now.marks
    assert mark.step == lane.good_step
    assert dict(mark.changes) == {"rewind": 100, "learning_rate": lane.experiment.learning_rate}
    assert shown_now.losses.steps[-1] == lane.good_step + 1


def test_turning_the_dial_is_one_mark_and_no_line_crosses_a_turn() -> None:
    run = session(small(decoder="dial"))
    run.advance(40)
    for turn in range(1, 6):
        run.change({"dial": 0.5 + turn / 20}, near=30)
        run.advance(10)
    run.advance(40)
    (mark,) = told(run).marks
    assert (mark.step, mark.changes) == (40, (("dial", 0.75),))
    # While the hand moves nothing is taken again and again; it rests from step 80 on.
    pieces = segments(told(run).losses)
    assert pieces[0][-1] == 40
    assert pieces[-1][0] == 110
    after = run.lanes[0].trainer
    assert mark.after == pytest.approx(after.train_loss(), rel=0.5)


def test_a_dial_that_is_turned_again_later_has_another_mark() -> None:
    run = session(small(decoder="dial"))
    for dial in (0.6, 0.7):
        run.change({"dial": dial}, near=30)
        run.advance(40)
    assert [mark.step for mark in told(run).marks] == [0, 40]


def test_what_is_changed_twice_without_a_step_is_one_mark_from_the_first_to_the_last() -> None:
    run = session(small())
    run.advance(10)
    before = run.lanes[0].trainer.train_loss()
    run.change({"decoder": "pseudo_inverse"})
    run.advance(0)  # long enough for the losses to be taken
    run.change({"decoder": "untied"})
    run.advance(1)
    (mark,) = told(run).marks
    assert mark.changes == (("decoder", "untied"),)
    assert mark.before == pytest.approx(before, rel=1e-6)
    assert segments(told(run).losses) == [[0, 1, 2, 3, 5, 7, 10], [10, 11]]


def test_a_lane_that_diverges_has_only_numbers_in_its_curve() -> None:
    run = session(small(optimizer="sgd", activation="relu", learning_rate=1000))
    run.advance(100)
    assert run.lanes[0].diverged
    run.change({"learning_rate": 0.01})
    losses = told(run).losses
    assert np.isfinite(losses.train).all()
    assert np.isfinite(losses.validation).all()


def test_a_command_that_comes_meanwhile_is_not_kept_waiting_and_loses_nothing() -> None:
    run = session(small())
    asked = iter([True])
    run.advance(10, lambda: next(asked, False))
    assert (run.step, len(told(run).losses.steps)) == (0, 0)
    run.advance(10)
    assert told(run).losses.steps.tolist() == [0, 1, 2, 3, 5, 7, 10]


def test_what_was_handed_out_never_changes_and_a_version_only_grows() -> None:
    run = session(small(decoder="dial"))
    seen: list[tuple[LossCurve, list[bytes]]] = []
    for turn in range(20):
        run.change({"dial": turn / 20}, near=5 * (turn % 3))
        run.advance(turn % 4)
        losses = told(run).losses
        seen.append((losses, [column.tobytes() for column in losses.columns.values()]))
        assert (np.diff(losses.steps) >= 0).all()
        assert (np.diff(losses.segment) >= 0).all()
        for earlier, (older, _) in enumerate(seen):
            if older.version == losses.version:
                assert losses.train[: len(older.train)].tobytes() == older.train.tobytes(), earlier
    for losses, bits in seen:
        assert [column.tobytes() for column in losses.columns.values()] == bits


def test_where_the_whole_sets_cost_too_much_a_sample_is_taken_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_sets, "MOST_WORK", {"cpu": 1})
    monkeypatch.setattr(whole_sets, "LEAST", 0)
    one, other = session(small(batch_size=32)), session(small(batch_size=32))
    lane = one.lanes[0]
    there = len(lane.trainer.data.train), len(lane.trainer.data.validation)
    for run in (one, other):
        run.advance(20)
    losses = told(one).losses
    assert 0 < losses.sampled == pytest.approx(4 * 32 * there[0] / sum(there), abs=1)
    assert losses.train.tobytes() == told(other).losses.train.tobytes()
    assert losses.train[-1] == pytest.approx(lane.trainer.train_loss(), rel=0.5)


def test_of_very_many_points_the_older_ones_are_kept_more_thinly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "MOST_POINTS", 40)
    run = session(small())
    for turn in range(60):
        run.change({"learning_rate": 0.001 + turn / 1e5})
        run.advance(3)
    losses = told(run).losses
    assert len(losses.steps) <= 40
    assert losses.steps[0] == 0
    assert losses.steps[-4:].tolist() == [177, 178, 179, 180]
    assert (np.diff(losses.steps) >= 0).all()
