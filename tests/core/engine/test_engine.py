"""The thread, under every command in any order."""

from __future__ import annotations

import dataclasses
import math
import threading
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.decoders import DECODERS
from core.engine.schedule import Pace
from core.engine.session import Session
from core.messages.commands import Balance, Change, Command, Pause, Replace, Reset, Rewind, Run, Step, Stop
from core.messages.events import Diverged, Ended, Failed, Finished, Ready, Rejected
from core.messages.needs import Need
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts.codes import Codes
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions
from tests.core.engines import PATIENCE, SENDER, Watched, acknowledged, lane, part, running, weights
from tests.core.needs import EVERY
from tests.core.trainers import small, trainer

MEASURED: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss(), Figures())
SLOW = Pace(quick=0.0, debounce=3600.0)  # nothing is quick, and what waits is waited for


def test_it_trains_by_itself_and_says_where() -> None:
    with running(small()) as watched:
        assert watched.event(Ready).device == "CPU"
        first = watched.first()
        assert (first.step, first.running) == (0, True)
        start = watched.until(lambda snapshot: lane(snapshot).part(TrainingLoss()) is not None)
        later = watched.until(lambda snapshot: snapshot.step > start.step + 200)
        assert lane(later).batch_loss < part(start, TrainingLoss()).loss
        assert later.steps_per_second > 0


def test_it_takes_the_steps_of_the_trainer() -> None:
    experiment = small(noise=0.1, steps=150)
    with running(experiment) as watched:
        assert watched.event(Finished).step == 150
        last = watched.until(lambda snapshot: not snapshot.running)
    np.testing.assert_array_equal(lane(last).batch_curve.values, trainer(experiment).advance(150))
    np.testing.assert_array_equal(lane(last).batch_curve.steps, np.arange(1, 151))
    for need in MEASURED:
        assert part(last, need).moment.step == 150


def test_a_snapshot_belongs_to_one_moment_and_can_not_be_changed() -> None:
    with running(small(decoder="pseudo_inverse", layers=[6, 3], activation="linear")) as watched:
        early = watched.until(lambda snapshot: snapshot.step > 50)
        copy = weights(early).encoder.copy()
        watched.until(lambda snapshot: snapshot.step > early.step + 500)
    shown, layers = lane(early), [weights(early, layer) for layer in range(2)]
    assert early.facts is not None
    inputs = early.facts.examples.inputs
    np.testing.assert_array_equal(layers[0].encoder, copy)
    # Codes and reconstructions follow from the very weights that are beside them.
    codes = inputs
    for layer in layers:
        codes = codes @ layer.encoder.T + layer.encoder_bias
        np.testing.assert_allclose(layer.decoder, np.linalg.pinv(layer.encoder.astype(float)), atol=1e-4)
    np.testing.assert_allclose(codes, part(early, Codes()).codes, atol=1e-5)
    for layer in reversed(layers):
        codes = codes @ layer.decoder.T + layer.decoder_bias
    np.testing.assert_allclose(codes, part(early, Reconstructions()).reconstructions, atol=1e-4)
    assert shown.batch_curve.steps[-1] == early.step
    assert shown.batch_curve.values[-1] == pytest.approx(shown.batch_loss)
    arrays: list[np.ndarray[Any, Any]] = [inputs, part(early, Codes()).codes, shown.batch_curve.values]
    arrays += [part(early, Reconstructions()).reconstructions]
    arrays += [getattr(layer, name) for layer in layers for name in ("encoder", "decoder", "encoder_bias")]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        early.running = False  # type: ignore[misc]


def test_steps_are_counted_and_then_it_pauses() -> None:
    with running(small(), running=False) as watched:
        assert watched.first().step == 0
        for count in (1, 10):
            watched.send(Step(count))
        done = watched.until(lambda snapshot: snapshot.step == 11 and not snapshot.running)
        assert done.steps_per_second == 0


def later(step: int, snapshot: Snapshot) -> bool:
    return snapshot.step > step


def test_a_flip_is_in_the_next_snapshot_and_in_the_history() -> None:
    with running(small()) as watched:
        decoders = [name for _ in range(20) for name in DECODERS][:20]
        for decoder in decoders:
            flipped = watched.ask(Change.of(decoder=decoder))
            assert lane(flipped).experiment.decoder == decoder
            assert flipped.running
            # Flips without a step between them are one.
            after = watched.until(partial(later, flipped.step))
        assert lane(after).experiment.decoder == decoders[-1]
        assert [mark.decoder for mark in lane(after).marks] == decoders[1:]  # the first one was in force


