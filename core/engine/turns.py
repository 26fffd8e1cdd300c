"""A run turn by turn: its steps, and what is due beside them, without a thread."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch

from core.engine import outcomes
from core.engine.course import Course, ended
from core.engine.lane import Lane
from core.engine.pacer import Pacer
from core.engine.past_view import PastView
from core.engine.publisher import Outbox, Pending
from core.engine.rate import Rate
from core.engine.runs import Runs
from core.engine.schedule import Pace, Schedule
from core.engine.session import Session
from core.engine.showing import Showing
from core.engine.stop import NO_STOP
from core.messages.events import Finished, Stopped
from core.messages.pace import PACES

ONE_BY_ONE = 3  # steps that are asked for by number and are all kept
LATE = 0.012  # seconds after which a frame that nobody was ready for is tried again


class Turns:
    """Owns the run.

    Args:
        outbox: where reports go.
        asked: whether a command waits: then nothing else is begun.
        publish_every: put a snapshot exactly every so many steps, with everything measured, instead of by the clock.
        pacer: how fast it goes to begin with, where nothing is published every so many steps.
    """

    def __init__(
        self,
        outbox: Outbox,
        asked: Callable[[], bool],
        chosen: torch.device,
        *,
        running: bool,
        publish_every: int | None,
        pace: Pace,
        pacer: Pacer | None = None,
    ) -> None:
        self.runs = Runs(chosen)
        self.pacer = pacer or Pacer()
        self._running = False
        self.running = running
        self.course = Course(publish_every)
        self.schedule = Schedule(pace)
        self.showing = Showing(outbox, chosen)
        self.tell = outbox.put
        self._asked = asked
        self._publish_every = publish_every
        self._rate = Rate()

    @property
    def past(self) -> PastView:
        """What somebody looks at that is not now."""
        return self.showing.past

    @property
    def running(self) -> bool:
        """Whether steps are taken."""
        return self._running

    @running.setter
    def running(self, running: bool) -> None:
        if running and not self._running:
            self.pacer.go(self.session.step if self.session is not None else 0)
        elif not running:
            self.pacer.hold()
        self._running = running

    @property
    def session(self) -> Session | None:
        """The run, if there is one."""
        return self.runs.session

    @property
    def existing(self) -> Session:
        """The run.

        Raises:
            TiescopeError: if there is none.
        """
        return self.runs.existing

    def pause(self) -> None:
        """Take no more steps; where it stands is kept."""
        self.running = False
        for lane in self.session.active if self.session is not None else ():
            lane.keep(single=True)

    def changed(self) -> None:
        """A command has changed the run: what shows it is due, and a film begins anew."""
        self._tell_lanes()  # where they stand now their losses may be due later than they are to be
        self.schedule.expedite()
        self.pacer.restart(self.existing.step)

    @property
    def idle(self) -> float:
        """Seconds for which a command may be waited for before the next step."""
        if not self._paced:
            return 0.0
        wait = self.pacer.wait(self.existing.step)
        return min(wait, LATE) if self._unseen else wait

    @property
    def wait(self) -> float | None:
        """Seconds for which a command is to be waited for before :meth:`catch_up`; ``None``: for ever."""
        owes = self.session is not None and any(lane.owes for lane in self.session.lanes)
        return 0.0 if owes or not self.past.complete else self.schedule.wait

    def train(self) -> None:
        """Take the steps of one turn, and do what is due beside them."""
        session = self.session
        if session is None or not session.active:
            self.running = False
            return
        session.each = self._single
        stepping, before = session.stepping, session.step
        diverged = session.advance(self._steps_of_a_turn(session), self._asked)
        now = time.perf_counter()
        taken = max(0, session.step - before)
        if taken:
            self.schedule.took(taken, session.stepping - stepping)
        self._rate.took(taken, now)
        self._tell_what_worsened(session)
        if diverged:
            self._stand_still(session, diverged)
        elif ended(session):
            self._finish(session)
        elif self.course.done(session):
            self.pause()
            self.show()
        elif (reached := self.course.stop.reached(session)) is not None:
            self._stop_here(session, reached)
        elif self._publish_every is not None:
            late = now - self.showing.published >= self.schedule.pace.longest_report
            if late or self.course.shown_at(session):
                self.publish(fresh=True)
        elif not self._asked():
            self._do_what_is_due(session)

    def show(self) -> None:
        """Show what a command has led to, at once; what takes long to be measured comes later."""
        if self.past.active:
            self.past.go_on(self.schedule.pace.quick, self._asked)
            self.showing.put_past()
        elif not self.running and self.session is not None:
            self.schedule.measure_quick(self.session.lanes)
        self.publish(fresh=self._publish_every is not None)

    def catch_up(self) -> None:
        """One piece of what waits to be measured; it is shown when it is there."""
        session = self.session
        owing = [lane for lane in session.lanes if lane.owes] if session is not None else []
        if self._look_on():
            pass
        elif owing:
            # Before all else: it is what the curve begins anew with.
            if all(lane.evaluate(self._asked) for lane in owing) and self._publish_every is None:
                self.publish()
        elif self.schedule.catch_up():
            self.publish()

    def publish(self, *, fresh: bool = False) -> None:
        """Put a snapshot, waited for; ``fresh`` brings everything up to its step first."""
        if fresh and self.session is not None:
            self.schedule.measure_all(self.session.lanes)
        self.showing.put(self._taken(), self.schedule.snapshots)

    def _steps_of_a_turn(self, session: Session) -> int:
        """As many as fit into it and are to be taken now."""
        paced = [self.pacer.share(session.step)] if self._paced else []
        return self.course.limit(session, self.schedule.steps_of_a_turn(), *paced)

    @property
    def _paced(self) -> bool:
        """Whether it goes at a pace: what was asked for by number or for a script does not."""
        alone = not self.course.by_number and self._publish_every is None
        return self.pacer.limited and alone and self.session is not None

    @property
    def _unseen(self) -> bool:
        """Whether a frame is complete and has not been shown."""
        step = self.existing.step
        return self.pacer.complete(step) and self.showing.step != step

    def _tell_what_worsened(self, session: Session) -> None:
        found = outcomes.worsened(session)
        if found:
            self.publish()  # what is told is in sight
        for event in found:
            self.tell(event)

    def _stop_here(self, session: Session, why: str) -> None:
        self.course.stop = NO_STOP
        self.pause()
        self._tell_lanes()
        self.show()
        self.tell(Stopped(session.step, why))

    def _tell_lanes(self) -> None:
        """What decides how often their losses are taken."""
        for lane in self.session.lanes if self.session is not None else ():
            lane.stop_within(self.course.stop.times_floor)
            lane.take_leisure(self.pacer.limited)

    def _stand_still(self, session: Session, diverged: list[Lane]) -> None:
        self.running = self.running and bool(session.active)
        self.show()
        for lane in diverged:
            self.tell(outcomes.diverged(lane, self.running))

    def _finish(self, session: Session) -> None:
        self.running = False
        if hopeless := outcomes.hopeless(session):
            self._stand_still(session, hopeless)
        else:
            self.publish(fresh=True)
        self.tell(Finished(session.step))

    def _look_on(self) -> bool:
        """Measure some of what somebody looks at, and show it when all is there; whether there was anything to do."""
        if self.past.complete:
            return False
        if self.past.go_on(self.schedule.pace.turn, self._asked):
            self.showing.put_past()
        return True

    @property
    def _single(self) -> bool:
        """Whether steps are taken one by one, so that each can be gone back to."""
        one = self.course.until is not None and self.course.until - self.existing.step <= ONE_BY_ONE
        return self._publish_every is None and (one or (self._paced and self.pacer.pace == PACES[0]))

    def _do_what_is_due(self, session: Session) -> None:
        if not self._look_on() and not self.past.active:
            self.schedule.measure_due(session.step, session.lanes, self._asked)
        # At a pace there is time for every frame.
        frame = self._paced and self._unseen
        self.showing.put_due(self._taken, self.schedule.snapshots, frame=frame, asked=self._asked)

    def _taken(self) -> Pending:
        rate = self._rate if self.running or self._publish_every else None
        return self.showing.take(self.session, self.course.stop, self.pacer, rate, running=self.running)
