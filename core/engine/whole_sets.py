"""The losses of whole data sets of one lane, or of a fixed sample where these cost too much."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from core.training.data import DeviceData
from core.training.evaluation import errors
from core.training.model import TiedAutoencoder

# Weights times examples that are evaluated at once. Five times a decade of the steps, it is to take less than 2 % of
# the time, and a command that comes has to wait for one of them: 15 ms of one core, which a GPU does sooner.
MOST_WORK = {"cpu": 1 << 28}
MOST_WORK_OF_GPU = 1 << 32
LEAST_BATCHES = 4  # but as many examples as so many batches have: that takes less time than two steps
LEAST = 256  # examples, where batches are small
SEED = 0  # of the sample, which is the same in all runs


class WholeSets:
    """Chooses the examples once, from ``data`` and what a pass through ``model`` costs with batches of ``batch``."""

    def __init__(self, data: DeviceData, model: TiedAutoencoder, batch: int) -> None:
        weights = sum(block.decayed for block in model.blocks)
        most = MOST_WORK.get(data.train.device.type, MOST_WORK_OF_GPU) // max(weights, 1)
        there = len(data.train) + len(data.validation)
        share = min(1.0, max(most, LEAST_BATCHES * batch, LEAST) / there)
        self._train, self._validation = _sample(data.train, share), _sample(data.validation, share)
        self.sampled = len(self._train) if share < 1 else 0  # examples of the training set; 0 means all

    def pieces(self, model: TiedAutoencoder) -> Generator[None, None, tuple[float, float]]:
        """Evaluate piece by piece: the losses of the training and validation sets."""
        found = [0.0, 0.0]
        for index, examples in enumerate((self._train, self._validation)):
            for error in errors(model, examples):
                found[index] += error
                yield
        return found[0], found[1]


def _sample(examples: Tensor, share: float) -> Tensor:
    """(n, d) examples, all or a share of them, drawn without replacement."""
    if share >= 1:
        return examples
    count = max(1, int(len(examples) * share))
    chosen = np.sort(np.random.default_rng(SEED).permutation(len(examples))[:count])
    return examples[torch.from_numpy(chosen).to(examples.device)]
