"""Steps of several trainers side by side: what is answered, and where each of them is left."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.advance import advance
from core.training.feed import Feed
from core.training.losses import SIZE
from core.training.trainer import Trainer
from tests.core.trainers import data_of, small


def lanes(*values: dict[str, object]) -> list[Trainer]:
    """Trainers of one feed."""
    experiments = [small(**each) for each in values]
    data = data_of(experiments[0])[1]
    feed = Feed(data.train, experiments[0].seed)
    return [Trainer(experiment, data, feed) for experiment in experiments]


def never() -> bool:
    return False


@pytest.mark.parametrize("steps", [0, 1, 100])
def test_losses_are_one_a_step_in_float32(steps: int) -> None:
    """As they are kept and sent: twice the bytes would say no more."""
    for losses in advance(lanes({}, {"decoder": "untied"}), steps, never):
        assert losses.dtype == np.float32
        assert losses.shape == (steps,)


@pytest.mark.parametrize("step", [2, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 2 * SIZE + 1])
def test_it_ends_with_the_first_loss_that_is_not_finite(step: int) -> None:
    """Also where that is the last one before losses are read."""
    healthy, broken = lanes({}, {"decoder": "untied"})

    def breaks() -> bool:
        if broken.step == step - 1:
            broken.model.tied.flat.fill_(np.nan)
            broken.model.tied.written()
        return False

    others, losses = advance([healthy, broken], 5 * SIZE, breaks)
    assert len(losses) == broken.step == step
    assert np.isfinite(losses[:-1]).all()
    assert np.isnan(losses[-1])
    assert step <= len(others) == healthy.step <= step + SIZE
    assert np.isfinite(others).all()


def test_noise_is_for_whoever_has_asked_for_it() -> None:
    """Side by side each learns as it would alone."""
    values: tuple[dict[str, object], ...] = ({}, {"noise": 0.3}, {"decoder": "untied", "noise": 0.1})
    for losses, alone in zip(advance(lanes(*values), 80, never), values, strict=True):
        (expected,) = advance(lanes(alone), 80, never)
        assert losses.tobytes() == expected.tobytes()
