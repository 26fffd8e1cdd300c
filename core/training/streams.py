"""Independent random numbers for different purposes from one seed."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What random numbers are for."""

    WEIGHTS = 0
    ORDER = 1
    NOISE = 2


def stream_seed(seed: int, stream: Stream, *place: int) -> int:
    """The seed, from 0 to 2⁶³ − 1, of the generator for ``stream`` at ``place``, such as the number of an epoch.

    Reference: ``numpy.random.SeedSequence``, whose spawned children do not overlap.
    """
    low, high = np.random.SeedSequence(seed, spawn_key=(stream, *place)).generate_state(2, np.uint32)
    return (int(high) << 32 | int(low)) & 0x7FFF_FFFF_FFFF_FFFF
