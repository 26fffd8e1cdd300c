"""The state of the training and what can be done with it, without a thread: what is due is done turn by turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import torch

from core import heap
from core.engine import device
from core.engine.lane import Lane
from core.engine.pacer import Pacer
from core.engine.plan import Plan
from core.engine.publisher import Outbox, Pending, Publisher
from core.engine.rate import Rate
from core.engine.schedule import Pace, Schedule
from core.engine.sentences import sentence
from core.engine.session import Session
from core.engine.stop import NO_STOP, Stop
from core.engine.watchers import Watchers
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.events import Diverged, Failed, Finished, Stopped
from core.messages.snapshot import Snapshot

TURNING = 0.5  # seconds: turns of the dial that follow each other sooner are one
LATE = 0.012  # seconds after which a frame that nobody was ready for is tried again

log = logging.getLogger(__name__)


class Control:
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
        self.session: Session | None = None
        self.pacer = pacer or Pacer()
        self._running = False
        self.running = running
        self.stop: Stop = NO_STOP
        self.acknowledged: dict[str, int] = {}
        self.watchers = Watchers()
        self.schedule = Schedule(pace)
        self._publisher = Publisher(outbox)
        self._tell = outbox.put
        self._asked = asked
        self._device, self._transfer = chosen, device.transfer_from(chosen)
        self._publish_every = publish_every
        self._until: int | None = None  # pause at this step
        self._rate = Rate()
        self._shown: int | None = None  # the step of the last snapshot
        self._published = time.perf_counter()  # the last time that somebody waited for it

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
    def existing(self) -> Session:
        """The run.

        Raises:
            TiescopeError: if there is none.
        """
        if self.session is None:
            raise TiescopeError("There is nothing to train: the network could not be built; choose another.")
        return self.session

    def replace(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...] = ()) -> None:
        """Begin another run. The old one goes on if the new one is refused, and if it can't be built beside the old.

        Where there is no room for both the old one has to go before it is known that the new one can be built: if
        not, the old one begins again from its seed.
        """
        plan, old = Plan(experiments, names, self._device), self.session
        if old is None:
            plan.check(0)
        elif not plan.fits:
            plan.check(old.nbytes)
            before = old.experiments, old.names
            self._give_up()
            del old
            try:
                self._begin(experiments, names)
            except Exception as error:
                log.exception("the new network could not be built")
                self.running = False
                self._tell(Failed(sentence(error)))
            else:
                return
            # Out here the exception is gone, and with it what was built of the new network.
            experiments, names = before
        self._begin(experiments, names)

    def go(self, until: int | None) -> None:
        """Train, up to a step if one is given."""
        session = self.existing
        if session.end and session.step >= session.end:
            raise TiescopeError(f"The run has reached its end of {session.end} steps; reset to train again.", "steps")
        session.resume()
        for lane in session.lanes:
            lane.retry()
        self.schedule.forget_backlog()  # what was begun is of the state before
        self._until = until
        self._rate = Rate()
        self.running = True
        self.pacer.go(session.step)

    def go_further(self, count: int) -> None:
        """Take so many steps and pause; asked again before they are taken, so many more."""
        pending = self._until if self.running and self._until is not None else self.existing.step
        self.go(pending + count)

    def go_to_next(self) -> None:
        """To the next of 1, 2, 5 × 10ⁿ, or to the one after that which is being gone to."""
        pending = self._until if self.running and self._until is not None else self.existing.step
        self.go(_rounder(pending))

    def pause_at(self, step: int | None, times_floor: float | None) -> None:
        """Pause there from now on, instead of where it was to be; nowhere if neither is given."""
        self.stop = Stop(step, times_floor)
        self._look_closely()

    def changed(self) -> None:
        """A command has changed the run: what shows it is due, and a film begins anew."""
        self.schedule.expedite()
        self.pacer.restart(self.existing.step)

    @property
    def turning(self) -> int:
        """The steps that pass while a hand turns the dial on."""
        return int(TURNING * self._rate.value) if self.running else 0

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
        return 0.0 if owes else self.schedule.wait

    def train(self) -> None:
        """Take the steps of one turn, and do what is due beside them."""
        session = self.session
        if session is None or not session.active:
            self.running = False
            return
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
        elif session.end and session.step >= session.end:
            self._finish(session)
        elif self._until is not None and session.step >= self._until:
            self.running = False
            self.show()
        elif (reached := self.stop.reached(session)) is not None:
            self._stop_here(session, reached)
        elif self._publish_every is not None:
            if session.step % self._publish_every == 0 or now - self._published >= self.schedule.pace.longest_report:
                self.publish(fresh=True)
        elif not self._asked():
            self._do_what_is_due(session)

    def show(self) -> None:
        """Show what a command has led to, at once; what takes long to be measured comes later."""
        if not self.running and self.session is not None:
            self.schedule.measure_quick(self.session.lanes)
        self.publish(fresh=self._publish_every is not None)

    def catch_up(self) -> None:
        """One piece of what waits to be measured; it is shown when it is there."""
        session = self.session
        owing = [lane for lane in session.lanes if lane.owes] if session is not None else []
        if owing:
            # Before all else: it is what the curve begins anew with.
            if all(lane.evaluate(self._asked) for lane in owing) and self._publish_every is None:
                self.publish()
        elif self.schedule.catch_up():
            self.publish()

    def publish(self, *, fresh: bool = False) -> None:
        """Put a snapshot, waited for; ``fresh`` brings everything up to its step first."""
        if fresh and self.session is not None:
            self.schedule.measure_all(self.session.lanes)
        self._publisher.put(self._taken(), self.schedule.snapshots)
        self._published = time.perf_counter()

    def watch(self, *, new: bool) -> None:
        """What the watchers want has changed; ``new`` if there is one who knows nothing yet."""
        self.schedule.watch(self.watchers.measured())
        if new:
            self._publisher.repeat()

    def _begin(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...]) -> None:
        session = Session(experiments, self._device, names, device.recorder_for(self._device))
        if self.session is not None:
            self.session.give_up()
        self.session = session
        self.running = self.running and self._until is None  # single steps are not running on
        self._until = None
        self._rate = Rate()
        self.schedule.restart()
        self.pacer.restart(0)
        self._look_closely()
        heap.give_back()
        self._publisher.begin(self.session, device.title(self._device))

    def _give_up(self) -> None:
        if self.session is not None:
            self.session.give_up()
        self.session = None
        self._publisher.forget()
        self.schedule.forget_backlog()

    def _steps_of_a_turn(self, session: Session) -> int:
        """Never beyond a step where something must happen."""
        stops = [self._until, session.end or None, self.stop.ahead(session.step)]
        if self._paced:
            stops.append(session.step + self.pacer.share(session.step))
        if self._publish_every is not None:
            stops.append((session.step // self._publish_every + 1) * self._publish_every)
        # Not below 0: an end that was changed in flight may lie behind.
        ways = [stop - session.step for stop in stops if stop is not None]
        return max(0, min([self.schedule.steps_of_a_turn(), *ways]))

    @property
    def _paced(self) -> bool:
        """Whether it goes at a pace: what was asked for by number or for a script does not."""
        return self.pacer.limited and self._until is None and self._publish_every is None and self.session is not None

    @property
    def _unseen(self) -> bool:
        """Whether a frame is complete and has not been shown."""
        step = self.existing.step
        return self.pacer.complete(step) and self._shown != step

    def _tell_what_worsened(self, session: Session) -> None:
        found = [event for lane in session.lanes if (event := lane.take_worsened()) is not None]
        if found:
            self.publish()  # what is told is in sight
        for event in found:
            self._tell(event)

    def _stop_here(self, session: Session, why: str) -> None:
        self.stop, self.running = NO_STOP, False
        self._look_closely()
        self.show()
        self._tell(Stopped(session.step, why))

    def _look_closely(self) -> None:
        for lane in self.session.lanes if self.session is not None else ():
            lane.stop_within(self.stop.times_floor)

    def _stand_still(self, session: Session, diverged: list[Lane]) -> None:
        self.running = self.running and bool(session.active)
        self.show()
        for lane in diverged:
            self._tell(
                Diverged(
                    lane=lane.name,
                    step=lane.moment.step,
                    good_step=lane.good_step,
                    good_rate=lane.good_rate,
                    decoder=lane.experiment.decoder,
                    learning_rate=lane.experiment.learning_rate,
                    lost=lane.lost,
                    running=self.running,
                )
            )

    def _finish(self, session: Session) -> None:
        self.running = False
        hopeless = [lane for lane in session.active if lane.hopeless]
        for lane in hopeless:
            lane.diverged = True
        if hopeless:
            self._stand_still(session, hopeless)
        else:
            self.publish(fresh=True)
        self._tell(Finished(session.step))

    def _do_what_is_due(self, session: Session) -> None:
        self.schedule.measure_due(session.step, session.lanes, self._asked)
        budget = self.schedule.snapshots
        if self._publisher.put_done(budget) or self._asked():
            return
        # At a pace there is time for every frame.
        frame = self._paced and self._unseen
        if self._publisher.ready and (frame or budget.due(time.perf_counter())):
            self._publisher.put_when_done(self._taken(), budget)

    def _taken(self) -> Pending:
        session = self.session
        self._shown = session.step if session is not None else None
        told = Snapshot(
            run=0,
            acknowledged=dict(self.acknowledged),
            running=self.running,
            steps_per_second=self._rate.value if self.running or self._publish_every else 0.0,
            lanes=(),
            pace=self.pacer.pace,
            full_speed=session.full_speed if session is not None else 0.0,
            step_seconds=session.price.seconds if session is not None else {},
            stop_step=self.stop.step,
            stop_at_floor=self.stop.times_floor,
        )
        return self._publisher.take(
            session, self.watchers.of(session.names if session is not None else ()), self._transfer, told
        )


def _rounder(step: int) -> int:
    """The next of 1, 2, 5 × 10ⁿ above ``step``."""
    scale = 1
    while True:
        for each in (1, 2, 5):
            if each * scale > step:
                return each * scale
        scale *= 10
