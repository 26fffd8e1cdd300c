"""Whether a network fits, asked before it is built."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

import torch

from core.errors import TiescopeError

FLOAT = 4  # bytes
# Parameters, gradient, two moments; the last good state again without the gradient, and so one that may become it;
# snapshots under way.
COPIES = 4 + 3 + 3 + 3


def need(widths: Sequence[int], batch_size: int) -> int:
    """Bytes that training a network of these widths takes, untied at worst; an estimate from above."""
    weights = sum(a * b for a, b in pairwise(widths))
    activations = 8 * batch_size * sum(widths)
    return FLOAT * (2 * weights * COPIES + activations)


def free(device: torch.device) -> int | None:
    """Bytes that can still be had on ``device``; ``None`` where the system does not say."""
    if device.type == "cuda":
        # What torch keeps of a network that is gone is taken, but by nobody.
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(torch.cuda.mem_get_info(device)[0]) + kept
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def fits(needed: int, device: torch.device) -> bool:
    """Whether so many bytes can be had on ``device`` as it is."""
    there = free(device)
    return there is None or needed <= there


def check(widths: Sequence[int], needed: int, device: torch.device, given_back: int = 0) -> None:
    """Raises TiescopeError if a run that needs so many bytes would not fit even with ``given_back`` more of them.

    ``widths`` are of its largest network, for the sentence.
    """
    there = free(device)
    if there is not None and needed > there + given_back:
        raise TiescopeError(
            f"layers: training a network {'–'.join(map(str, widths))} takes about {needed / 2**30:.1f} GiB "
            f"and {(there + given_back) / 2**30:.1f} GiB are free; choose narrower layers.",
            "layers",
        )
