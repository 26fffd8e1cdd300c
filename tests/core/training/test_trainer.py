"""Steps: the same every time, on the gradient that autograd finds, and back again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from core.activations import ACTIVATIONS
from core.decoders import DECODERS
from core.engine.travelling import PROPOSE_EVERY
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT
from core.training import evaluation
from core.training.losses import SIZE
from core.training.model import TiedAutoencoder
from tests.core.trainers import SPECTRUM, session, shown, small, trainer


@pytest.mark.parametrize(
    ("decoder", "activation", "output"),
    list(itertools.product(DECODERS, ACTIVATIONS, ("linear", "sigmoid"))),
)
@pytest.mark.parametrize("layers", [(4,), (6, 3), (20, 3)])
def test_the_written_out_derivative_is_the_slope_of_the_loss(
    decoder: str, activation: str, output: str, layers: tuple[int, ...]
) -> None:
    if decoder == "inverse" and ACTIVATIONS[activation].inverse is None:
        pytest.skip(ACTIVATIONS[activation].why_not)
    model = TiedAutoencoder(
        (9, *layers),
        activation=activation,
        output_activation=output,
        decoder=decoder,
        seed=3,
        like=torch.empty(0, dtype=torch.float64),
    )
    model.tied.flat.add_(0.05)  # away from biases of 0, where a mistake in them would not show
    generator = torch.Generator().manual_seed(4)
    inputs = torch.rand(5, 9, dtype=torch.float64, generator=generator)
    passed = model.forward(inputs)
    model.backward(passed, 2 * (passed.reconstruction - inputs))

    for block in model.blocks:
        direction = torch.randn(len(block.flat), dtype=torch.float64, generator=generator)
        slope = float(direction @ block.gradient)
        size = 1e-6
        losses = []
        for sign in (1, -1):
            block.flat.add_(direction, alpha=sign * size)
            block.written()
            losses.append(float((model.forward(inputs).reconstruction - inputs).square().sum()))
            block.flat.add_(direction, alpha=-sign * size)
        assert slope == pytest.approx((losses[0] - losses[1]) / (2 * size), rel=1e-5, abs=1e-6)


def test_same_seed_same_losses_to_the_bit() -> None:
    experiment = small(noise=0.1)
    first, second = trainer(experiment).advance(100), trainer(experiment).advance(100)
    assert first.tobytes() == second.tobytes()
    assert first.tobytes() != trainer(small(noise=0.1, seed=1)).advance(100).tobytes()


def test_how_the_steps_are_asked_for_and_looked_at_changes_nothing() -> None:
    experiment = small(noise=0.1)
    whole = trainer(experiment).advance(150)
    watched = trainer(experiment)
    pieces = []
    for count in (1, 2, 70, 0, 77):
        pieces.append(watched.advance(count))
        watched.show(), watched.train_loss(), watched.validation_loss(), watched.state()
    assert np.concatenate(pieces).tobytes() == whole.tobytes()
    assert watched.step == 150


@pytest.mark.parametrize("asked", [1, 3, SIZE, SIZE + 1, 2 * SIZE])
def test_a_burst_is_left_after_the_step_in_which_somebody_asks(asked: int) -> None:
    experiment = small(decoder="pseudo_inverse", noise=0.1)
    hurried = trainer(experiment)
    losses = [hurried.advance(200, lambda: hurried.step == asked), hurried.advance(7)]
    assert [len(each) for each in losses] == [asked, 7]
    assert hurried.step == asked + 7
    assert np.concatenate(losses).tobytes() == trainer(experiment).advance(asked + 7).tobytes()


@pytest.mark.parametrize("asked", [1, PROPOSE_EVERY, PROPOSE_EVERY + 7])
def test_lanes_are_left_at_the_same_step(asked: int) -> None:
    run = session(small(), small(decoder="pseudo_inverse"))
    assert not run.advance(200, lambda: run.step == asked)
    assert [lane.trainer.step for lane in run.lanes] == [asked, asked]


def test_a_pass_over_the_data_is_in_pieces_that_are_soon_done() -> None:
    fewest, most = evaluation.ROWS
    for layers in ([1], [64], [1024]):
        learner = trainer(small(dataset="digits", layers=layers))
        pieces = len(list(evaluation.errors(learner.model, learner.data.train)))
        rows = 4000 / pieces
        assert fewest * 0.9 <= rows <= most
        assert rows * layers[0] * 784 <= evaluation.WORK or rows <= fewest


def test_every_example_is_seen_once_an_epoch() -> None:
    learner = trainer(small(batch_size=512))
    learner.advance(8)
    assert learner.epoch == 1.0
    learner.advance(4)
    assert learner.epoch == 1.5


@pytest.mark.parametrize("decoder", ["pseudo_inverse", "untied"])
def test_a_flip_in_flight_keeps_the_weights_and_the_moments(decoder: str) -> None:
    learner = trainer(small())
    learner.advance(20)
    block = learner.model.tied
    before = block.state()
    learner.change(learner.experiment.with_values({"decoder": decoder}))
    assert all(torch.equal(a, b) for a, b in zip(before, block.state(), strict=True))
    assert learner.model.decoder.name == decoder
    assert np.isfinite(learner.advance(20)).all()


def test_untied_starts_from_the_decoder_in_force() -> None:
    for decoder in ("transpose", "pseudo_inverse"):
        learner = trainer(small(decoder=decoder))
        learner.advance(20)
        matrix, loss = learner.model.matrix(0).clone(), learner.validation_loss()
        learner.change(learner.experiment.with_values({"decoder": "untied"}))
        assert torch.equal(learner.model.matrix(0), matrix)
        assert learner.validation_loss() == pytest.approx(loss, rel=1e-5)
        learner.advance(20)
        assert not torch.equal(learner.model.matrix(0), matrix)


def test_going_back_takes_the_same_steps_again() -> None:
    learner = trainer(small(noise=0.1))
    learner.advance(40)
    state = learner.state()
    first = learner.advance(30)
    learner.change(learner.experiment.with_values({"decoder": "untied"}))
    learner.advance(10)
    learner.restore(state)
    assert learner.step == 40
    assert learner.experiment.decoder == "transpose"
    assert learner.advance(30).tobytes() == first.tobytes()


def test_divergence_is_told_at_its_step_and_can_be_taken_back() -> None:
    learner = trainer(small(optimizer="sgd", learning_rate=1000.0, activation="relu"))
    start = learner.state()
    losses = learner.advance(500)
    assert not np.isfinite(losses[-1])
    assert np.isfinite(losses[:-1]).all()
    assert learner.step == len(losses) < 500
    learner.restore(start)
    assert learner.step == 0
    assert np.isfinite(learner.validation_loss())


def test_noise_is_on_the_inputs_and_not_on_what_is_to_be_reconstructed() -> None:
    # A code as wide as the data can copy: with clean inputs the error goes to 0, with noise it can't,
    # and what it goes to is the best linear denoiser's (Wiener): λσ²/(λ+σ²) along each axis.
    variances = np.array(SPECTRUM)
    clean, noisy = (
        trainer(small(layers=[16], decoder="untied", activation="linear", noise=noise, learning_rate=0.01))
        for noise in (0.0, 0.5)
    )
    assert clean.advance(1500)[-1] < 1e-4
    wiener = float((variances * 0.25 / (variances + 0.25)).mean())
    assert noisy.advance(1500)[-200:].mean() == pytest.approx(wiener, rel=0.05)


def test_a_state_is_good_only_if_the_next_batch_says_so() -> None:
    run = session(small())
    (lane,) = run.lanes
    run.advance(20)
    lane.propose()
    assert lane.good_step == 0
    run.advance(1)
    assert lane.good_step == 20
    # One step too long: the loss of its batch is still that of the weights before it.
    run.change({"optimizer": "sgd", "learning_rate": 1000.0})
    run.advance(1)
    assert shown(run)[0].batch_loss < 1
    lane.propose()
    run.advance(1)
    assert lane.good_step == 20
    lane.rewind(lane.settings_after_rewind(1.0, None))
    assert lane.moment.step == 20


OTHERS = {
    "activation": "tanh",
    "output_activation": "tanh",
    "decoder": "pseudo_inverse",
    "dial": 0.3,
    "ramp_to_transpose": 7,
    "ramp_to_pseudo_inverse": 7,
    "optimizer": "adam",
    "learning_rate": 0.02,
    "momentum": 0.0,
    "batch_size": 32,
    "noise": 0.05,
    "weight_decay": 1e-4,
    "steps": 5000,
}


def test_there_is_another_value_for_everything_that_can_change_in_flight() -> None:
    assert OTHERS.keys() == IN_FLIGHT


@pytest.mark.parametrize("key", OTHERS)
def test_rewinding_after_a_change_goes_on_from_the_good_state(key: str) -> None:
    run = session(small(activation="linear", optimizer="sgd", learning_rate=0.03, momentum=0.9))
    (lane,) = run.lanes
    run.advance(400)
    lane.propose()
    run.advance(1)
    assert lane.good_step == 400
    good = lane.trainer.validation_loss()
    run.change({key: OTHERS[key]})
    run.advance(10)  # short of the next state that is proposed
    lane.rewind(lane.settings_after_rewind(1.0, None))
    assert lane.moment.step == 400
    assert run.advance(20) == []
    assert lane.trainer.validation_loss() < 10 * good


def test_rewinding_to_a_decoder_that_the_new_activation_does_not_allow_takes_the_old_one_back() -> None:
    run = session(small(decoder="inverse", activation="leaky_relu"))
    (lane,) = run.lanes
    run.advance(100)
    lane.propose()
    run.advance(1)
    assert lane.good_step == 100
    for key, value in (("decoder", "transpose"), ("activation", "relu")):
        run.change({key: value})
    run.advance(10)
    lane.rewind(lane.settings_after_rewind(1.0, None))
    assert (lane.experiment.decoder, lane.experiment.activation) == ("inverse", "leaky_relu")
    assert lane.trainer.model.activation.name == "leaky_relu"
    assert run.advance(20) == []


def test_what_balancing_would_change_is_refused() -> None:
    learner = trainer(small(activation="linear", decoder="untied"))
    with pytest.raises(TiescopeError, match="untied"):
        learner.balance()
    broken = trainer(small(activation="linear"))
    broken.model.tied.flat.fill_(torch.nan)
    with pytest.raises(TiescopeError, match="not finite"):
        broken.balance()
