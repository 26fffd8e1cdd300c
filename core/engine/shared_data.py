"""What the lanes of a run learn from: data and batches that are the same for several lanes are there once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from core.datasets import Dataset, Options, load
from core.errors import TiescopeError
from core.experiment import Experiment
from core.preview import examples_of, spread
from core.training.data import DeviceData
from core.training.feed import Feed


@dataclass(frozen=True, eq=False)
class LaneData:
    """Of one lane. Lanes with the same feed are given the same batches."""

    dataset: Dataset
    data: DeviceData
    feed: Feed


class SharedData:
    """Of one run, on ``device``. Of all lanes the examples of the ``first`` experiment are shown."""

    def __init__(self, first: Experiment, device: torch.device) -> None:
        dataset = load(first.dataset, first.options)
        chosen = spread(dataset)
        self.examples = examples_of(dataset, chosen)
        self.variance = dataset.variance
        self._device = device
        self._shape = dataset.facts.shape
        self._shown = torch.from_numpy(dataset.validation[chosen]).to(device)
        self._data: dict[tuple[str, Options], tuple[Dataset, DeviceData]] = {}
        self._lanes: dict[tuple[str, Options, int], LaneData] = {}

    def of(self, experiment: Experiment) -> LaneData:
        """What a lane of this experiment learns from.

        Raises:
            TiescopeError: if its examples have another shape than those of the first one.
        """
        key: Any = (experiment.dataset, experiment.options)
        if key not in self._data:
            self._data[key] = self._read(experiment)
        dataset, data = self._data[key]
        wanted = (*key, experiment.seed)
        if wanted not in self._lanes:
            self._lanes[wanted] = LaneData(dataset, data, Feed(data.train, experiment.seed))
        return self._lanes[wanted]

    def _read(self, experiment: Experiment) -> tuple[Dataset, DeviceData]:
        dataset = load(experiment.dataset, experiment.options)
        if dataset.facts.shape != self._shape:
            raise TiescopeError("Examples must have the same shape in all lanes, or they can't be compared.", "dataset")
        data = DeviceData(
            train=torch.from_numpy(dataset.train).to(self._device),
            validation=torch.from_numpy(dataset.validation).to(self._device),
            examples=self._shown,
            variance=dataset.variance,
        )
        return dataset, data
