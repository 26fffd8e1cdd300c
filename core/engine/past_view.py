"""The run as it was at a moment that somebody looks at: lanes of its own, which stand at kept states."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.engine.lane import Lane
from core.engine.pending import PendingLane
from core.engine.session import Session
from core.engine.transfer import Transfer
from core.errors import TiescopeError
from core.messages.commands import LaneId, LookAt
from core.messages.needs import Need
from core.parts.base import Measured
from core.training.state import LaneState

Needs = Mapping[LaneId, Collection[Need[Any]]]

log = logging.getLogger(__name__)


class PastView:
    """Answers the same needs by the same code as the lanes that train, which it leaves alone."""

    def __init__(self) -> None:
        self._asked: LookAt | None = None
        self._shadows: dict[LaneId, Lane] = {}
        self._needs: Needs = {}
        self._pieces: Iterator[None] | None = None  # of what is still to be measured

    @property
    def active(self) -> bool:
        """Whether somebody looks at the past."""
        return self._asked is not None

    @property
    def complete(self) -> bool:
        """Whether all is measured."""
        return self._pieces is None

    @property
    def step(self) -> int:
        """Of the lane that is furthest on."""
        return max((lane.moment.step for lane in self._shadows.values()), default=0)

    def look(self, session: Session, asked: LookAt, needs: Needs) -> None:
        """Go there.

        Raises:
            TiescopeError: if nothing is kept, or the values are not allowed there.
        """
        if asked.lane is not None and asked.lane not in session.names:
            raise TiescopeError(f"The lane {asked.lane} that was looked at is gone.")
        states = _states(session, asked)
        values = dict(asked.values)
        tried = [lane for lane in session.lanes if values and asked.lane in (None, lane.name)]
        for lane in tried:
            lane.check_from(states[lane.name], values)
        before = self._shadows
        shadows = {lane.name: _shadow(lane, before.get(lane.name)) for lane in session.lanes}
        for name, shadow in shadows.items():
            shadow.load(states[name])
        for lane in tried:
            shadows[lane.name].try_on(values)
        self._asked, self._shadows = asked, shadows
        self.ask(needs)

    def again(self, session: Session, needs: Needs) -> None:
        """The lanes are others than they were: go to the same place in these, or leave if it is gone."""
        if self._asked is None:
            return
        try:
            self.look(session, self._asked, needs)
        except TiescopeError:
            self.leave()

    def renamed(self, old: LaneId, new: LaneId) -> None:
        """A lane is called otherwise."""
        if self._asked is not None and self._asked.lane == old:
            self._asked = replace(self._asked, lane=new)

    def ask(self, needs: Needs) -> None:
        """Other needs of the same moment."""
        self._needs = needs
        self._pieces = self._measured()

    def leave(self) -> None:
        """Nobody looks any more: its memory is free."""
        for lane in self._shadows.values():
            lane.give_up()
        self._asked, self._shadows, self._pieces = None, {}, None

    def go_on(self, seconds: float, asked: Callable[[], bool]) -> bool:
        """Measure for so long, or until something is ``asked``; whether all is measured now that was not before."""
        end = time.perf_counter() + seconds
        if self._pieces is None:
            return False
        try:
            for _ in self._pieces:
                if asked() or time.perf_counter() > end:
                    return False
        except Exception:
            log.exception("the past could not be measured")  # no reason to stop the training
        self._pieces = None
        return True

    def take(self, transfer: Transfer) -> list[PendingLane]:
        """All lanes as they were, with what is known."""
        return [lane.take(self._needs.get(name, ()), transfer) for name, lane in self._shadows.items()]

    def _measured(self) -> Iterator[None]:
        for name, lane in tuple(self._shadows.items()):
            for need in self._needs.get(name, ()):
                if isinstance(need, Measured) and not lane.knows(need):
                    yield from lane.measure(need)


def _shadow(lane: Lane, known: Lane | None) -> Lane:
    """A lane like ``lane`` that trains nothing: ``known``, if that is one."""
    same = known is not None and known.source is lane.source and known.trainer.model.widths == lane.trainer.model.widths
    return known if known is not None and same else lane.shadow()


def _states(session: Session, asked: LookAt) -> dict[LaneId, LaneState]:
    """Of every lane the state that is asked for."""
    found: dict[LaneId, LaneState | None] = {}
    step = asked.step
    if asked.before_change:
        changed = session.changed_last(asked.lane)
        if not changed:
            raise TiescopeError("There is no change to look back from.")
        found = {lane.name: lane.timeline.before_change() for lane in changed}
        step = max(state.trainer.moment.step for state in found.values() if state is not None)
    assert step is not None, "asked for a step or for what was before a change"
    found = {lane.name: found.get(lane.name) or lane.timeline.nearest(step) for lane in session.lanes}
    states = {name: state for name, state in found.items() if state is not None}
    if len(states) < len(found):
        raise TiescopeError("Nothing is kept of the past: there is no memory for it, or the setting gives it none.")
    return states
