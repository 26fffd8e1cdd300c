"""The thread, under every command in any order."""

from __future__ import annotations

import dataclasses
import math
import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.decoders import DECODERS
from core.engine.lane import Lane
from core.engine.session import Session
from core.messages.commands import Change, Command, Pause, Replace, Reset, Rewind, Run, SetDecoder, Step
from core.messages.events import Diverged, Failed, Finished, Ready, Rejected
from core.messages.snapshot import Snapshot
from tests.core.engines import PATIENCE, running
from tests.core.trainers import small, trainer


def test_it_trains_by_itself_and_says_where() -> None:
    with running(small()) as watched:
        assert watched.event(Ready).device == "CPU"
        first = watched.until(lambda snapshot: True)
        assert (first.step, first.running) == (0, True)
        later = watched.until(lambda snapshot: snapshot.step > 200)
        assert later.lane.batch_loss < first.lane.evaluation.train_loss
        assert later.steps_per_second > 0


def test_it_takes_the_steps_of_the_trainer() -> None:
    experiment = small(noise=0.1, steps=150)
    with running(experiment) as watched:
        assert watched.event(Finished).step == 150
        last = watched.until(lambda snapshot: not snapshot.running)
    np.testing.assert_array_equal(last.lane.train_curve.values, trainer(experiment).advance(150))
    np.testing.assert_array_equal(last.lane.train_curve.steps, np.arange(1, 151))
    assert last.lane.evaluation.step == last.lane.evaluation.train_step == 150
    assert last.lane.layers[0].figures.step == 150


def test_a_snapshot_belongs_to_one_moment_and_can_not_be_changed() -> None:
    with running(small(decoder="pseudo_inverse", layers=[6, 3], activation="linear")) as watched:
        early = watched.until(lambda snapshot: snapshot.step > 50)
        copy = early.lane.layers[0].encoder.copy()
        watched.until(lambda snapshot: snapshot.step > early.step + 500)
    lane = early.lane
    np.testing.assert_array_equal(lane.layers[0].encoder, copy)
    # Codes and reconstructions follow from the very weights that are beside them.
    codes = early.examples.inputs
    for layer in lane.layers:
        codes = codes @ layer.encoder.T + layer.encoder_bias
        np.testing.assert_allclose(layer.decoder, np.linalg.pinv(layer.encoder.astype(float)), atol=1e-4)
    np.testing.assert_allclose(codes, lane.codes, atol=1e-5)
    for layer in reversed(lane.layers):
        codes = codes @ layer.decoder.T + layer.decoder_bias
    np.testing.assert_allclose(codes, lane.reconstructions, atol=1e-4)
    assert lane.train_curve.steps[-1] == early.step
    assert lane.train_curve.values[-1] == pytest.approx(lane.batch_loss)
    arrays = [early.examples.inputs, lane.codes, lane.reconstructions, lane.train_curve.values]
    arrays += [getattr(layer, name) for layer in lane.layers for name in ("encoder", "decoder", "encoder_bias")]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        early.step = 0  # type: ignore[misc]


def test_steps_are_counted_and_then_it_pauses() -> None:
    with running(small(), running=False) as watched:
        assert watched.until(lambda snapshot: True).step == 0
        for count in (1, 10):
            watched.send(Step(count))
        done = watched.until(lambda snapshot: snapshot.step == 11 and not snapshot.running)
        assert done.steps_per_second == 0


def test_a_flip_is_in_the_next_snapshot_and_in_the_history() -> None:
    with running(small()) as watched:
        decoders = [name for _ in range(20) for name in DECODERS][:20]
        for decoder in decoders:
            step = watched.ask(SetDecoder(decoder))
            assert step.lane.experiment.decoder == decoder
            assert step.running
        after = watched.until(lambda snapshot: snapshot.step > step.step)
        assert after.lane.experiment.decoder == decoders[-1]
        assert [flip.decoder for flip in after.lane.flips] == decoders[1:]  # the first one was in force


def test_settings_change_in_flight() -> None:
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        after = watched.ask(Change((("learning_rate", 0.5e-3), ("batch_size", 32), ("activation", "tanh"))))
        changed = after.lane.experiment
        assert (changed.learning_rate, changed.batch_size, changed.activation) == (0.5e-3, 32, "tanh")
        assert after.step >= before.step
        watched.until(lambda snapshot: snapshot.step > after.step + 10)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (Change((("learning_rate", math.nan),)), "learning_rate"),
        (Change((("batch_size", 10**6),)), "batch_size"),
        (Change((("layers", (3,)),)), "layers"),
        (Change((("colour", "red"),)), "colour"),
        (SetDecoder("inverted"), "decoder"),
        (Replace((small(), small(seed=1))), "seed"),
        (Replace((small(layers=[2_000_000_000, 4]),)), "layers"),
        (Replace(()), None),
        (Step(0), None),
        (Rewind(7.0), None),
        (SetDecoder("untied", lane=3), None),
    ],
)
def test_a_bad_command_is_refused_and_the_run_goes_on(command: Command, key: str | None) -> None:
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        after = watched.ask(command)
        refused = watched.event(Rejected)
        assert (refused.command, refused.key) == (command, key)
        assert refused.sentence.endswith(".")
        assert "\n" not in refused.sentence
        assert after.lane.experiment == before.lane.experiment
        assert watched.until(lambda snapshot: snapshot.step > after.step).running


