"""What can be shown of an experiment before torch is there: the examples and the floors. NumPy only.

The window may ask for it, and the engine shows the same examples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.datasets import Dataset, facts, load
from core.experiment import Experiment
from core.messages.snapshot import Examples

SHOWN = 20  # fixed examples

Rows = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


@dataclass(frozen=True)
class Floors:
    """Mean squared errors per component, as in a snapshot: what the PCA of the narrowest layer's width leaves of the
    training and of the validation set, and what the mean does."""

    train: float
    validation: float
    variance: float


def shape(experiment: Experiment) -> tuple[int, int]:
    """Rows and columns of one example's picture, without reading the data.

    Raises:
        TiescopeError: if it can't be told.
    """
    return facts(experiment.dataset, experiment.options).shape


def examples(experiment: Experiment) -> Examples:
    """Those that are shown all along.

    Raises:
        TiescopeError: if the data can't be read.
    """
    dataset = load(experiment.dataset, experiment.options)
    return examples_of(dataset, spread(dataset))


def floors(experiment: Experiment) -> Floors:
    """Of its data and its code: a third of a second for pictures of 784 components.

    Raises:
        TiescopeError: if the data can't be read.
    """
    dataset, code = load(experiment.dataset, experiment.options), min(experiment.layers)
    width = min(code, dataset.facts.width)
    return Floors(dataset.leading(width).floor(width), dataset.validation_floor(width), dataset.variance)


def spread(dataset: Dataset, count: int = SHOWN) -> Rows:
    """Rows of the validation set to be shown: the first of every label, then the second of every label, …"""
    labels = dataset.validation_labels
    if labels is None:
        return np.arange(min(count, len(dataset.validation)))
    turns = np.zeros(len(labels), np.intp)  # how many of the same label came before
    for label in np.unique(labels):
        where = np.flatnonzero(labels == label)
        turns[where] = np.arange(len(where))
    return np.lexsort((labels, turns))[:count]


def examples_of(dataset: Dataset, chosen: Rows) -> Examples:
    """These rows of the validation set."""
    inputs = dataset.validation[chosen]
    inputs.flags.writeable = False
    labels = dataset.validation_labels
    return Examples(
        dataset.facts.shape, inputs, None if labels is None else tuple(str(label) for label in labels[chosen])
    )
