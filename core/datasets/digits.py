"""Handwritten digits, 28×28 (from MNIST) and 8×8 (from UCI optdigits); see assets/data/README.md.

The rows of both files were shuffled once when the files were made; the first 80 % are for training.
"""

from __future__ import annotations

import numpy as np

from core.assets import asset
from core.datasets.base import Dataset, Facts

Spectrum = tuple[float, ...]


def facts_28(spectrum: Spectrum) -> Facts:
    return Facts((28, 28), 4000, 1000)


def facts_8(spectrum: Spectrum) -> Facts:
    return Facts((8, 8), 1437, 360)


def load_28(spectrum: Spectrum) -> Dataset:
    return _load("digits", "data/mnist_5k.npz", 255, facts_28(spectrum))


def load_8(spectrum: Spectrum) -> Dataset:
    return _load("digits8x8", "data/digits8x8.npz", 16, facts_8(spectrum))


def _load(name: str, file: str, white: int, facts: Facts) -> Dataset:
    with np.load(asset(file), allow_pickle=False) as archive:
        images, labels = archive["images"], archive["labels"]
    rows = (images.reshape(len(images), -1) / np.float32(white)).astype(np.float32)
    cut = facts.train
    return Dataset(name, facts, rows[:cut], rows[cut:], labels[:cut], labels[cut:])
