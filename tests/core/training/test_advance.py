"""Steps of several trainers side by side: what is answered, and where each of them is left."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.advance import advance
from core.training.feed import Feed
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
