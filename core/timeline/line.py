"""The kept states of a lane's past in their order, thinned evenly in log steps."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import IntEnum

import numpy as np

from core.messages.moment import Moment
from core.training.state import LaneState

OBJECTS = 1 << 12  # bytes of a state beside its arrays, about: of a small network they are most


class Why(IntEnum):
    """What a state is kept for: the higher, the longer."""

    COURSE = 0  # the run as a whole
    SINGLE = 1  # one of steps that are taken one by one
    TURN = 2  # the run was changed there, or lost
    END = 3  # the first or the last there is


class Keyframe:
    """A kept state."""

    __slots__ = ("holds", "moment", "nbytes", "since", "state", "why")

    def __init__(self, state: LaneState, why: Why) -> None:
        self.state, self.why = state, why
        self.moment = state.trainer.moment
        self.since = state.chronicle.changed_at  # the step of the last change before it
        self.holds = _holds(state)  # bytes, by what takes them: what was measured may be that of other states, too
        self.nbytes = sum(self.holds.values())


def _holds(state: LaneState) -> dict[int, int]:
    columns = state.chronicle.losses.columns
    found = {id(state): state.trainer.nbytes + OBJECTS}
    found[id(columns["steps"])] = sum(column.nbytes for column in columns.values())
    for part in state.measured.values():
        found[id(part)] = sum(each.nbytes for each in vars(part).values() if isinstance(each, np.ndarray))
    return found


class Line:
    """Keyframes of one past: every moment later than the one before."""

    def __init__(self, frames: Iterable[Keyframe] = ()) -> None:
        self._frames = list(frames)
        self._moments = [frame.moment for frame in self._frames]

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def frames(self) -> tuple[Keyframe, ...]:
        """All of them."""
        return tuple(self._frames)

    def keep(self, frame: Keyframe) -> Keyframe:
        """Append ``frame`` and return it; if its moment is kept already, that keyframe, for the better reason."""
        if self._moments and self._moments[-1] == frame.moment:
            known = self._frames[-1]
            known.why = max(known.why, frame.why)
            return known
        assert not self._moments or self._moments[-1] < frame.moment, "a line grows at its end"
        self._frames.append(frame)
        self._moments.append(frame.moment)
        return frame

    def nearest(self, step: int) -> Keyframe | None:
        """The keyframe nearest to ``step``, the later of two, of one step the last; ``None`` where there is none."""
        where = bisect_right(self._moments, step, key=lambda moment: moment.step)
        near = self._frames[max(where - 1, 0) : where + 1]
        return min(near, key=lambda frame: (abs(frame.moment.step - step), -frame.moment.step), default=None)

    def up_to(self, step: int) -> Keyframe | None:
        """The last keyframe that is not beyond ``step``; ``None`` if there is none."""
        where = bisect_right(self._moments, step, key=lambda moment: moment.step)
        return self._frames[where - 1] if where else None

    def first_at(self, step: int) -> Keyframe | None:
        """The first keyframe of ``step``; ``None`` if none is kept."""
        where = bisect_left(self._moments, step, key=lambda moment: moment.step)
        return next((frame for frame in self._frames[where : where + 1] if frame.moment.step == step), None)

    def cut(self, moment: Moment) -> tuple[Keyframe, ...]:
        """Take away all that is later than ``moment``, and return it."""
        where = bisect_right(self._moments, moment)
        later = tuple(self._frames[where:])
        del self._frames[where:], self._moments[where:]
        return later

    def thin(self, recent: int, most: Why) -> bool:
        """Take away the keyframe that is missed least; False if none is kept for ``most`` or less.

        Of those that are there for the course of the run it is the one whose neighbours are nearest to each other in
        log steps since the last change, of the others the oldest. Single steps are such as soon as they are not among
        the last ``recent``.
        """
        if not self._frames:
            return False
        ranks = [self._rank(where, recent) for where in range(len(self._frames))]
        where = min(range(len(ranks)), key=ranks.__getitem__)
        if ranks[where][0] > most:
            return False
        del self._frames[where], self._moments[where]
        return True

    def _rank(self, where: int, recent: int) -> tuple[Why, float]:
        frame = self._frames[where]
        if where in (0, len(self._frames) - 1):
            return Why.END, frame.moment.step
        if frame.why is Why.COURSE or (frame.why is Why.SINGLE and where < len(self._frames) - recent):
            return Why.COURSE, self._gap(where)
        return frame.why, frame.moment.step

    def _gap(self, where: int) -> float:
        """Between its neighbours, in log steps since the change before it."""
        since = self._frames[where].since
        before, after = self._frames[where - 1].moment.step, self._frames[where + 1].moment.step
        return math.log((max(after - since, 0) + 1) / (max(before - since, 0) + 1))
