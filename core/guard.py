"""Watches over one layer's pseudo-inverse while it trains, without making every step wait for the device."""

from __future__ import annotations

import math

from torch import Tensor

from core.pseudo_inverse import FLOAT32_LIMIT, Factor, Path, factorize, refactorize

INTERVAL = 16  # steps between checks


class Guard:
    """One layer's factor, once a step: on the path of the last check, and checked where that may no longer do.

    A check reads two numbers from the device. It is made every :data:`INTERVAL` steps, at every change of the dial,
    and at every step while float32 is less than a factor of two from its limit. In between a factorization that
    fails is not silent either: where reading does not make a queue of work wait it is repeated in float64 at once, on
    CUDA it gives NaN, and so does the loss.
    """

    def __init__(self) -> None:
        self._last: Factor | None = None
        self._age = 0

    def factor(self, weight: Tensor, dial: float = 0.0) -> Factor:
        """The factor of W (k, d) as it is now. Call it once a step, after the optimizer has changed W."""
        last = self._last
        if last is None or dial != last.dial or self._age >= (1 if _doubtful(last) else INTERVAL):
            return self._check(weight, dial)
        self._age += 1
        factor = refactorize(weight, last)
        if not weight.is_cuda and math.isnan(factor.inverse[0, 0].item()):
            return self._check(weight, dial)
        return factor

    def forget(self) -> None:
        """Check at the next step: W has been replaced (a rewind, another start), and not by a step."""
        self._last = None

    def _check(self, weight: Tensor, dial: float) -> Factor:
        factor = self._last = factorize(weight, dial)
        self._age = 1
        return factor


def _doubtful(factor: Factor) -> bool:
    if factor.path is Path.FLOAT32:
        return factor.condition > FLOAT32_LIMIT / 2
    return factor.path is Path.NOT_FINITE
