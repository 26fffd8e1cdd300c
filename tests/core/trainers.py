"""Short cuts for tests that train without an engine's thread."""

from __future__ import annotations

from typing import Any

import torch

from core.datasets import Dataset, load
from core.engine.session import Session
from core.engine.transfer import AtOnce
from core.experiment import Experiment, parse
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot
from core.training.data import DeviceData
from core.training.trainer import Trainer

#: Small, quick and well conditioned: the 16 variances fall from 1 to 1/16.
SPECTRUM = tuple(1 / i for i in range(1, 17))


def small(**values: Any) -> Experiment:
    """An experiment on small synthetic data, with an activation whatever the default is."""
    data = {"dataset": "gaussian", "spectrum": SPECTRUM}
    return parse({**data, "layers": [4], "activation": "leaky_relu", "learning_rate": 3e-3, "batch_size": 64, **values})


def data_of(experiment: Experiment) -> tuple[Dataset, DeviceData]:
    """The experiment's data, as they are and on the CPU as a trainer wants them."""
    dataset = load(experiment.dataset, experiment.options)
    train, validation = torch.from_numpy(dataset.train), torch.from_numpy(dataset.validation)
    return dataset, DeviceData(train, validation, validation[:20], dataset.variance)


def trainer(experiment: Experiment) -> Trainer:
    """A trainer on the CPU."""
    return Trainer(experiment, data_of(experiment)[1])


def session(*lanes: Experiment) -> Session:
    """A run on the CPU, without a thread."""
    return Session(lanes, torch.device("cpu"))


def shown(run: Session, *needs: Need[Any]) -> list[LaneSnapshot]:
    """All its lanes as they are, with answers to ``needs``."""
    return [pending.get() for pending in run.take(dict.fromkeys(run.names, needs), AtOnce())]
