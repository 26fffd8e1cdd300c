"""Curves of a run that are bounded in memory and can be handed out without copying."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Curve:
    """Values over steps, read-only. ``stride`` > 1 says that each value is the mean of that many."""

    steps: npt.NDArray[np.int64]  # (n,) ascending
    values: npt.NDArray[np.float32]  # (n,)
    stride: int = 1


class History:
    """An append-only curve of at most ``bound`` points.

    What is written is never rewritten, so :meth:`curve` hands out views that stay true while the
    history grows. When the bound is reached, neighbours are averaged in pairs into new arrays.
    """

    def __init__(self, bound: int = 1 << 16) -> None:
        if bound < 2 or bound % 2:
            raise ValueError(f"a history's bound must be an even number of at least 2, not {bound}")
        self._bound = bound
        self._steps = np.empty(min(bound, 1024), np.int64)
        self._values = np.empty(len(self._steps), np.float32)
        self._length = 0
        self._stride = 1
        self._pending: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]] = []

    def extend(self, steps: npt.NDArray[np.int64], values: npt.NDArray[np.float32]) -> None:
        """Append values in the order of their steps; values beyond a whole stride wait for their fellows."""
        if not len(steps):
            return
        self._pending.append((steps.astype(np.int64), values.astype(np.float32)))
        if sum(len(s) for s, _ in self._pending) < self._stride:
            return
        steps = np.concatenate([s for s, _ in self._pending])
        values = np.concatenate([v for _, v in self._pending])
        while True:
            room = (self._bound - self._length) * self._stride
            whole = min(len(steps) - len(steps) % self._stride, room)
            self._write(steps[:whole], values[:whole])
            steps, values = steps[whole:], values[whole:]
            if self._length == self._bound:
                self._halve()
            if len(steps) < self._stride:
                break
        self._pending = [(steps, values)] if len(steps) else []

    def _write(self, steps: npt.NDArray[np.int64], values: npt.NDArray[np.float32]) -> None:
        count = len(steps) // self._stride
        if self._length + count > len(self._steps):
            size = min(self._bound, max(2 * len(self._steps), self._length + count))
            self._reallocate(self._steps[: self._length], self._values[: self._length], size)
        where = slice(self._length, self._length + count)
        self._steps[where] = steps.reshape(count, self._stride)[:, -1]
        self._values[where] = values.reshape(count, self._stride).mean(axis=1)
        self._length += count

    def _halve(self) -> None:
        self._stride *= 2
        half = self._bound // 2
        steps = self._steps.reshape(half, 2)[:, 1]
        values = self._values.reshape(half, 2).mean(axis=1)
        self._reallocate(steps, values, self._bound)

    def _reallocate(self, steps: npt.NDArray[np.int64], values: npt.NDArray[np.float32], size: int) -> None:
        # New arrays, never a resize in place: curves handed out earlier still look at the old ones.
        self._steps, self._values = np.empty(size, np.int64), np.empty(size, np.float32)
        self._length = len(steps)
        self._steps[: self._length], self._values[: self._length] = steps, values

    def curve(self) -> Curve:
        """A read-only view of what has been written so far."""
        steps, values = self._steps[: self._length], self._values[: self._length]
        steps.flags.writeable = values.flags.writeable = False
        return Curve(steps, values, self._stride)

    def until(self, step: int) -> History:
        """A new history that holds what happened up to and including ``step``."""
        other = History(self._bound)
        kept = int(np.searchsorted(self._steps[: self._length], step, side="right"))
        other._reallocate(self._steps[:kept], self._values[:kept], min(self._bound, max(kept, 1024)))
        other._stride = self._stride
        return other