def test_reset_starts_again_from_the_seed() -> None:
    with running(small(), running=False) as watched:
        first = watched.until(lambda snapshot: True)
        watched.ask(Step(30))
        watched.until(lambda snapshot: snapshot.step == 30)
        again = watched.ask(Reset())
        assert again.step == 0
        assert not again.running
        np.testing.assert_array_equal(again.lane.layers[0].encoder, first.lane.layers[0].encoder)
        assert len(again.lane.train_curve.steps) == 0


def test_a_new_experiment_replaces_the_old_one() -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        new = watched.ask(Replace((small(layers=[7, 2], decoder="untied"),)))
        assert new.step == 0
        assert [layer.encoder.shape for layer in new.lane.layers] == [(7, 16), (2, 7)]
        assert watched.until(lambda snapshot: snapshot.step > 10).lane.experiment.layers == (7, 2)


def test_lanes_get_the_same_batches_and_the_same_first_weights() -> None:
    lanes = tuple(small(decoder=decoder, noise=0.1, steps=40) for decoder in ("transpose", "pseudo_inverse"))
    with running(*lanes) as watched:
        first = watched.until(lambda snapshot: True)
        last = watched.until(lambda snapshot: not snapshot.running)
    np.testing.assert_array_equal(*(lane.layers[0].encoder for lane in first.lanes))
    for lane, experiment in zip(last.lanes, lanes, strict=True):
        np.testing.assert_array_equal(lane.train_curve.values, trainer(experiment).advance(40))


def test_divergence_pauses_says_so_and_can_be_taken_back() -> None:
    with running(small(activation="relu")) as watched:
        good = watched.until(lambda snapshot: snapshot.step > 128)
        watched.send(Change((("optimizer", "sgd"), ("learning_rate", 1000.0))))
        diverged = watched.event(Diverged)
        assert diverged.step > diverged.good_step >= 128
        assert (diverged.decoder, diverged.learning_rate) == ("transpose", 1000.0)
        bad = watched.until(lambda snapshot: not snapshot.running)
        assert np.isfinite(bad.lane.train_curve.values).all()
        back = watched.ask(Rewind(1e-5))
        assert (back.step, back.running) == (diverged.good_step, False)
        assert back.lane.experiment.learning_rate == pytest.approx(0.01)
        assert back.lane.evaluation.train_loss < 2 * good.lane.evaluation.train_loss
        assert back.lane.train_curve.steps[-1] == diverged.good_step
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


def test_a_listener_that_fails_does_not_stop_the_training() -> None:
    with running(small()) as watched:
        watched.engine._on_event = lambda event: 1 / 0  # type: ignore[assignment]
        watched.ask(Step(0))
        watched.until(lambda snapshot: snapshot.step > 100)


def test_an_unknown_device_is_told() -> None:
    from tests.core.engines import Watched

    watched = Watched(small(), device="abacus")
    watched.engine.start()
    assert "abacus" in watched.event(Failed).sentence
    assert watched.engine.join(10)


def test_snapshots_for_scripts_come_at_exact_steps() -> None:
    seen: list[Snapshot] = []
    with running(small(steps=35), publish_every=10) as watched:
        watched.event(Finished)
        watched.until(lambda snapshot: bool(seen.append(snapshot)) or not snapshot.running)
    assert [snapshot.step for snapshot in seen] == [0, 10, 20, 30, 35]
    assert all(snapshot.lane.evaluation.train_step == snapshot.step for snapshot in seen)


def test_the_thread_ends_within_a_second_while_it_trains() -> None:
    with running(small(dataset="digits", layers=[512])) as watched:
        watched.until(lambda snapshot: snapshot.step > 2)
    assert "tiescope-engine" not in {thread.name for thread in threading.enumerate()}


commands = st.one_of(
    st.just(Run()),
    st.just(Pause()),
    st.builds(Step, st.integers(-1, 30)),
    st.just(Reset()),
    st.builds(SetDecoder, st.sampled_from([*DECODERS, "nonsense"]), st.sampled_from([None, 0, 1, 9])),
    st.builds(
        lambda *pair: Change((pair,)), st.just("learning_rate"), st.sampled_from([1e-3, 0.5, 1000.0, -1.0, math.inf])
    ),
    st.builds(lambda *pair: Change((pair,)), st.just("optimizer"), st.sampled_from(["sgd", "adam", "magic"])),
    st.builds(lambda *pair: Change((pair,)), st.just("activation"), st.sampled_from(["linear", "relu", "tanh"])),
    st.builds(lambda *pair: Change((pair,)), st.just("steps"), st.integers(0, 200)),
    st.builds(
        lambda layers, decoder: Replace((small(layers=layers, decoder=decoder), small(layers=layers))),
        st.lists(st.integers(1, 20), min_size=1, max_size=3),
        st.sampled_from(list(DECODERS)),
    ),
    st.builds(Rewind, st.sampled_from([0.1, 1.0, 0.0])),
)


