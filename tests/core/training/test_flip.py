"""Flipping in flight: over the dial or hard, and balancing W so that there is nothing to jump over."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.activations import ACTIVATIONS
from core.datasets import DATASETS
from core.decoders import DECODERS
from core.engine.chronicle import MOST_MARKS
from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.training.ramp import Ramp, ramp
from core.training.trainer import Trainer
from tests.core.trainers import session, shown, small, trainer


def learned(steps: int = 400, **values: object) -> Trainer:
    learner = trainer(small(activation="linear", decoder="pseudo_inverse", **values))
    learner.advance(steps)
    # The scale of W is free under W⁺: make it matter.
    learner.model.weight(0).mul_(3)
    learner.model.bias(0).mul_(3)
    learner.model.tied.written()
    return learner


def flip(learner: Trainer, decoder: str, **values: object) -> None:
    learner.change(learner.experiment.with_values({"decoder": decoder, **values}))


def test_a_hard_flip_jumps_and_a_ramp_does_not() -> None:
    peaks = {}
    for length in (0, 100):
        settings = {"dataset": "digits8x8", "layers": [16], "batch_size": 128, "learning_rate": 2e-3}
        learner = trainer(small(activation="linear", decoder="pseudo_inverse", **settings))
        before = learner.advance(500)[-20:].mean()
        flip(learner, "transpose", ramp_to_transpose=length)
        peaks[length] = learner.advance(150).max() / before
        assert learner.model.decoder.name == "transpose"
    assert peaks[0] > 4
    assert peaks[100] < 2


def test_the_ramp_is_the_default_to_the_transpose_and_a_hard_flip_to_the_pseudo_inverse() -> None:
    learner = learned()
    flip(learner, "transpose")
    assert learner.experiment.decoder == "transpose"
    learner.advance(50)
    assert learner.model.dial == pytest.approx(0.49, abs=0.011)
    learner.advance(51)
    assert (learner.model.decoder.name, learner.model.dial) == ("transpose", 1)
    flip(learner, "pseudo_inverse")
    assert (learner.model.decoder.name, learner.model.dial) == ("pseudo_inverse", 0)


def test_a_ramp_can_be_turned_back_half_way() -> None:
    learner = learned()
    flip(learner, "transpose")
    learner.advance(50)
    flip(learner, "pseudo_inverse", ramp_to_pseudo_inverse=10)
    learner.advance(6)
    assert learner.model.dial is not None
    assert 0 < learner.model.dial < 0.3
    learner.advance(10)
    assert learner.model.decoder.name == "pseudo_inverse"


def test_a_rewind_into_a_ramp_goes_on_with_it() -> None:
    learner = learned()
    flip(learner, "transpose")
    learner.advance(30)
    state = learner.state()
    first = learner.advance(100)
    learner.restore(state)
    assert learner.experiment.decoder == "transpose"
    assert learner.advance(100).tobytes() == first.tobytes()


def test_there_is_no_ramp_where_there_is_nothing_between() -> None:
    experiment = small(ramp_to_transpose=100, ramp_to_pseudo_inverse=100)

    def to(decoder: str, **values: int) -> Experiment:
        return experiment.with_values({"decoder": decoder, **values})

    assert ramp(0, 1.0, to("transpose")) is None
    assert ramp(0, None, to("pseudo_inverse")) is None
    assert ramp(0, 0.0, to("untied")) is None
    assert ramp(0, 0.0, to("transpose", ramp_to_transpose=0)) is None
    assert ramp(0, 1.0, to("pseudo_inverse", ramp_to_pseudo_inverse=0)) is None
    assert ramp(7, 0.0, to("transpose")) == Ramp(7, 100, 0.0, 1.0)


@pytest.mark.parametrize("steps", [1, 40, 99, 100, 101])
def test_the_dial_after_going_back_into_a_ramp_is_that_of_then(steps: int) -> None:
    """Before another step is taken: what is shown of the decoder is made with it."""
    learner = learned()
    flip(learner, "transpose")
    learner.advance(steps)
    state, dial, matrix = learner.state(), learner.model.dial, learner.model.matrix(0).clone()
    name, loss = learner.model.decoder.name, learner.validation_loss()
    learner.advance(30)
    assert not torch.equal(learner.model.matrix(0), matrix)
    learner.restore(state)
    assert (learner.model.decoder.name, learner.model.dial) == (name, dial)
    assert learner.model.matrix(0).numpy().tobytes() == matrix.numpy().tobytes()
    assert learner.validation_loss() == loss


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("onward", DECODERS)
def test_every_flip_keeps_w_and_the_moments_and_trains_on(decoder: str, onward: str) -> None:
    learner = trainer(small(activation="tanh", decoder=decoder, layers=[6, 3]))
    learner.advance(20)
    before = learner.model.tied.state()
    flip(learner, onward)
    assert all(torch.equal(a, b) for a, b in zip(before, learner.model.tied.state(), strict=True))
    assert np.isfinite(learner.advance(120)).all()
    assert learner.model.decoder.name == onward


@pytest.mark.parametrize("layers", [[4], [24]])
def test_balancing_keeps_the_subspace_and_the_loss_and_makes_the_flip_seamless(layers: list[int]) -> None:
    learner = learned(layers=layers)
    before, loss = learner.model.weight(0).double(), learner.validation_loss()
    learner.balance()
    after = learner.model.weight(0).double()
    assert learner.validation_loss() == pytest.approx(loss, rel=1e-3, abs=1e-9)
    small_side = after @ after.mT if layers == [4] else after.mT @ after
    torch.testing.assert_close(small_side, torch.eye(len(small_side)).double(), atol=1e-5, rtol=0)
    projections = [torch.linalg.pinv(weight) @ weight for weight in (before, after)]
    torch.testing.assert_close(*projections, atol=1e-5, rtol=0)
    flip(learner, "transpose", ramp_to_transpose=0)
    assert learner.validation_loss() == pytest.approx(loss, rel=1e-3, abs=1e-9)


def test_only_linear_layers_can_be_balanced() -> None:
    with pytest.raises(TiescopeError, match="tanh"):
        trainer(small(activation="tanh")).balance()


def test_relu_says_why_it_has_no_inverse() -> None:
    with pytest.raises(TiescopeError, match="negative sum"):
        small(activation="relu", decoder="inverse")


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_decoder_after_every_other_on_all_data_and_activations(dataset: str, activation: str) -> None:
    invertible = ACTIVATIONS[activation].inverse is not None
    names = [name for name in DECODERS if invertible or name != "inverse"]
    learner = trainer(parse({"dataset": dataset, "layers": [32, 10], "activation": activation, "batch_size": 64}))
    floor = learner.train_loss()
    for first in names:
        for second in names:
            for decoder in (first, second):
                flip(learner, decoder)
                losses = learner.advance(8)
                assert np.isfinite(losses).all(), f"{first} to {second}"
    flip(learner, "untied")
    learner.advance(200)
    assert learner.train_loss() < floor


def test_of_very_many_flips_the_newest_are_kept() -> None:
    run = session(small())
    turns = ("pseudo_inverse", "transpose")
    for turn in range(MOST_MARKS + 10):
        run.lanes[0].trainer.step = turn  # as if it had trained in between
        run.change({"decoder": turns[turn % 2]})
    marks = shown(run)[0].marks
    assert [mark.step for mark in marks] == list(range(10, MOST_MARKS + 10))
    assert marks[-1].decoder == run.experiments[0].decoder


@pytest.mark.parametrize(
    ("onward", "end", "length"),
    [("transpose", 1.0, "ramp_to_transpose"), ("pseudo_inverse", 0.0, "ramp_to_pseudo_inverse")],
)
def test_a_flip_from_the_dial_takes_the_steps_of_its_direction(onward: str, end: float, length: str) -> None:
    ramps = {"ramp_to_transpose": 0, "ramp_to_pseudo_inverse": 0, length: 40}
    learner = trainer(small(activation="linear", decoder="dial", dial=0.2, **ramps))
    learner.advance(5)
    flip(learner, onward)
    assert learner.model.dial == pytest.approx(0.2)
    learner.advance(21)
    assert learner.model.dial == pytest.approx((0.2 + end) / 2, abs=0.02)
    learner.advance(20)
    assert (learner.model.decoder.name, learner.model.dial) == (onward, end)


@pytest.mark.parametrize("onward", ["transpose", "pseudo_inverse", "dial"])
def test_from_free_weights_there_is_no_way_over_the_dial(onward: str) -> None:
    learner = trainer(small(activation="linear", decoder="untied", ramp_to_transpose=40, ramp_to_pseudo_inverse=40))
    learner.advance(5)
    flip(learner, onward)
    assert learner.model.decoder.name == onward
    assert learner.model.dial == learner.model.decoder.place_on_dial or onward == "dial"
