"""Handwritten digits, 28×28 (from MNIST) and 8×8 (from UCI optdigits); see assets/data/README.md.

The rows of both files were shuffled once when the files were made; the first 80 % are for training.
"""

from __future__ import annotations

import numpy as np

from core.assets import asset
from core.datasets.base import Dataset, Facts, Options, Source
from core.datasets.readers import read


def _digits(name: str, title: str, file: str, white: int, facts: Facts) -> Source[Options]:
    """A source of pictures from ``assets/``, in which ``white`` is the largest value."""

    def load(_: Options) -> Dataset:
        content = read(asset(file))
        rows = (content.examples.reshape(len(content.examples), -1) / np.float32(white)).astype(np.float32)
        labels = None if content.labels is None else content.labels[facts.train :]
        return Dataset(name, facts, rows[: facts.train], rows[facts.train :], labels)

    return Source(name, title, Options, lambda _: facts, load)


DIGITS_28 = _digits("digits", "digits 28×28", "data/mnist_5k.npz", 255, Facts((28, 28), 4000, 1000))
DIGITS_8 = _digits("digits8x8", "digits 8×8", "data/digits8x8.npz", 16, Facts((8, 8), 1437, 360))
