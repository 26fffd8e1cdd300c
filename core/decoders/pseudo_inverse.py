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

    def backward(self, gradient: Tensor, codes: Tensor, mirror: Mirror) -> Tensor:
        """The derivative of W⁺, for W of locally constant rank.

        Reference: Golub and Pereyra (1973), The differentiation of pseudo-inverses and nonlinear least
        squares problems whose variables separate, equation (4.12).
        """
        weight, inverse = mirror.weight, self.matrix(mirror)  # (k, d), (d, k)
        of_inverse = gradient.mT @ codes  # ∂loss/∂W⁺, (d, k)
        mixed = of_inverse.mT @ inverse  # (k, k)
        outer = of_inverse.mT - mixed @ weight  # ∂loss/∂(W⁺)ᵀ (I − W⁺W), (k, d)
        left = mixed @ inverse.mT  # (k, d)
        mirror.weight_gradient += (
            (inverse.mT @ inverse) @ outer  # outside the row space of W
            + left
            - weight @ (inverse @ left)  # outside its column space
            - mixed.mT @ inverse.mT
        )
        return gradient @ inverse

    def matrix(self, mirror: Mirror) -> Tensor:
        import torch

        inverse: Tensor = torch.linalg.pinv(mirror.weight)
        return inverse
