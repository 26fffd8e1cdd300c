"""What can be done with a run: whatever a command needs, on top of what is done turn by turn."""

from __future__ import annotations

from pathlib import Path

from core import heap
from core.engine.course import ended, rounder
from core.engine.opening import opened
from core.engine.rate import Rate
from core.engine.session import Session
from core.engine.stop import Stop
from core.engine.turns import Turns
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId, LookAt
from core.messages.events import Failed

TURNING = 0.5  # seconds: turns of the dial that follow each other sooner are one


class Control(Turns):
    """Owns the run, see :class:`core.engine.turns.Turns` for what it is made with."""

    def replace(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...] = ()) -> None:
        """Begin another run, see :meth:`core.engine.runs.Runs.replace`."""
        self._begin(self.runs.replace(experiments, names, self._gone, self._failed))

    def open(self, path: Path, at: int | None, steps: int | None) -> None:
        """Go on with a run that was saved, see :func:`core.engine.opening.opened`."""
        archive = opened(path, at, steps, self.runs.room)
        self._begin(self.runs.open(archive, self._gone, self._failed))

    def undo_run(self) -> bool:
        """Go on with the run before this one; False if there is none."""
        return self._begin(self.runs.undo())

    def redo_run(self) -> bool:
        """Go on with the run that was left for this one; False if there is none."""
        return self._begin(self.runs.redo())

    def _begin(self, session: Session | None) -> bool:
        if session is None:
            return False
        self.running = self.running and not self.course.by_number  # single steps are not running on
        self.course.begin()
        self._rate = Rate()
        self.schedule.restart()
        self.pacer.restart(session.step)
        self._tell_lanes()
        heap.give_back()
        self.showing.begin(session)
        return True

    def go(self, until: int | None) -> None:
        """Train, up to a step if one is given."""
        session = self.existing
        if ended(session):
            raise TiescopeError(f"The run has reached its end of {session.end} steps; reset to train again.", "steps")
        session.resume()
        for lane in session.lanes:
            lane.retry()
        self.schedule.forget_backlog()  # what was begun is of the state before
        self.course.until = until
        self._rate = Rate()
        self.running = True
        self.pacer.go(session.step)

    def go_further(self, count: int) -> None:
        """Take so many steps and pause; asked again before they are taken, so many more."""
        self.go(self._going_to + count)

    def go_to_next(self) -> None:
        """To the next of 1, 2, 5 × 10ⁿ, or to the one after that which is being gone to."""
        self.go(rounder(self._going_to))

    @property
    def _going_to(self) -> int:
        """The step that was asked for by number and is being gone to, or the one that it stands at."""
        until = self.course.until
        return until if self.running and until is not None else self.existing.step

    def go_back(self) -> None:
        """One step back, and pause: every lane that stands where the one furthest behind stands.

        Raises:
            TiescopeError: if there is no step before, or nothing is kept from which it could be had.
        """
        session, step = self.existing, self.existing.step
        if step == 0:
            raise TiescopeError("This is before the first step: there is none to go back to.")
        self.running = False
        self.course.until = None
        self.schedule.forget_backlog()
        chosen = [lane for lane in session.lanes if lane.moment.step == step]
        if not all(lane.can_step_back for lane in chosen):
            raise TiescopeError("Nothing is kept of the steps before this one: there is no memory for it.")
        for lane in chosen:
            lane.step_back()
        self.changed_anew()

    def changed_anew(self) -> None:
        """The same of what is new, after which nothing that was undone can be done again."""
        self.runs.forget_after()
        self.changed()

    def look(self, command: LookAt) -> None:
        """Show the past, or now again."""
        self.schedule.forget_backlog()
        if command.now:
            self.past.leave()
            self.schedule.expedite()
        else:
            self.past.look(self.existing, command, self.showing.needs(self.session))

    def lanes_changed(self) -> None:
        """Lanes have come, gone, or are called otherwise."""
        session = self.existing
        self.schedule.forget_backlog()
        self._tell_lanes()
        self.past.again(session, self.showing.needs(session))
        self.changed()

    def pause_at(self, step: int | None, times_floor: float | None) -> None:
        """Pause there from now on, instead of where it was to be; nowhere if neither is given."""
        self.course.stop = Stop(step, times_floor)
        self._tell_lanes()

    def choose_pace(self, pace: str) -> None:
        """Slower or faster from now on."""
        self.pacer.choose(pace, self.session.step if self.session is not None else 0)
        self._tell_lanes()

    @property
    def turning(self) -> int:
        """The steps that pass while a hand turns the dial on."""
        return int(TURNING * self._rate.value) if self.running else 0

    def watch(self, *, new: bool) -> None:
        """What the watchers want has changed; ``new`` if there is one who knows nothing yet."""
        self.schedule.watch(self.showing.watchers.measured())
        if self.past.active:
            self.past.ask(self.showing.needs(self.session))
        if new:
            self.showing.repeat()

    def _gone(self) -> None:
        self.showing.forget()
        self.schedule.forget_backlog()

    def _failed(self, why: str) -> None:
        self.running = False
        self.tell(Failed(why))
