"""Handwritten digits, 28×28 (from MNIST) and 8×8 (from UCI optdigits); see assets/data/README.md.

The rows of both files were shuffled once when the files were made; the first 80 % are for training.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.assets import asset
from core.datasets import base
from core.datasets.base import Dataset, Facts, Source
from core.datasets.readers import read
from core.errors import TiescopeError
from core.fields import Integer, described


class Options(base.Options):
    """How much of the data is learned from."""

    examples: Integer = described(
        0,
        "how many of the digits are learned from: the first so many; fewer are overfitted sooner",
        "a whole number, 0 for all there are",
        ge=0,
        le=10**9,
    )


def _digits(name: str, title: str, file: str, white: int, whole: Facts) -> Source[Options]:
    """A source of pictures from ``assets/``, in which ``white`` is the largest value."""

    def facts(options: Options) -> Facts:
        if options.examples > whole.train:
            raise TiescopeError(
                f"examples must be at most {whole.train}, the number of training examples of {name}, or 0 for all, "
                f"not {options.examples}.",
                "examples",
            )
        return replace(whole, train=options.examples or whole.train)

    def load(options: Options) -> Dataset:
        content = read(asset(file))
        rows = (content.examples.reshape(len(content.examples), -1) / np.float32(white)).astype(np.float32)
        labels = None if content.labels is None else content.labels[whole.train :]
        known = facts(options)
        return Dataset(name, known, rows[: known.train], rows[whole.train :], labels)

    return Source(name, title, Options, facts, load)


DIGITS_28 = _digits("digits", "digits 28×28", "data/mnist_5k.npz", 255, Facts((28, 28), 4000, 1000))
DIGITS_8 = _digits("digits8x8", "digits 8×8", "data/digits8x8.npz", 16, Facts((8, 8), 1437, 360))
