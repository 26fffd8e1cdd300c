"""What a trainer tells of itself: its moment, its size, when it was limited, what it remembers and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import TiescopeError
from core.linear_algebra.clipping import LIMIT
from tests.core.trainers import small, trainer


def test_the_last_limited_step_is_told() -> None:
    """By the gradients as they are after each step of another trainer: a limited one is as long as the limit."""
    experiment = small(
        decoder="pseudo_inverse", activation="linear", optimizer="sgd", learning_rate=0.01, momentum=0.0, batch_size=2
    )
    watched, whole = trainer(experiment), trainer(experiment)
    for learner in (watched, whole):
        learner.model.weight(0).mul_(0.3)  # the derivative goes as its inverse
        learner.model.tied.written()
    limited = []
    for step in range(1, 101):
        watched.advance(1)
        if float(watched.model.tied.gradient.norm()) > LIMIT * (1 - 1e-5):
            limited.append(step)
    assert 1 < len(limited) < 100, "some are limited and some are not"
    whole.advance(100)
    assert whole.limited_at == watched.limited_at == limited[-1]


@pytest.mark.parametrize(
    ("decoder", "scale", "limited"),
    [("pseudo_inverse", 0.01, True), ("dial", 0.01, True), ("transpose", 30.0, False), ("untied", 30.0, False)],
)
def test_only_a_derivative_through_an_inverse_is_limited(decoder: str, scale: float, limited: bool) -> None:
    learner = trainer(
        small(decoder=decoder, dial=1e-6, activation="linear", optimizer="sgd", learning_rate=1e-12, momentum=0.0)
    )
    learner.model.weight(0).mul_(scale)
    learner.model.tied.written()
    learner.advance(1)
    norm = float(torch.cat([block.gradient for block in learner.model.blocks]).norm())
    assert norm == pytest.approx(LIMIT, rel=1e-5) if limited else norm > 2 * LIMIT
    assert learner.limited_at == (1 if limited else None)


@pytest.mark.parametrize("decoder", ["transpose", "untied"])
def test_the_bytes_of_a_network_are_of_its_values_its_gradients_and_two_moments(decoder: str) -> None:
    learner = trainer(small(layers=[5, 3], decoder=decoder))
    weights = 16 * 5 + 5 * 3
    values = weights * (2 if decoder == "untied" else 1) + (5 + 3) + (5 + 16)
    assert learner.nbytes == values * 4 * np.dtype(np.float32).itemsize


def test_no_two_states_have_the_same_moment() -> None:
    """Whatever is done to a trainer without a step, and however often it goes back."""
    learner = trainer(small(activation="linear"))
    moments = [learner.moment]
    learner.advance(5)
    moments.append(learner.moment)
    state = learner.state()
    for rate in (0.1, 0.2):
        learner.change(learner.experiment.with_values({"learning_rate": rate}))
        moments.append(learner.moment)
        learner.balance()
        moments.append(learner.moment)
        learner.restore(state)
        assert learner.moment == state.moment
    assert [moment.step for moment in moments] == [0, 5, 5, 5, 5, 5]
    assert len(set(moments)) == len(moments)
    other = trainer(small(activation="linear"))
    other.restore(learner.state())
    other.change(other.experiment.with_values({"learning_rate": 0.3}))
    assert other.moment != state.moment


def test_a_state_from_another_number_of_threads_is_taken_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    learner = trainer(small())
    learner.advance(3)
    state = learner.state()
    learner.restore(state)
    assert not caplog.records
    learner.restore(replace(state, threads=state.threads + 2))
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert f"{state.threads + 2} threads" in record.getMessage()
    assert f"with {state.threads}" in record.getMessage()
    assert learner.step == 3


def test_balancing_and_another_optimizer_forget_the_moments_and_nothing_else_does() -> None:
    learner = trainer(small(activation="linear", optimizer="adam", decoder="pseudo_inverse"))

    def remembered() -> bool:
        block = learner.model.tied
        found = {bool(tensor.any()) for tensor in (block.first, block.second, block.steps)}
        assert len(found) == 1, "all or nothing"
        return found.pop()

    learner.advance(5)
    for values in ({"learning_rate": 0.02}, {"decoder": "transpose"}, {"noise": 0.1}, {"activation": "tanh"}):
        learner.change(learner.experiment.with_values(values))
        assert remembered()
    learner.change(learner.experiment.with_values({"optimizer": "sgd", "activation": "linear"}))
    assert not remembered()
    learner.change(learner.experiment.with_values({"optimizer": "adam"}))
    learner.advance(5)
    learner.balance()
    assert not remembered()


def test_why_a_layer_can_not_be_balanced_is_said_at_its_field() -> None:
    refused = []
    for values in ({"activation": "tanh"}, {"activation": "linear", "decoder": "untied"}):
        with pytest.raises(TiescopeError) as caught:
            trainer(small(**values)).balance()
        refused.append(caught.value)
    assert [error.key for error in refused] == ["activation", "decoder"]
