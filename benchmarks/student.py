"""The same autoencoders as one writes them with torch.nn and autograd: what Tiescope's trainer is measured against."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.activations import LEAK


class TiedNetwork(nn.Module):
    """A tied autoencoder with leaky hidden layers, its decoder's weights Wᵀ or ``torch.linalg.pinv(W)``."""

    def __init__(self, widths: tuple[int, ...], *, pinv: bool = False) -> None:
        super().__init__()
        self.encoder = nn.ModuleList(nn.Linear(d, k) for d, k in pairwise(widths))
        self.biases = nn.ParameterList(torch.zeros(d) for d in widths[:-1])
        self.pinv = pinv

    def forward(self, rows: Tensor) -> Tensor:
        """Rows (B, d) and their reconstructions."""
        for layer in self.encoder:
            rows = functional.leaky_relu(layer(rows), LEAK)
        for index, layer in reversed(list(enumerate(self.encoder))):
            weight = layer.get_parameter("weight")
            decoder = torch.linalg.pinv(weight) if self.pinv else weight.mT
            rows = functional.linear(rows, decoder, self.biases[index])
            if index:
                rows = functional.leaky_relu(rows, LEAK)
        return rows
