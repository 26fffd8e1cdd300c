"""What a lecture looks at, as figures: computed with NumPy in float64, and not by what the window uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import datasets
from core.datasets import Dataset
from core.training.trainer import Trainer

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sight:
    """The outermost layer's W (k, d), its bias (k,) and D (d, k); the losses of the whole sets."""

    dataset: Dataset
    width: int  # of the code
    weight: Floats
    bias: Floats
    decoder: Floats
    train_loss: float
    validation_loss: float

    @property
    def singular_values(self) -> Floats:
        return np.linalg.svd(self.weight, compute_uv=False).astype(np.float64)

    @property
    def tie_gap(self) -> float:
        """‖Wᵀ − W⁺‖ / ‖W⁺‖."""
        inverse = np.linalg.pinv(self.weight)
        return float(np.linalg.norm(self.weight.T - inverse) / np.linalg.norm(inverse))

    @property
    def free_gap(self) -> float:
        """‖D − Wᵀ‖ / ‖W‖."""
        return float(np.linalg.norm(self.decoder - self.weight.T) / np.linalg.norm(self.weight))

    @property
    def dead(self) -> int:
        """Units whose sum is positive for no training example."""
        return int(((self.dataset.train @ self.weight.T + self.bias) <= 0).all(axis=0).sum())


def floors(dataset: Dataset, width: int) -> tuple[float, float]:
    """What the best plane of this dimension leaves of the training set, and the same plane of the validation set."""
    train, validation = dataset.train.astype(float), dataset.validation.astype(float)
    mean = train.mean(axis=0)
    axes = np.linalg.eigh((train - mean).T @ (train - mean))[1][:, ::-1][:, :width]  # (d, width)
    left = [(rows - mean) - (rows - mean) @ axes @ axes.T for rows in (train, validation)]
    return float(np.mean(left[0] ** 2)), float(np.mean(left[1] ** 2))


def _length(rows: Floats) -> float:
    """The root of their mean square length."""
    return float(np.linalg.norm(rows) / np.sqrt(len(rows)))


def _one(value: float) -> Floats:
    return np.array([value])


#: A column of the lecture's tables: what is in it, all of which lies between its two figures.
SIGHTS: dict[str, Callable[[Sight], Floats]] = {
    "loss": lambda sight: _one(sight.train_loss / floors(sight.dataset, sight.width)[0]),
    "validation": lambda sight: _one(sight.validation_loss / floors(sight.dataset, sight.width)[1]),
    "tie gap": lambda sight: _one(sight.tie_gap),
    "σ": lambda sight: sight.singular_values,
    "rows of W": lambda sight: _one(_length(sight.weight)),
    "columns of D": lambda sight: _one(_length(sight.decoder.T)),
    "D − Wᵀ": lambda sight: _one(sight.free_gap),
    "dead": lambda sight: _one(sight.dead),
}


def look(trainer: Trainer, names: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """The least and the most of each."""
    model, experiment = trainer.model, trainer.experiment
    weight, bias, decoder = (each.double().numpy().copy() for each in (model.weight(0), model.bias(0), model.matrix(0)))
    sight = Sight(
        datasets.load(experiment.dataset, experiment.options),
        min(experiment.layers),
        weight,
        bias,
        decoder,
        trainer.train_loss(),
        trainer.validation_loss(),
    )
    seen = {name: SIGHTS[name](sight) for name in names}
    return {name: (float(values.min()), float(values.max())) for name, values in seen.items()}
