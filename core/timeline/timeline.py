"""A lane's past within a bound of memory: what is kept of it, and how it is undone and done again.

A state that one goes back to stays what it was: going on from it gives the same losses, on the CPU to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.messages.kept import Kept
from core.messages.moment import Moment
from core.timeline.ladder import following
from core.timeline.line import Keyframe, Line, Why
from core.training.state import LaneState

RECENT = 64  # single steps that are all kept for a while, or a quarter of the states there is room for
MOST_UNDONE = 64  # changes that can be undone


@dataclass
class CommandCount:
    """Which command of a run is carried out, the same for all its lanes."""

    now: int = 0


@dataclass(frozen=True, eq=False)
class Turn:
    """Where a run went another way: the state that was left, and what had come after ``at`` before it was."""

    left: Keyframe
    at: Moment  # up to here both ways are one
    stamp: int  # the later, the larger, in all lanes of a run
    later: tuple[Keyframe, ...] = ()  # of the way that was left

    def before(self, moment: Moment) -> bool:
        """Whether the run had gone this way at ``moment``; where another way begins it has."""
        return self.at < moment or (self.at == moment and self.left.moment > moment)


class Timeline:
    """Of one lane; ``limit`` is in bytes, and ``count`` tells the changes of one command from those of others."""

    def __init__(self, limit: int, count: CommandCount | None = None, line: Line | None = None) -> None:
        self._limit, self._count = limit, count or CommandCount()
        self._line = Line() if line is None else line
        self._undo: list[Turn] = []
        self._redo: list[Turn] = []
        self._due = 0
        self._told: Kept | None = None

    @property
    def due(self) -> int:
        """The step after which a state is to be kept before the next one."""
        return self._due

    @property
    def undo_stamp(self) -> int | None:
        """Of the change that would be undone; ``None`` if there is none."""
        return self._undo[-1].stamp if self._undo else None

    @property
    def redo_stamp(self) -> int | None:
        """Of the undoing that would be taken back; ``None`` if there is none, or something was changed since."""
        return self._redo[-1].stamp if self._redo else None

    @property
    def kept(self) -> Kept:
        """What there is, for whoever looks for a moment."""
        if self._told is None:
            steps = np.array([frame.moment.step for frame in self._line.frames], np.int64)
            steps.flags.writeable = False
            self._told = Kept(steps, self.nbytes, self._limit)
        return self._told

    @property
    def nbytes(self) -> int:
        """That all kept states take."""
        return sum(self.holds().values())

    def holds(self) -> dict[int, int]:
        """The bytes of every kept state and of what belongs to it, by the identity of what takes them."""
        found: dict[int, int] = {}
        for frame in self._line.frames:
            found.update(frame.holds)
        for turn in (*self._undo, *self._redo):
            for frame in (turn.left, *turn.later):
                found.update(frame.holds)
        return found

    @property
    def last_revision(self) -> int:
        """The largest of all moments that are kept, on any way."""
        turns = (*self._undo, *self._redo)
        kept = (*self._line.frames, *(frame for turn in turns for frame in (turn.left, *turn.later)))
        return max((frame.moment.revision for frame in kept), default=0)

    @property
    def frames(self) -> tuple[Keyframe, ...]:
        """Of the past that led here, the oldest first."""
        return self._line.frames

    @property
    def states(self) -> tuple[LaneState, ...]:
        """Of the past that led here, the oldest first."""
        return tuple(frame.state for frame in self._line.frames)

    def keep_up_to(self, nbytes: int) -> None:
        """Keep no more than this from now on."""
        self._limit = nbytes
        self._fit()

    def keep(self, state: LaneState, why: Why = Why.COURSE) -> None:
        """Keep ``state``, which is the present."""
        self._line.keep(Keyframe(state, why))
        self._schedule(state)
        self._fit()

    def pass_over(self, state: LaneState) -> None:
        """There is no room for ``state`` or it can't be kept."""
        self._schedule(state)

    def change(self, state: LaneState | None) -> None:
        """The run is about to be changed in the present, ``state``: what was undone can't be done again.

        ``None`` says that there is no room for it: then nothing can be undone, or it would be more than this.
        """
        if state is None:
            self._undo.clear()
            self._redo.clear()
            self._fit()
            return
        left = self._line.keep(Keyframe(state, Why.TURN))
        self._turned(Turn(left, left.moment, self._count.now))

    def changed(self, state: LaneState, *, joined: bool) -> None:
        """The run was changed, which led to ``state``; what it ``joined``, if no step was taken between, is gone."""
        last = self._undo[-1].at if self._undo else None
        at_once = last is not None and last.step == state.trainer.moment.step
        self._redo.clear()
        if joined and last is not None and at_once:
            self._line.cut(last)
        self.keep(state, Why.COURSE if joined and not at_once else Why.TURN)

    def branch(self, state: LaneState, at: Moment) -> None:
        """The run is about to go on from ``at`` instead of from the present, ``state``."""
        left = self._line.keep(Keyframe(state, Why.TURN))
        later = tuple(frame for frame in self._line.cut(at) if frame is not left)
        self._turned(Turn(left, at, self._count.now, later))

    def undo(self, state: LaneState) -> LaneState | None:
        """The state before the last change, while the present is ``state``; ``None`` if there is none."""
        return self._turn(self._undo, self._redo, state)

    def redo(self, state: LaneState) -> LaneState | None:
        """The state from which the last change was undone; ``None`` if there is none."""
        return self._turn(self._redo, self._undo, state)

    def back_to(self, moment: Moment) -> None:
        """The run stands at ``moment`` again, and what was later never was. A state is due there."""
        self._line.cut(moment)
        # Below one that stays are those of the way that was left there.
        while self._undo and not self._undo[-1].before(moment):
            self._undo.pop()
        self._redo.clear()
        self._due = moment.step
        self._fit()

    def nearest(self, step: int) -> LaneState | None:
        """The kept state nearest to ``step``."""
        frame = self._line.nearest(step)
        return frame.state if frame is not None else None

    def up_to(self, step: int) -> LaneState | None:
        """The last kept state that is not beyond ``step``."""
        frame = self._line.up_to(step)
        return frame.state if frame is not None else None

    def revision_at(self, step: int) -> int | None:
        """With which the steps led to ``step``, after which something was changed; ``None`` if that is not kept."""
        frame = self._line.first_at(step)
        return frame.moment.revision if frame is not None else None

    def before_change(self) -> LaneState | None:
        """The state that was left by the last change that can be undone."""
        return self._undo[-1].left.state if self._undo else None

    def until(self, moment: Moment) -> Timeline:
        """The past up to ``moment``, for another lane that begins there; the states are the same objects."""
        # Keyframes of its own: what one lane keeps a state for is nothing to the other.
        frames = (Keyframe(frame.state, frame.why) for frame in self._line.frames if frame.moment <= moment)
        return Timeline(self._limit, self._count, Line(frames))

    def copy(self) -> Timeline:
        """The same past with its turns, to be kept while the lane goes on; the states are the same objects."""
        found = Timeline(self._limit, self._count, Line(self._line.frames))
        found._undo, found._redo, found._due = list(self._undo), list(self._redo), self._due
        return found

    def _schedule(self, state: LaneState) -> None:
        since, step = state.chronicle.changed_at, state.trainer.moment.step
        self._due = since + following(step - since, self._limit // max(state.trainer.nbytes, 1))

    def _turned(self, turn: Turn) -> None:
        self._redo.clear()
        self._undo.append(turn)
        del self._undo[:-MOST_UNDONE]
        self._fit()

    def _turn(self, back: list[Turn], forth: list[Turn], state: LaneState) -> LaneState | None:
        if not back:
            return None
        turn = back.pop()
        left = self._line.keep(Keyframe(state, Why.TURN))
        later = tuple(frame for frame in self._line.cut(turn.at) if frame is not left)
        forth.append(Turn(left, turn.at, self._count.now, later))
        for frame in (*turn.later, turn.left):
            self._line.keep(frame)
        self._schedule(turn.left.state)
        self._fit()
        return turn.left.state

    def _fit(self) -> None:
        """Give up what is missed least until all is within the limit."""
        self._told = None
        while self.nbytes > self._limit and self._give_up():
            pass

    def _give_up(self) -> bool:
        """One thing; False if there is nothing that can be."""
        for turns in (self._redo, self._undo):
            for where, turn in enumerate(turns):
                if turn.later:  # a way that nobody is on
                    turns[where] = replace(turn, later=turn.later[2::2])
                    return True
        frames = self._line.frames
        recent = min(RECENT, self._limit // max(frames[0].nbytes, 1) // 4) if frames else 0
        if self._line.thin(recent, Why.COURSE):
            return True
        for turns in (self._redo, self._undo):
            if len(turns) > 1:
                del turns[0]
                return True
        if len(frames) > 2 and self._line.thin(0, Why.TURN):
            return True
        for turns in (self._redo, self._undo):
            if turns:
                del turns[0]
                return True
        return self._line.thin(0, Why.END)
