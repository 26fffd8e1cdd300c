"""What a command finds half done, turn by turn: nothing is begun on a thread, so nothing has to be waited for."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import TiescopeError
from core.messages.commands import Balance, Change, Command, Pause, Replace, Reset, Rewind, Run, Step, Watch
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions
from tests.core.engine.driven import LATER, Driven
from tests.core.trainers import session, shown, small


@pytest.mark.parametrize("other", [Reset(), Replace((small(layers=[3]),))], ids=["reset", "replace"])
def test_a_step_that_was_not_taken_yet_is_not_taken_by_the_next_run(other: Command) -> None:
    driven = Driven(small())
    driven.order(Step())
    driven.order(other)
    assert driven.train().step == 0
    assert not driven.read().running


def test_a_ramp_that_waits_for_the_first_step_begins_where_the_decoder_stood() -> None:
    run = session(small(decoder="pseudo_inverse", ramp_to_transpose=100))
    run.advance(50)
    trainer = run.lanes[0].trainer
    loss = trainer.validation_loss()
    run.change({"decoder": "transpose"})
    assert shown(run)[0].dial == 0.0
    assert trainer.validation_loss() == pytest.approx(loss, rel=1e-5)
    run.advance(1)
    assert trainer.validation_loss() == pytest.approx(loss, rel=0.2)


def test_a_step_that_failed_leaves_no_loss_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    run, whole = session(small()), session(small())
    whole.advance(15)
    run.advance(10)
    trainer = run.lanes[0].trainer
    learn, learned = trainer.learn, 0

    def fail(*arguments: torch.Tensor) -> None:
        nonlocal learned
        learned += 1
        if learned == 4:
            raise RuntimeError("out of memory")
        learn(*arguments)

    monkeypatch.setattr(trainer, "learn", fail)
    with pytest.raises(RuntimeError):
        run.advance(20)
    monkeypatch.undo()
    assert run.step == 13
    curve = shown(run)[0].batch_curve
    assert curve.steps.tolist() == list(range(1, 14))
    assert np.array_equal(curve.values, shown(whole)[0].batch_curve.values[:13])
    run.advance(2)
    assert shown(run)[0].batch_curve.values.tobytes() == shown(whole)[0].batch_curve.values.tobytes()


def test_the_way_back_has_the_rate_that_was_promised_whatever_is_set_meanwhile() -> None:
    driven = Driven(small(optimizer="sgd", activation="relu", learning_rate=1000))
    driven.do(Run())
    driven.train()
    (event,) = driven.diverged
    assert not event.running
    promised = event.learning_rate * Rewind().factor
    driven.do(Change.of(learning_rate=0.01))
    back = driven.do(Rewind(learning_rate=promised))
    assert back.lanes[0].experiment.learning_rate == pytest.approx(100)
    assert not back.lanes[0].diverged


def test_what_could_not_be_answered_once_is_asked_for_again_when_training_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driven = Driven(small())
    trainer = driven.control.existing.lanes[0].trainer

    def fail() -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(trainer, "show", fail)
    with pytest.raises(RuntimeError):
        driven.do(Change.of(learning_rate=0.01))
    monkeypatch.undo()
    driven.do(Run())
    driven.train(turns=3)
    snapshot = driven.do(Pause())
    found = snapshot.lanes[0].part(Reconstructions())
    assert found is not None
    assert found.moment == snapshot.lanes[0].moment


@pytest.mark.parametrize("need", [ValidationLoss(), TrainingLoss(), Figures()], ids=str)
def test_what_was_begun_before_training_went_on_never_replaces_what_is_newer(need: ValidationLoss) -> None:
    driven = Driven(small(), pace=LATER)
    driven.do(Watch.all([need]))
    driven.do(Step(20))
    driven.train()
    driven.control.catch_up()  # its first piece
    driven.do(Run())
    driven.train(turns=3)
    newest = driven.do(Pause()).lanes[0].part(need)
    for _ in range(100):
        driven.control.catch_up()
    after = driven.read().lanes[0]
    found = after.part(need)
    assert found is not None
    assert newest is None or found.moment >= newest.moment


def test_a_dial_that_is_turned_while_it_is_paused_leaves_one_point_at_its_step() -> None:
    driven = Driven(small(decoder="dial"))
    driven.do(Step(20))
    driven.train()
    for turn in range(10):
        snapshot = driven.do(Change.of(dial=turn / 10))
    after = snapshot.lanes[0]
    assert [mark.changes for mark in after.marks] == [(("dial", 0.9),)]
    assert after.losses.steps.tolist().count(20) == 1  # before it was turned; what it came to is not known yet
    driven.do(Step())
    losses = driven.train().lanes[0].losses
    assert losses.steps.tolist()[-3:] == [20, 20, 21]


def test_a_lane_that_has_not_moved_is_not_measured_again() -> None:
    driven = Driven(small(), small())
    driven.do(Step(20))
    before = driven.train()
    for turn in range(5):
        after = driven.do(Change.of("B", learning_rate=0.01 + turn / 1000))
    first, last = (snapshot.lanes[0].part(Figures()) for snapshot in (before, after))
    assert first is not None
    assert last is first
    assert after.lanes[0].losses.steps.tolist() == before.lanes[0].losses.steps.tolist()


def test_nothing_is_balanced_if_one_lane_can_not_be() -> None:
    driven = Driven(small(activation="linear"), small(activation="linear", decoder="untied"))
    lane = driven.control.existing.lanes[0]
    before, weights = lane.moment, lane.trainer.model.weight(0).clone()
    with pytest.raises(TiescopeError):
        driven.order(Balance())
    assert torch.equal(lane.trainer.model.weight(0), weights)
    assert lane.moment == before


def test_a_flip_to_the_dial_takes_its_place_from_the_decoder_in_force() -> None:
    driven = Driven(small(decoder="pseudo_inverse"))
    driven.do(Step(3))
    driven.train()
    assert driven.do(Change.of(decoder="dial")).lanes[0].dial == 0.0
    driven.do(Change.of(dial=0.25))
    # Asked for once more it keeps the place that a person has given it.
    assert driven.do(Change.of(decoder="dial")).lanes[0].dial == 0.25
