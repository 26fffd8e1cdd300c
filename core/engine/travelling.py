"""A lane that can go back and forth in its own past: what it keeps of it, and the ways there."""

from __future__ import annotations

from abc import abstractmethod

from core.engine import memory
from core.engine.checkpoints import Checkpoints, last_good
from core.engine.observed import Observed
from core.engine.principal import Principal
from core.timeline.line import Why
from core.timeline.timeline import Timeline
from core.training.state import LaneState
from core.training.trainer import Trainer

PROPOSE_EVERY = 64  # steps between two moments that might be gone back to


class Travelling(Observed):
    """Keeps its states in ``timeline``, and beside them the last good one. Whoever is one calls :meth:`set_out` once it
    has a state."""

    def __init__(self, trainer: Trainer, principal: Principal, timeline: Timeline) -> None:
        super().__init__(trainer, principal)
        self.timeline = timeline
        self.diverged = False  # it stands still

    @abstractmethod
    def load(self, state: LaneState) -> None:
        """Be in ``state``, whatever is kept of the past."""

    @property
    @abstractmethod
    def changed_at(self) -> int:
        """The step of the last change; 0 before the first."""

    @abstractmethod
    def retrace(self, step: int) -> None:
        """Take the same steps again that have led to ``step`` from here."""

    def set_out(self) -> None:
        """This is the first state."""
        self._checkpoints = Checkpoints(self.state())

    @property
    def good(self) -> LaneState:
        """The last state whose loss was no lost run's."""
        return self._checkpoints.good

    def holds(self) -> dict[int, int]:
        """The bytes of all states that are kept, by what holds them."""
        return self._checkpoints.holds() | self.timeline.holds()

    @property
    def has_room(self) -> bool:
        """Whether there is memory for another state."""
        return memory.fits(self.trainer.nbytes, self.trainer.data.train.device)

    def propose(self) -> None:
        """Keep this moment, to go back to if the loss of the next batch says that it was good."""
        self._checkpoints.propose(self.state())

    def keep(self, *, single: bool = False) -> None:
        """Keep this moment for the timeline if it is due, if it was reached by a ``single`` step, or is the end."""
        if single or self.diverged or self.trainer.step >= self.timeline.due:
            why = Why.TURN if self.diverged else Why.SINGLE if single else Why.COURSE
            state = self._checkpoints.at(self.moment) or self.state()
            if self.has_room:
                self.timeline.keep(state, why)
            else:
                self.timeline.pass_over(state)

    def undo(self) -> bool:
        """To just before the last change; False if there is none."""
        return self._go_to(self.timeline.undo(self.state()))

    def redo(self) -> bool:
        """To where the last change was undone; False if it was not, or if something was changed since."""
        return self._go_to(self.timeline.redo(self.state()))

    @property
    def can_step_back(self) -> bool:
        """Whether a state is kept from which the same steps lead to the one before this one."""
        return self._start_of(self.trainer.step - 1) is not None

    def step_back(self) -> None:
        """To the step before this one, by the same steps again from the last state that is kept before it; not where
        :attr:`can_step_back` says that there is none."""
        step = self.trainer.step - 1
        start = self._start_of(step)
        assert start is not None, "nothing is kept of the steps before this one"
        self.load(start)
        self._checkpoints.back_to(start)
        self.retrace(step)
        self.timeline.back_to(self.moment)
        self.keep(single=True)

    def _start_of(self, step: int) -> LaneState | None:
        """The last state that is kept from which nothing but steps lead to ``step``, on the way that led here."""
        kept = [state for state in (self.timeline.up_to(step), self._checkpoints.up_to(step)) if state]
        revision = self.moment.revision
        if self.changed_at > step:  # here: then it is the one before
            before = self.timeline.revision_at(step + 1)
            revision = before if before is not None and before < revision else revision - 1
        there = [state for state in kept if state.trainer.moment.revision == revision]
        return max(there, key=lambda state: state.trainer.moment, default=None)

    def branch(self, state: LaneState) -> None:
        """Go on from ``state`` instead of from here, which can be undone unless nothing is left to go back to."""
        if self.diverged or not self.has_room:
            self.timeline.back_to(state.trainer.moment)
        else:
            self.timeline.branch(self.state(), state.trainer.moment)
        self.timeline.keep(state)
        self._go_to(state)

    def begin_at(self, state: LaneState, timeline: Timeline) -> None:
        """It is another future of the lane that ``state`` is of, with the past that is in ``timeline``."""
        self.timeline = timeline
        self.timeline.keep(state)
        self._go_to(state)
        self.trainer.revise_beyond(timeline.last_revision)

    def restore(self, state: LaneState) -> None:
        """Go back to ``state``, or on from it: the same steps follow."""
        self.timeline.back_to(state.trainer.moment)
        self._go_to(state)

    def _go_to(self, state: LaneState | None) -> bool:
        if state is None:
            return False
        self.load(state)
        good = last_good(self.timeline.states, state, self.trainer.data.variance) if state.diverged else state
        self._checkpoints.begin(good)
        return True
