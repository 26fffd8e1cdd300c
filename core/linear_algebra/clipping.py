"""A limit to the length of the gradient, for decoders whose derivative grows without one.

Near a singular W the derivative of W⁺ goes as 1/s², s the smallest singular value (measured: 3·10⁴ at cond W = 10²,
3·10⁶ at 10³), and one step along it throws W far away. The direction is kept, the length is limited.
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
    """Scale all gradients by one factor, in place, so that together they are no longer than ``limit``.

    Returns how long they were, as a tensor without dimensions that stays on the device: reading it waits for the
    device. A length that float32 can't hold (from 2·10¹⁹) counts as infinite: that step is not taken. A gradient that
    is not finite is made NaN rather than left to do its damage quietly.
    """
    lengths = [torch.linalg.vector_norm(gradient) for gradient in gradients]
    length: Tensor = lengths[0] if len(lengths) == 1 else torch.linalg.vector_norm(torch.stack(lengths))
    # On the CPU reading is free, and cheaper than a pass over the gradients.
    if not length.is_cpu or not length.item() <= limit:  # true of NaN
        scale = (limit / length).clamp(max=1.0)
        for gradient in gradients:
            gradient.mul_(scale)
    return length


def exceeds(lengths: npt.NDArray[np.float32], limit: float = LIMIT) -> npt.NDArray[np.bool_]:
    """Which gradients of these lengths were shortened; true of NaN."""
    return ~(lengths <= limit)
