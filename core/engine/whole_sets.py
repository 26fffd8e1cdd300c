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
CHEAP = 1 / 8  # of that: no share of the time that anybody would notice, however often it is
# What else a step takes, in weights times examples, beside the five passes over a batch for the evaluation's two.
OVERHEAD = 1 << 22
SEED = 0  # of the sample, which is the same in all runs


class WholeSets:
    """Chooses the examples once, from ``data`` and what a pass through ``model`` costs with batches of ``batch``."""

    def __init__(self, data: DeviceData, model: TiedAutoencoder, batch: int) -> None:
        weights = sum(block.decayed for block in model.blocks)
        most_work = MOST_WORK.get(data.train.device.type, MOST_WORK_OF_GPU)
        most = most_work // max(weights, 1)
        there = len(data.train) + len(data.validation)
        share = min(1.0, max(most, LEAST_BATCHES * batch, LEAST) / there)
        self._train, self._validation = _sample(data.train, share), _sample(data.validation, share)
        self.sampled = len(self._train) if share < 1 else 0  # examples of the training set; 0 means all
        work = weights * (len(self._train) + len(self._validation))
        #: How many steps take as long as one evaluation, counted, not timed: the same run has the same points.
        self.price = 2 * work / (5 * weights * batch + OVERHEAD) if work > CHEAP * most_work else 0.0

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
