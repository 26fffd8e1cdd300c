"""Curves of a run that are bounded in memory and can be handed out without copying."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import numpy as np
import numpy.typing as npt

from core.messages.wire import message

Steps = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]

_versions = count(1)
Grown = TypeVar("Grown", bound="Growing")


def new_version() -> int:
    """One that no curve of this process had."""
    return next(_versions)


@dataclass(frozen=True, eq=False)
class Growing:
    """Arrays of one length, the :attr:`COLUMNS`, that are sent piece by piece while they grow.

    Of two curves with the same ``version`` the shorter one is the beginning of the longer one. ``start`` > 0 says that
    this is only what comes after the first ``start`` values, which the receiver has already.
    """

    COLUMNS: ClassVar[tuple[str, ...]]

    if TYPE_CHECKING:  # fields of each kind, which come after its columns

        @property
        def steps(self) -> Steps: ...
        @property
        def version(self) -> int: ...
        @property
        def start(self) -> int: ...

    @property
    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays by name."""
        return {name: getattr(self, name) for name in self.COLUMNS}

    @property
    def end(self) -> int:
        """The number of values, with those that the receiver has already."""
        return self.start + len(self.steps)

    def since(self: Grown, start: int) -> Grown:
        """Without the first ``start`` values."""
        assert not self.start, "cut from the whole curve"
        return self._with({name: column[start:] for name, column in self.columns.items()}, start=start)

    def after(self: Grown, older: Grown) -> Grown:
        """This, and before it what ``older`` has that this leaves to the receiver."""
        if not self.start or older.version != self.version or older.start >= self.start:
            return self
        before, kept = older.columns, self.start - older.start
        whole = {name: np.concatenate((before[name][:kept], column)) for name, column in self.columns.items()}
        return self._with(whole, start=older.start)

    def whole(self: Grown, columns: dict[str, npt.NDArray[Any]]) -> Grown:
        """The same curve with all of its values, which become read-only."""
        for column in columns.values():
            column.flags.writeable = False
        return self._with(columns, start=0)

    def _with(self: Grown, columns: dict[str, npt.NDArray[Any]], start: int) -> Grown:
        return cast(Grown, replace(cast(Any, self), **columns, start=start))


@message
@dataclass(frozen=True, eq=False)
class Curve(Growing):
    """Values over steps, read-only. ``stride`` > 1 says that each value is the mean of that many."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("steps", "values")

    steps: Steps  # (n,) ascending
    values: Values  # (n,)
    stride: int = 1
    version: int = 0
    start: int = 0


@dataclass(frozen=True, eq=False)
class HistoryState:
    """A history as it was: its curve, and the values that wait for their fellows to be averaged with."""

    curve: Curve
    waiting_steps: Steps
    waiting_values: Values


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
        self._version = new_version()
        self._waiting: list[tuple[Steps, Values]] = []

    def extend(self, steps: Steps, values: Values) -> None:
        """Append values in the order of their steps; values beyond a whole stride wait for their fellows."""
        if not len(steps):
            return
        if self._stride == 1 and self._length + len(steps) < self._bound:
            # As nearly always: nothing has to be averaged, and nothing waits.
            self._write(steps, values)
            return
        self._waiting.append((steps.astype(np.int64), values.astype(np.float32)))
        if sum(len(s) for s, _ in self._waiting) < self._stride:
            return
        steps, values = self._all_waiting()
        while True:
            room = (self._bound - self._length) * self._stride
            whole = min(len(steps) - len(steps) % self._stride, room)
            self._write(steps[:whole], values[:whole])
            steps, values = steps[whole:], values[whole:]
            if self._length == self._bound:
                self._halve()
            if len(steps) < self._stride:
                break
        self._waiting = [(steps, values)] if len(steps) else []

    def curve(self) -> Curve:
        """A read-only view of what has been written so far."""
        steps, values = self._steps[: self._length], self._values[: self._length]
        steps.flags.writeable = values.flags.writeable = False
        return Curve(steps, values, self._stride, self._version)

    def state(self) -> HistoryState:
        """All of it, without a copy; with it :meth:`restore` goes on as if nothing had come after."""
        return HistoryState(self.curve(), *self._all_waiting())

    def restore(self, state: HistoryState) -> None:
        """Go back to ``state``; curves that were handed out before stay as they are."""
        curve = state.curve
        self._reallocate(curve.steps, curve.values, min(self._bound, max(len(curve.steps), 1024)))
        self._stride = curve.stride
        self._waiting = [(state.waiting_steps, state.waiting_values)] if len(state.waiting_steps) else []

    def _all_waiting(self) -> tuple[Steps, Values]:
        if not self._waiting:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate([s for s, _ in self._waiting]), np.concatenate([v for _, v in self._waiting])

    def _write(self, steps: Steps, values: Values) -> None:
        written = len(steps) // self._stride
        if self._length + written > len(self._steps):
            size = min(self._bound, max(2 * len(self._steps), self._length + written))
            version = self._version
            self._reallocate(self._steps[: self._length], self._values[: self._length], size)
            self._version = version  # the same values in a larger room
        where = slice(self._length, self._length + written)
        if self._stride == 1:
            self._steps[where], self._values[where] = steps, values
        else:
            self._steps[where] = steps.reshape(written, self._stride)[:, -1]
            self._values[where] = values.reshape(written, self._stride).mean(axis=1)
        self._length += written

    def _halve(self) -> None:
        self._stride *= 2
        half = self._bound // 2
        steps = self._steps.reshape(half, 2)[:, 1]
        values = self._values.reshape(half, 2).mean(axis=1)
        self._reallocate(steps, values, self._bound)

    def _reallocate(self, steps: Steps, values: Values, size: int) -> None:
        # New arrays, never a resize in place: curves handed out earlier still look at the old ones.
        self._steps, self._values = np.empty(size, np.int64), np.empty(size, np.float32)
        self._length = len(steps)
        self._steps[: self._length], self._values[: self._length] = steps, values
        self._version = new_version()
