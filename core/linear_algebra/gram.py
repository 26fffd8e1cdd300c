"""The Gram matrix: all that a pseudo-inverse and singular values need to know of W."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

LARGE = 128  # units and inputs from which half a product is worth leaving torch for


def gram(rows: Tensor) -> Tensor:
    """The smaller one of rows rowsᵀ and rowsᵀ rows, (m, m) of rows (k, d), m = min(k, d).

    NumPy sees that both factors are the same and computes half of the result (BLAS's syrk, measured to take 0.5 to 0.7
    of the time of the product at 256 to 1024 units); torch computes all of it, but with more than one thread, if it
    may.
    """
    wide = len(rows) <= rows.shape[1]
    if rows.is_cpu and min(rows.shape) >= LARGE and torch.get_num_threads() == 1:
        array = rows.detach().numpy()
        # That weights are not finite is for the caller to find out, as with torch.
        with np.errstate(all="ignore"):
            return torch.from_numpy(array @ array.T if wide else array.T @ array)
    return rows @ rows.mT if wide else rows.mT @ rows
