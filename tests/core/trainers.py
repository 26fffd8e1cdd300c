"""Short cuts for tests that train without an engine."""

from __future__ import annotations

from typing import Any

import torch

from core.datasets import Dataset, load
from core.experiment import Experiment, parse
from core.training.data import DeviceData
from core.training.trainer import Trainer

#: Small, quick and well conditioned: the 16 variances fall from 1 to 1/16.
SPECTRUM = tuple(1 / i for i in range(1, 17))


def small(**values: Any) -> Experiment:
    """An experiment on small synthetic data."""
    return parse({"dataset": "gaussian", "spectrum": SPECTRUM, "layers": [4], "batch_size": 64, **values})


def data_of(experiment: Experiment) -> tuple[Dataset, DeviceData]:
    """The experiment's data, as they are and on the CPU as a trainer wants them."""
    dataset = load(experiment.dataset, experiment.spectrum)
    examples = dataset.validation[:20]
    train, validation, shown = (torch.from_numpy(rows) for rows in (dataset.train, dataset.validation, examples))
    return dataset, DeviceData(train, validation, shown, dataset.variance)


def trainer(experiment: Experiment) -> Trainer:
    """A trainer on the CPU."""
    return Trainer(experiment, data_of(experiment)[1])
