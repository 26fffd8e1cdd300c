"""The error over whole data sets, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from core.training.model import TiedAutoencoder

ROWS = (64, 512)  # examples at a time: a pass over a large data set needs little memory …
WORK = 1 << 26  # … and can be left soon: weights times examples of a piece, within these limits


def errors(model: TiedAutoencoder, examples: Tensor) -> Iterator[float]:
    """The mean squared error per component over ``examples`` (n, d), as one addend from every piece of it."""
    fewest, most = ROWS
    weights = sum(block.decayed for block in model.blocks)
    for rows in torch.split(examples, min(max(fewest, WORK // weights), most)):
        error = model.forward(rows).reconstruction - rows
        yield float(error.square_().sum()) / examples.numel()


def loss(model: TiedAutoencoder, examples: Tensor) -> float:
    """The mean squared error per component over ``examples`` (n, d), at once."""
    return sum(errors(model, examples))
