"""Lanes side by side: each as if it were alone, and none is held up or carried away by another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.decoders import DECODERS
from core.engine.session import Session
from core.engine.travelling import PROPOSE_EVERY
from core.experiment import Experiment
from core.messages.commands import Balance, Change, Replace, Rewind, Run, Step
from core.messages.events import Diverged, Finished
from core.messages.snapshot import Snapshot
from tests.core.engines import lane, running
from tests.core.trainers import session, shown, small, trainer

HEALTHY = small(activation="relu", optimizer="sgd", learning_rate=0.01)
DOOMED = HEALTHY.with_values({"learning_rate": 1000.0})


def train_losses(snapshot: Snapshot, name: str) -> bytes:
    return lane(snapshot, name).batch_curve.values.tobytes()


def alone(experiment: Experiment, steps: int) -> bytes:
    return trainer(experiment).advance(steps).tobytes()


def test_each_has_to_the_bit_the_losses_that_it_has_alone() -> None:
    """With other decoders, optimizers, rates, depths, and with noise that the others do not have."""
    lanes = (
        small(noise=0.1),
        small(decoder="pseudo_inverse", noise=0.3),
        small(decoder="untied", optimizer="sgd"),
        small(layers=[8, 3], learning_rate=0.01),
        small(decoder="dial", noise=0.1, weight_decay=1e-3),
    )
    run = session(*lanes)
    for steps in (1, 63, 70, 66):
        assert run.advance(steps) == []
    for found, experiment in zip(shown(run), lanes, strict=True):
        assert found.batch_curve.values.tobytes() == alone(experiment, 200)


def test_the_good_state_of_every_lane_is_trusted() -> None:
    run = session(*(small(decoder=decoder) for decoder in DECODERS if decoder != "inverse"))
    run.advance(3 * PROPOSE_EVERY + 5)
    assert {each.good_step for each in run.lanes} == {3 * PROPOSE_EVERY}
    for each in run.lanes:
        each.rewind(each.settings_after_rewind(1.0, None))
        assert each.moment.step == 3 * PROPOSE_EVERY


def test_a_good_state_knows_the_place_in_the_data() -> None:
    experiment = small(noise=0.1)
    run = session(experiment)
    run.advance(200)
    epochs = {found.moment.step: found.epoch for found in shown(run)}
    run.lanes[0].rewind(run.lanes[0].settings_after_rewind(1.0, None))
    (back,) = shown(run)
    assert back.moment.step == 192
    assert back.epoch == pytest.approx(192 * epochs[200] / 200)
    run.advance(108)
    assert shown(run)[0].batch_curve.values.tobytes() == alone(experiment, 300)


@pytest.mark.parametrize("order", [(HEALTHY, DOOMED), (DOOMED, HEALTHY)], ids=["last", "first"])
def test_one_that_diverges_stands_still_and_the_others_go_on(order: tuple[Experiment, ...]) -> None:
    good, bad = "AB"[order.index(HEALTHY)], "AB"[order.index(DOOMED)]
    with running(*order) as watched:
        diverged = watched.event(Diverged)
        assert (diverged.lane, diverged.learning_rate, diverged.lost) == (bad, 1000.0, False)
        later = watched.until(lambda snapshot: lane(snapshot, good).moment.step > diverged.step + 300)
        assert later.running
        assert lane(later, bad).diverged
        assert lane(later, bad).moment.step == diverged.step
        assert not lane(later, good).diverged
        assert train_losses(later, good) == alone(HEALTHY, lane(later, good).moment.step)
        # Nothing is said again of what everybody knows.
        assert not [event for event in watched.events() if isinstance(event, Diverged)]

        back = watched.ask(Rewind(1e-5, lane=bad))
        assert not back.running
        assert (lane(back, bad).moment.step, lane(back, bad).diverged) == (diverged.good_step, False)
        assert lane(back, good).moment.step >= lane(later, good).moment.step, "the other one stays where it was"

        watched.send(Run())
        ahead = lane(back, good).moment.step
        even = watched.until(
            lambda snapshot: lane(snapshot, bad).moment.step == lane(snapshot, good).moment.step > ahead + 100
        )
        mended = HEALTHY.with_values({"learning_rate": 1000.0 * 1e-5})
        assert train_losses(even, bad) == alone(mended, even.step)
        assert train_losses(even, good) == alone(HEALTHY, even.step)


def test_when_all_have_diverged_it_pauses_and_each_is_told() -> None:
    with running(DOOMED, DOOMED.with_values({"learning_rate": 900.0})) as watched:
        assert {watched.event(Diverged).lane for _ in range(2)} == {"A", "B"}
        paused = watched.until(lambda snapshot: not snapshot.running)
        assert all(each.diverged for each in paused.lanes)
        back = watched.ask(Rewind(1e-5))
        assert [each.moment.step for each in back.lanes] == [0, 0]
        watched.send(Step(100))
        watched.until(lambda snapshot: [each.moment.step for each in snapshot.lanes] == [100, 100])


def test_the_end_of_a_run_is_that_of_the_lanes_that_go_on() -> None:
    lanes = tuple(each.with_values({"steps": 150}) for each in (HEALTHY, DOOMED))
    with running(*lanes) as watched:
        assert watched.event(Diverged).lane == "B"
        assert watched.event(Finished).step == 150
        done = watched.until(lambda snapshot: not snapshot.running)
        assert lane(done, "A").moment.step == 150
        assert lane(done, "B").moment.step < 150


def test_a_command_for_one_lane_leaves_the_others_as_they_are() -> None:
    with running(small(activation="linear"), small(activation="linear"), running=False) as watched:
        before = watched.ask(Step(10))
        before = watched.until(lambda snapshot: snapshot.step == 10 and not snapshot.running)
        for command in (Change.of("B", decoder="pseudo_inverse"), Balance("B"), Change.of("B", learning_rate=0.5)):
            after = watched.ask(command)
            assert lane(after, "A").moment == lane(before, "A").moment
            assert lane(after, "A").experiment == lane(before, "A").experiment
            assert lane(after, "B").moment > lane(before, "B").moment
            before = after
        assert lane(after, "B").experiment.decoder == "pseudo_inverse"


def test_lanes_have_the_names_that_they_are_given() -> None:
    with running(small(), running=False) as watched:
        named = watched.ask(Replace((small(), small(decoder="untied")), ("tied", "free")))
        assert [each.name for each in named.lanes] == ["tied", "free"]
        assert lane(watched.ask(Change.of("free", learning_rate=0.5)), "free").experiment.learning_rate == 0.5


ACTS = st.one_of(
    st.tuples(st.just("advance"), st.integers(1, 150)),
    st.tuples(st.just("left after"), st.integers(1, 90)),
    st.tuples(st.just("doom"), st.sampled_from("ABC")),
    st.tuples(st.just("mend"), st.sampled_from("ABC")),
    st.tuples(st.just("rewind"), st.sampled_from(["A", "B", "C", None])),
)


def act(run: Session, name: str, argument: int | str | None) -> None:
    match name, argument:
        case "advance", int(count):
            run.advance(count)
        case "left after", int(count):
            asked = iter(range(count))
            run.advance(1000, lambda: next(asked, None) is None)
        case "doom", str(which):
            run.change({"learning_rate": 1000.0}, which)
        case "mend", str(which):
            run.change({"learning_rate": 0.01}, which)
        case "rewind", _:
            for each in run.chosen(None if argument is None else str(argument)):
                each.rewind(each.settings_after_rewind(0.1, None))


@settings(max_examples=40)
@given(st.lists(ACTS, max_size=12))
def test_lanes_never_drift_apart(acts: list[tuple[str, int | str | None]]) -> None:
    """Whatever diverges and is taken back: those that go on are soon at one step, and each step is one of its curve."""
    run = session(HEALTHY, HEALTHY.with_values({"decoder": "untied"}), HEALTHY.with_values({"noise": 0.1}))
    for name, argument in acts:
        act(run, name, argument)
        for found in shown(run):
            steps = found.batch_curve.steps
            assert np.array_equal(steps, np.arange(1, len(steps) + 1))
            assert found.moment.step - len(steps) == int(found.diverged and not np.isfinite(found.batch_loss))
    run.change({"learning_rate": 0.001})
    furthest = max(each.moment.step for each in run.lanes)
    for _ in range(20):
        if run.active and run.step > furthest:
            break
        if not run.active:
            # What is beyond all bounds does not come back by itself.
            for each in run.lanes:
                each.rewind(each.settings_after_rewind(1.0, 0.001))
        run.advance(furthest + 10)
    assert len({each.moment.step for each in run.active}) == 1
    assert run.step > furthest


def test_each_lane_knows_what_a_step_of_its_own_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that goes on by 1 for every batch, and by 3 and 6 for the steps of the lanes."""
    now = [0.0]
    monkeypatch.setattr("core.engine.lane_clock.NOW", lambda: now[0])
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    run = session(small(), small(decoder="pseudo_inverse"))
    for each, seconds in zip(run.lanes, (3.0, 6.0), strict=True):
        take = each.trainer.take

        def slow(batch: object, take: Any = take, seconds: float = seconds) -> None:
            now[0] += seconds
            take(batch)

        monkeypatch.setattr(each.trainer, "take", slow)
    run.advance(64)
    first, second = shown(run)
    assert second.step_seconds == pytest.approx(2 * first.step_seconds)
    assert first.step_seconds + second.step_seconds == pytest.approx(1 / run.full_speed)
    run.change({"noise": 0.5}, "A")
    assert np.isnan(shown(run)[0].step_seconds)
