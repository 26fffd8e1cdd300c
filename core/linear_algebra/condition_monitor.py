"""Monitor the condition of one layer's W while it trains, without making every step wait for the device."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from core.linear_algebra.path import Path
from core.linear_algebra.pseudo_inverse import FLOAT32_LIMIT, Check, Factor, factorize, refactorize

INTERVAL = 16  # steps between checks where every one has its price


@dataclass(frozen=True)
class MonitorState:
    """All that decides on which path the next factors are computed, as plain data."""

    dial: float
    path: Path
    condition: float
    measured: bool
    age: int


class ConditionMonitor:
    """Compute one layer's factor once a step: on the path of the last check, with a new check where it is due.

    A check reads a few numbers from the device. Where that is free, float32 is checked at every step. Where it makes
    a queue of work wait, on CUDA, it is checked every :data:`INTERVAL` steps, or every step with less than a factor of
    two left to the limit; a factorization that fails in between gives NaN, and so does the loss. In float64, which
    always answers, only the label and the way back can come late: it is checked every :data:`INTERVAL` steps, too.
    """

    def __init__(self) -> None:
        self._last: Check | None = None
        self._reading_waits = False
        self.age = 0  # factors since the last check, its own included

    def factor(self, weight: Tensor, dial: float = 0.0) -> Factor:
        """Compute the factor of W (k, d) as it is now. Call it once a step, after the optimizer has changed W."""
        self._reading_waits = reading_waits(weight)
        last = self._last
        if last is None or self.due(dial):
            factor = factorize(weight, dial)
            self._last, self.age = factor.check, 1
            return factor
        self.age += 1
        return refactorize(weight, last)

    def due(self, dial: float) -> bool:
        """Tell whether the next factor is checked, which reads from the device."""
        last = self._last
        return last is None or dial != last.dial or self.age >= _interval(last, self._reading_waits)

    @property
    def path(self) -> Path | None:
        """The path of the last check, which is taken until the next."""
        return None if self._last is None else self._last.path

    def forget(self) -> None:
        """Check at the next step: W has been replaced (another start), and not by a step."""
        self._last = None

    def state(self) -> MonitorState | None:
        """Return what decides the next factors' paths; ``None`` if nothing has been checked."""
        last = self._last
        return None if last is None else MonitorState(last.dial, last.path, last.condition, last.measured, self.age)

    def restore(self, state: MonitorState | None) -> None:
        """Go back to a :meth:`state`: with the same W's the same factors follow, to the bit."""
        if state is None:
            self._last, self.age = None, 0
        else:
            self._last = Check(state.dial, state.path, state.condition, state.measured)
            self.age = state.age


def _interval(last: Check, waits: bool) -> int:
    if last.path is Path.NOT_FINITE:
        return 1
    if last.path is Path.FLOAT32 and (last.condition > FLOAT32_LIMIT / 2 or not waits):
        return 1
    return INTERVAL


def reading_waits(tensor: Tensor) -> bool:
    """Whether reading a number from where ``tensor`` is makes a queue of work wait."""
    return tensor.is_cuda
