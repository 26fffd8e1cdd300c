"""W⁺, the Moore–Penrose pseudo-inverse: undoes the projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.decoders.base import Mirror

if TYPE_CHECKING:
    from torch import Tensor


class PseudoInverse:
    """The mirrored layer's weights are the pseudo-inverse of the encoder's."""

    name = "pseudo_inverse"
    symbol = "W⁺"
    teaches = "Undoes the projection: only the row space of W matters, not the scale or the mixing of its rows."
    free_weights = False

    def decode(self, codes: Tensor, mirror: Mirror) -> Tensor:
        return codes @ self.matrix(mirror).mT

    def matrix(self, mirror: Mirror) -> Tensor:
        import torch

        return torch.linalg.pinv(mirror.weight)
