"""Watches over one layer's pseudo-inverse while it trains, without making every step wait for the device."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from core.linear_algebra.path import Path
from core.linear_algebra.pseudo_inverse import FLOAT32_LIMIT, Check, Factor, factorize, refactorize

INTERVAL = 16  # steps between checks where every one has its price


@dataclass(frozen=True)
class MonitorState:
    """The last check, and the steps since."""

    dial: float
    path: Path
    condition: float
    measured: bool
    age: int


class ConditionMonitor:
    """One layer's factor, once a step: on the path of the last check, and checked where that may no longer do.

    A check reads a few numbers from the device. Where that is free, float32 is checked at every step. Where it makes
    a queue of work wait, on CUDA, it is every :data:`INTERVAL` steps, or every step with less than a factor of two
    left to the limit; a factorization that fails in between gives NaN, and so does the loss. In float64, which always
    answers, only the label and the way back can come late: it is every :data:`INTERVAL` steps there, too.
    """

    def __init__(self) -> None:
        self._last: Check | None = None
        self._waits = False  # whether reading does
        self.age = 0  # steps since the last check, with the check's own

    def state(self) -> MonitorState | None:
        """What decides how the next factor is computed; ``None`` if none was."""
        last = self._last
        return None if last is None else MonitorState(last.dial, last.path, last.condition, last.measured, self.age)

    def restore(self, state: MonitorState | None) -> None:
        """Go on as from ``state``."""
        self._last = None if state is None else Check(state.dial, state.path, state.condition, state.measured)
        self.age = 0 if state is None else state.age

    def factor(self, weight: Tensor, dial: float = 0.0) -> Factor:
        """The factor of W (k, d) as it is now. Call it once a step, after the optimizer has changed W."""
        last = self._last
        if last is None or self.due(dial):
            factor = factorize(weight, dial)
            self._last, self._waits = factor.check, _reading_waits(factor.weight)
            self.age = 1
            return factor
        self.age += 1
        return refactorize(weight, last)

    def due(self, dial: float) -> bool:
        """Whether the next factor is checked, which reads from the device."""
        last = self._last
        return last is None or dial != last.dial or self.age >= _interval(last, self._waits)

    @property
    def path(self) -> Path | None:
        """The path of the last check, which is taken until the next."""
        return None if self._last is None else self._last.path

    def forget(self) -> None:
        """Check at the next step: W has been replaced (a rewind, another start), and not by a step."""
        self._last = None


def _interval(last: Check, reading_waits: bool) -> int:
    if last.path is Path.NOT_FINITE:
        return 1
    if last.path is Path.FLOAT32 and (last.condition > FLOAT32_LIMIT / 2 or not reading_waits):
        return 1
    return INTERVAL


def _reading_waits(tensor: Tensor) -> bool:
    return tensor.is_cuda