@settings(max_examples=25)
@given(st.lists(commands, max_size=15))
def test_any_commands_in_any_order_leave_it_alive_and_consistent(sent: list[Command]) -> None:
    with running(small()) as watched:
        for command in sent:
            watched.send(command)
        asked = watched.ask(Pause())
        assert not asked.running
        steps = [lane.train_curve.steps[-1] for lane in asked.lanes if len(lane.train_curve.steps)]
        assert all(step <= asked.step for step in steps)
        assert not any(isinstance(event, Failed) for event in watched.events())
        again = watched.ask(Replace((small(),)))
        assert again.step == 0


def up_to_date(snapshot: Snapshot) -> bool:
    evaluation, figures = snapshot.lane.evaluation, snapshot.lane.layers[0].figures
    return evaluation.step == evaluation.train_step == figures.step == snapshot.step


def test_figures_that_take_long_keep_no_command_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
    monkeypatch.setattr("core.engine.engine.CALM", 3600.0)
    with running(small(), running=False) as watched:
        for step in (1, 2, 3):
            watched.ask(Step())
            assert not up_to_date(
                watched.until(lambda snapshot, step=step: snapshot.step == step and not snapshot.running)
            )
        assert watched.ask(Run()).running
        assert not watched.ask(Pause()).running


def test_figures_that_take_long_are_there_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
    with running(small(), running=False) as watched:
        watched.ask(Step(5))
        assert not up_to_date(watched.until(lambda snapshot: snapshot.step == 5))
        assert watched.until(up_to_date).step == 5


def test_figures_wait_the_longer_for_a_calm_moment_the_longer_a_command_would_have_to_wait_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
    monkeypatch.setattr("core.engine.engine.CALM", 0.0)
    with running(small(), running=False) as watched:
        watched.until(lambda snapshot: True)
        watched.engine._figures.longest = 3600.0
        asked = watched.ask(Step(5))
        losses = watched.until(lambda snapshot: snapshot.lane.evaluation.train_step == 5)
        assert losses.lane.layers[0].figures.step < 5
        assert watched.ask(SetDecoder("untied")).acknowledged > asked.acknowledged


def test_a_turn_that_is_left_for_a_command_does_nothing_else_first(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    advance, validate = Session.advance, Lane.validate

    def asking(session: Session, count: int, leave: Callable[[], bool]) -> Lane | None:
        watched.send(Pause())
        return advance(session, count, leave)

    def validated(lane: Lane) -> Iterator[None]:
        begun.append(lane.trainer.step)
        return validate(lane)

    with running(small(), running=False) as watched:
        watched.until(lambda snapshot: True)
        monkeypatch.setattr(Lane, "validate", validated)
        monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
        monkeypatch.setattr("core.engine.engine.CALM", 3600.0)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "advance", asking)
            watched.engine.send(Run())
            watched.until(lambda snapshot: snapshot.step == 1 and not snapshot.running)
        assert not begun


def test_figures_that_are_quick_are_there_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engine.engine.QUICK", 3600.0)
    with running(small(), running=False) as watched:
        watched.ask(Step(5))
        assert up_to_date(watched.until(lambda snapshot: snapshot.step == 5 and not snapshot.running))


def test_a_figure_that_fails_is_told_and_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
    with running(small(), running=False) as watched:
        watched.until(lambda snapshot: True)
        monkeypatch.setattr("core.engine.lane.Lane.evaluate", lambda _: 1 / 0)
        watched.ask(Step())
        assert "division" in watched.event(Failed).sentence
        monkeypatch.undo()
        watched.ask(Step())
        assert watched.until(up_to_date).step == 2
        assert not [event for event in watched.events() if isinstance(event, Failed)]


@pytest.mark.parametrize("training", [True, False])
def test_a_figure_is_left_between_two_of_its_pieces_when_a_command_comes(
    training: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: queue.SimpleQueue[None] = queue.SimpleQueue()

    def endless(lane: Lane) -> Iterator[None]:
        begun.put(None)
        while True:
            yield

    monkeypatch.setattr("core.engine.engine.QUICK", 0.0)
    monkeypatch.setattr("core.engine.engine.CALM", 0.0)
    with running(small(), running=False) as watched:
        watched.until(lambda snapshot: True)
        with monkeypatch.context() as patch:
            patch.setattr(Lane, "evaluate", endless)
            asked = watched.ask(Run() if training else Step())
            begun.get(timeout=PATIENCE)
            assert watched.ask(SetDecoder("untied")).lane.experiment.decoder == "untied"
            begun.get(timeout=PATIENCE)
            stopped = watched.ask(Pause())
        watched.ask(Pause())
        assert watched.until(up_to_date).step >= stopped.step >= asked.step
