"""Trainers of any shape, on random data: how long a step takes does not depend on what is in it."""

from __future__ import annotations

from typing import Any

import torch

from core.experiment import Experiment
from core.training.data import DeviceData
from core.training.trainer import Trainer

EXAMPLES = 4096


def random_data(width: int, examples: int = EXAMPLES) -> DeviceData:
    """Normal around 0, so that W stays as well-conditioned as it starts."""
    rows = torch.randn(examples, width, generator=torch.Generator().manual_seed(0))
    return DeviceData(train=rows, validation=rows[:256], examples=rows[:20], variance=1.0)


def trainer(widths: tuple[int, ...], data: DeviceData, **values: Any) -> Trainer:
    """A trainer of the network ``widths``, the input's first, with the application's settings but for ``values``."""
    return Trainer(Experiment(layers=widths[1:], **values), data)


def dashed(widths: tuple[int, ...]) -> str:
    """As people write a network: 784–64."""
    return "–".join(map(str, widths))