def test_settings_change_in_flight() -> None:
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        after = watched.ask(Change.of(learning_rate=0.5e-3, batch_size=32, activation="tanh"))
        changed = lane(after).experiment
        assert (changed.learning_rate, changed.batch_size, changed.activation) == (0.5e-3, 32, "tanh")
        assert after.step >= before.step
        watched.until(lambda snapshot: snapshot.step > after.step + 10)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (Change.of(learning_rate=math.nan), "learning_rate"),
        (Change.of(batch_size=10**6), "batch_size"),
        (Change.of(layers=(3,)), "layers"),
        (Change.of(colour="red"), "colour"),
        (Change.of(decoder="inverted"), "decoder"),
        (Replace((small(), small(steps=5))), "steps"),
        (Replace((small(layers=[2_000_000_000, 4]),)), "layers"),
        (Replace(()), None),
        (Replace((small(), small()), ("same", "same")), None),
        (Step(0), None),
        (Rewind(7.0), None),
        (Rewind(lane="D"), None),
        (Balance(lane="D"), None),
        (Change.of("D", decoder="untied"), None),
    ],
)
def test_a_bad_command_is_refused_and_the_run_goes_on(command: Command, key: str | None) -> None:
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        after = watched.ask(command)
        refused = watched.event(Rejected)
        assert (refused.sender, refused.number, refused.key) == (SENDER, watched.sent, key)
        assert refused.sentence.endswith(".")
        assert "\n" not in refused.sentence
        assert lane(after).experiment == lane(before).experiment
        assert watched.until(lambda snapshot: snapshot.step > after.step).running


def test_reset_starts_again_from_the_seed() -> None:
    with running(small(), running=False) as watched:
        first = watched.first()
        watched.ask(Step(30))
        watched.until(lambda snapshot: snapshot.step == 30)
        again = watched.ask(Reset())
        assert again.step == 0
        assert not again.running
        np.testing.assert_array_equal(weights(again).encoder, weights(first).encoder)
        assert len(lane(again).batch_curve.steps) == 0


def test_a_new_experiment_replaces_the_old_one() -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        new = watched.ask(Replace((small(layers=[7, 2], decoder="untied"),)))
        assert new.step == 0
        assert [weights(new, layer).encoder.shape for layer in range(2)] == [(7, 16), (2, 7)]
        assert lane(watched.until(lambda snapshot: snapshot.step > 10)).experiment.layers == (7, 2)


def test_lanes_get_the_same_batches_and_the_same_first_weights() -> None:
    lanes = tuple(small(decoder=decoder, noise=0.1, steps=40) for decoder in ("transpose", "pseudo_inverse"))
    with running(*lanes, running=False) as watched:
        first = watched.first()
        watched.send(Run())
        watched.event(Finished)
        last = watched.until(lambda snapshot: snapshot.step == 40 and not snapshot.running)
    np.testing.assert_array_equal(weights(first, 0, "A").encoder, weights(first, 0, "B").encoder)
    for name, experiment in zip("AB", lanes, strict=True):
        np.testing.assert_array_equal(lane(last, name).batch_curve.values, trainer(experiment).advance(40))


def test_divergence_pauses_says_so_and_can_be_taken_back() -> None:
    with running(small(activation="relu")) as watched:
        good = watched.until(lambda snapshot: snapshot.step > 128 and lane(snapshot).part(TrainingLoss()) is not None)
        watched.send(Change.of(optimizer="sgd", learning_rate=1000.0))
        diverged = watched.event(Diverged)
        assert diverged.lane == "A"
        assert diverged.step > diverged.good_step >= 128
        assert (diverged.decoder, diverged.learning_rate) == ("transpose", 1000.0)
        bad = watched.until(lambda snapshot: not snapshot.running)
        assert np.isfinite(lane(bad).batch_curve.values).all()
        back = watched.ask(Rewind(1e-5))
        assert (back.step, back.running) == (diverged.good_step, False)
        assert lane(back).experiment.learning_rate == pytest.approx(0.01)
        assert part(back, TrainingLoss()).loss < 2 * part(good, TrainingLoss()).loss
        assert lane(back).batch_curve.steps[-1] == diverged.good_step
        watched.ask(Run())
        watched.until(lambda snapshot: snapshot.step > diverged.step + 64)


def test_an_unexpected_exception_is_told_and_the_thread_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "advance", lambda self, count, leave: 1 / 0)
            assert watched.event(Failed).sentence == "ZeroDivisionError: division by zero"
        paused = watched.ask(Pause())
        watched.ask(Run())
        assert watched.until(lambda snapshot: snapshot.step > paused.step).running


class Deaf(Watched):
    """Takes no refusals."""

    def put(self, report: Report) -> None:
        if isinstance(report, Rejected):
            raise ZeroDivisionError
        super().put(report)


def test_a_listener_that_fails_does_not_stop_the_training() -> None:
    watched = Deaf(small())
    watched.engine.start()
    refused = watched.ask(Step(0))
    assert watched.until(lambda snapshot: snapshot.step > refused.step + 100).running
    watched.send(Stop())
    assert watched.engine.join(PATIENCE)


