"""Free weights without decay: whether they end tied depends on the size of the steps and on the data.

With x̂ = Dh + c, h = Wx + b and δ the derivative by x̂, the gradients are δhᵀ for D, Dᵀδxᵀ for W and Dᵀδ for b, so
that Dᵀ·grad D = grad W·Wᵀ + grad b·bᵀ: in the limit of small steps WWᵀ + bbᵀ − DᵀD is conserved. Where a network also
learns to ignore all but the principal subspace, it follows that D = Wᵀ in the end if it was so in the beginning.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.experiment import parse
from core.training.trainer import Trainer
from tests.core.trainers import SPECTRUM, trainer

STEPS = 10_000
GAUSSIAN = {"dataset": "gaussian", "spectrum": SPECTRUM, "layers": [4]}
DIGITS = {"dataset": "digits8x8", "layers": [16]}


def trained(**settings: Any) -> Trainer:
    """Free weights that start as Wᵀ, after SGD."""
    learner = trainer(parse({"decoder": "untied", "optimizer": "sgd", "activation": "linear", **settings}))
    assert gap(learner) == 0
    learner.advance(STEPS)
    return learner


def gap(learner: Trainer) -> float:
    """‖D − Wᵀ‖ / ‖W‖."""
    weight, decoder = learner.model.weight(0).double().numpy(), learner.model.matrix(0).double().numpy()
    return float(np.linalg.norm(decoder - weight.T) / np.linalg.norm(weight))


def imbalance(learner: Trainer) -> float:
    """The norm of WWᵀ + bbᵀ − DᵀD."""
    weight, decoder = learner.model.weight(0).double().numpy(), learner.model.matrix(0).double().numpy()
    bias = learner.model.bias(0).double().numpy()
    return float(np.linalg.norm(weight @ weight.T + np.outer(bias, bias) - decoder.T @ decoder))


@pytest.mark.parametrize("seed", [0, 1])
def test_small_steps_leave_them_tied_where_every_direction_has_variance(seed: int) -> None:
    small = trained(**GAUSSIAN, learning_rate=0.01, seed=seed)
    assert gap(small) < 0.025
    assert imbalance(small) < 0.06
    large = trained(**GAUSSIAN, learning_rate=0.1, seed=seed)
    assert gap(large) > 0.3
    assert imbalance(large) > 1


@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_no_step_is_small_enough_on_digits(rate: float) -> None:
    """Pixels that are always empty give W no gradient, and D one towards 0."""
    learner = trained(**DIGITS, learning_rate=rate)
    assert 0.25 < gap(learner) < 0.4
    empty = (learner.data.train == 0).all(0).numpy()
    assert empty.any()
    weight, decoder = learner.model.weight(0).numpy()[:, empty], learner.model.matrix(0).numpy()[empty]
    start = trainer(learner.experiment).model.weight(0).numpy()[:, empty]
    assert np.array_equal(weight, start)
    assert np.linalg.norm(decoder) < 0.5 * np.linalg.norm(weight)
