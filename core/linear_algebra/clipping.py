"""Clip the gradient's norm, for decoders whose derivative has no bound of its own.

Near a singular W the derivative of W⁺ goes as 1/s², s the smallest singular value (measured: 3·10⁴ at cond W = 10²,
3·10⁶ at 10³), and one step along it throws W far away. The direction is kept, the norm is limited.

Reference: Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, section 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

# For losses that are means over components. With a well-conditioned W and codes around 0 most runs stay below. Others
# begin above it, a sigmoid on pictures or as many units as inputs, and mostly come under it within tens of steps.
LIMIT = 1.0


@torch.no_grad()
def clip(gradients: Sequence[Tensor], limit: float = LIMIT) -> Tensor:
    """Scale all gradients by one factor, in place, so that their norm taken together is at most ``limit``.

    Returns the norm before, as a tensor without dimensions that stays on the device: reading it waits for the device.
    A norm that float32 can't hold (from 2·10¹⁹) counts as infinite: that step is not taken. A gradient that is not
    finite is made NaN rather than left to do its damage quietly.
    """
    norms = [torch.linalg.vector_norm(gradient) for gradient in gradients]
    norm: Tensor = norms[0] if len(norms) == 1 else torch.linalg.vector_norm(torch.stack(norms))
    # On the CPU reading is free, and cheaper than a pass over the gradients.
    if not norm.is_cpu or not norm.item() <= limit:  # true of NaN
        scale = (limit / norm).clamp(max=1.0)
        for gradient in gradients:
            gradient.mul_(scale)
    return norm


def exceeds(norms: npt.NDArray[np.float32], limit: float = LIMIT) -> npt.NDArray[np.bool_]:
    """Tell which gradients of these norms were clipped; true of NaN."""
    return ~(norms <= limit)