def test_an_engine_that_can_not_start_ends_and_says_so() -> None:
    watched = Watched(small(), device="abacus")
    watched.engine.start()
    sentence = watched.event(Ended).sentence
    assert "abacus" in sentence
    assert sentence.endswith(".")
    assert watched.engine.join(PATIENCE)
    assert watched.events() == [], "nothing is said after the end"
    watched.send(Run())  # nobody is there: nothing happens


def test_a_first_network_that_is_refused_leaves_an_engine_that_answers() -> None:
    with running(small(layers=[2_000_000_000, 4]), running=False) as watched:
        refused = watched.event(Rejected)
        assert refused.key == "layers"
        assert watched.first().lanes == ()
        asked = watched.ask(Step())
        assert (asked.lanes, acknowledged(asked)) == ((), watched.sent)
        assert "nothing to train" in watched.event(Rejected).sentence
        assert len(watched.ask(Replace((small(),))).lanes) == 1


def test_snapshots_for_scripts_come_at_exact_steps() -> None:
    seen: list[Snapshot] = []

    def is_last(snapshot: Snapshot) -> bool:
        seen.append(snapshot)
        return not snapshot.running

    with running(small(steps=35), running=False, publish_every=10) as watched:
        watched.first()
        watched.send(Run())
        watched.until(is_last)
        watched.event(Finished)
    assert [snapshot.step for snapshot in seen] == [0, 10, 20, 30, 35]
    for snapshot in seen:
        assert part(snapshot, TrainingLoss()).moment == lane(snapshot).moment


def test_the_thread_ends_within_a_second_while_it_trains() -> None:
    with running(small(dataset="digits", layers=[512])) as watched:
        watched.until(lambda snapshot: snapshot.step > 2)
    assert "tiescope-engine" not in {thread.name for thread in threading.enumerate()}


commands = st.one_of(
    st.just(Run()),
    st.just(Pause()),
    st.builds(Step, st.integers(-1, 30)),
    st.just(Reset()),
    st.builds(
        lambda lane, decoder: Change.of(lane, decoder=decoder),
        st.sampled_from([None, "A", "B", "nobody"]),
        st.sampled_from([*DECODERS, "nonsense"]),
    ),
    st.builds(lambda rate: Change.of(learning_rate=rate), st.sampled_from([1e-3, 0.5, 1000.0, -1.0, math.inf])),
    st.builds(lambda rate: Change.of("B", learning_rate=rate), st.sampled_from([1e-3, 1000.0])),
    st.builds(lambda name: Change.of(optimizer=name), st.sampled_from(["sgd", "adam", "magic"])),
    st.builds(lambda name: Change.of(activation=name), st.sampled_from(["linear", "relu", "tanh"])),
    st.builds(lambda steps: Change.of(steps=steps), st.integers(0, 200)),
    st.builds(
        lambda layers, decoder: Replace((small(layers=layers, decoder=decoder), small(layers=layers))),
        st.lists(st.integers(1, 20), min_size=1, max_size=3),
        st.sampled_from(list(DECODERS)),
    ),
    st.builds(Balance, st.sampled_from([None, "A", "B"])),
    st.builds(Rewind, st.sampled_from([0.1, 1.0, 0.0]), st.sampled_from([None, "A", "B"])),
)


@settings(max_examples=60)
@given(st.lists(commands, max_size=15), st.sampled_from([Pace(), SLOW, Pace(quick=0.0, debounce=0.0)]))
def test_any_commands_in_any_order_leave_it_alive_and_consistent(sent: list[Command], pace: Pace) -> None:
    with running(small(), needs=EVERY, pace=pace) as watched:
        for command in sent:
            watched.send(command)
        seen: list[Snapshot] = []

        def is_answer(snapshot: Snapshot) -> bool:
            seen.append(snapshot)
            return acknowledged(snapshot) == watched.sent

        watched.send(Pause())
        assert not watched.until(is_answer).running
        for snapshot in seen:
            nothing_is_of_a_later_moment(snapshot)
        assert not any(isinstance(event, Failed) for event in watched.events())
        again = watched.ask(Replace((small(),)))
        assert again.step == 0


def nothing_is_of_a_later_moment(snapshot: Snapshot) -> None:
    """Than it is itself: not a part, not a curve, not a mark."""
    for shown in snapshot.lanes:
        moments = [found.moment for found in shown.parts.values()]
        assert all(moment.step <= shown.moment.step for moment in moments)
        assert all(moment.revision <= shown.moment.revision for moment in moments)
        for curve in (shown.batch_curve, shown.losses):
            assert not len(curve.steps) or curve.steps[-1] <= shown.moment.step
        assert all(mark.step <= shown.moment.step for mark in shown.marks)
        assert shown.limited_at is None or shown.limited_at <= shown.moment.step
