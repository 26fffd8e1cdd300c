"""One network of a run with all there is to tell about it: curves, marks, measurements, and the ways back."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.engine import settings
from core.engine.batch_losses import BatchLosses
from core.engine.chronicle import Changes, Chronicle
from core.engine.evaluations import Evaluations
from core.engine.flip import FlipWatch
from core.engine.pending import PendingLane
from core.engine.principal import Principal
from core.engine.shared_data import LaneData
from core.engine.step_price import StepPrice
from core.engine.transfer import Transfer
from core.engine.travelling import PROPOSE_EVERY, Travelling
from core.engine.whole_sets import WholeSets
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.events import Worsened
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot
from core.timeline.timeline import Timeline
from core.training.replay import Recorder
from core.training.state import LaneState
from core.training.trainer import Trainer


class Lane(Travelling):
    """Watches its trainer; what it hands out is read-only and says which moment it is of."""

    def __init__(
        self,
        name: LaneId,
        experiment: Experiment,
        source: LaneData,
        timeline: Timeline,
        recorder: Recorder | None = None,
    ) -> None:
        self.name, self.source = name, source
        dataset, data = source.dataset, source.data
        super().__init__(Trainer(experiment, data, source.feed, recorder), Principal(dataset), timeline)
        self.price = StepPrice()  # of this lane's steps alone
        narrowest = min(self.trainer.model.widths)
        self._floor = dataset.leading(narrowest).floor(narrowest)
        self._validation_floor = dataset.validation_floor(narrowest)
        self._batches = BatchLosses()
        whole = WholeSets(data, self.trainer.model, experiment.batch_size)
        self._chronicle = Chronicle(experiment.decoder, whole.sampled, whole.price)
        self._flips = FlipWatch()
        self._evaluations = Evaluations(self.trainer, whole, self._chronicle, self._answers, self._flips)
        self.set_out()

    @property
    def experiment(self) -> Experiment:
        """The settings in force."""
        return self.trainer.experiment

    @property
    def decoder_in_force(self) -> str:
        """The name of it: that of the dial while a ramp is under way."""
        return self.trainer.model.decoder.name

    @property
    def good_step(self) -> int:
        """The step that :meth:`rewind` goes back to."""
        return self.good.trainer.moment.step

    @property
    def good_rate(self) -> float:
        """The learning rate that was in force there."""
        return self.good.trainer.experiment.learning_rate

    def absorb(self, losses: npt.NDArray[np.float32]) -> bool:
        """Take note of the trainer's last steps; False if they have led nowhere: from now on it stands still."""
        if not len(losses):
            return True
        self._batches.extend(self.trainer.step, losses)
        self._checkpoints.prove(float(losses[0]))
        self.diverged = not self._batches.finite or self.trainer.lost
        if not self.diverged:
            self._checkpoints.accept(self.trainer.data.variance)
        return not self.diverged

    @property
    def lost(self) -> bool:
        """Whether it has diverged though its last loss is a number."""
        return self.diverged and self._batches.finite

    @property
    def hopeless(self) -> bool:
        """Whether its last loss is that of a lost run."""
        last = self._batches.last
        return not math.isnan(last) and self.trainer.divergence.hopeless(last, self.experiment.noise)

    def resume(self) -> None:
        """Let it go on though it diverged: whoever wants that may have changed something."""
        self.diverged = False
        self.trainer.divergence.forgive()

    def changed(self, values: Mapping[str, Any]) -> Experiment:
        """The settings with ``values``.

        Raises:
            TiescopeError: if they are not allowed.
        """
        return settings.changed(self.experiment, values, self.trainer.model.dial)

    @property
    def changed_at(self) -> int:
        """The step of the last change; 0 before the first."""
        return self._chronicle.changed_at

    def change(self, experiment: Experiment, near: int = 0) -> None:
        """Other settings from the next step on, which is marked; ``near`` says how few steps a hand takes to turn on.

        What the network loses just before is known first: it is taken of no more than takes a moment.
        """
        changes = settings.differences(self.experiment, experiment)
        if not changes:
            return
        step = self.trainer.step
        if self._chronicle.joins(step, changes, near):
            self._chronicle.join(step, changes, near)
            self._adopt(experiment, joined=True)
        else:
            self._mark(changes)
            self._adopt(experiment)

    def balance(self) -> None:
        """Give the innermost W orthonormal rows, see :meth:`core.training.trainer.Trainer.balance`."""
        self.trainer.check_balance()
        self._mark((("balance", True),))
        self.trainer.balance()
        self._keep_changed(joined=False)

    @property
    def due(self) -> int:
        """The step beyond which it must not go before :meth:`evaluate` and :meth:`keep`."""
        return min(self._chronicle.due, self.timeline.due)

    def evaluate(self, leave: Callable[[], bool] = lambda: False) -> bool:
        """Take the losses of the whole sets if they are due, piece by piece; False if it was left before the end."""
        return not self.owes or self._evaluations.go_on(leave)

    def give_up(self) -> None:
        """It is given up: nothing that is under way keeps its memory."""
        self._evaluations.abandon()

    @property
    def owes(self) -> bool:
        """Whether :meth:`evaluate` has something to do."""
        return not self.diverged and self._evaluations.due

    def stop_within(self, times_floor: float | None) -> None:
        """Take the losses more often than for the eye, and go no further where :attr:`reached`; ``None``: as before."""
        self._evaluations.stop_within(times_floor)

    def take_leisure(self, leisure: bool) -> None:
        """There is time between its steps, or there is none: then a curve that is dear has fewer points at first."""
        self._evaluations.take_leisure(leisure)

    @property
    def reached(self) -> bool:
        """Whether the training set's loss of this moment is known to be as near its floor as it is to stop at."""
        return self._evaluations.within(self._floor)

    @property
    def has_floor(self) -> bool:
        """Whether anything is left by the principal components."""
        return self._floor > 0

    def take_worsened(self) -> Worsened | None:
        """That a flip has made it worse, told once."""
        found = self._flips.take()
        return Worsened(self.name, *found) if found is not None and self.timeline.undo_stamp is not None else None

    def check_from(self, state: LaneState, values: Mapping[str, Any]) -> None:
        """Raises TiescopeError if ``values`` are not allowed in ``state``."""
        settings.changed(state.trainer.experiment, values, state.trainer.dial)

    def go_on_from(self, state: LaneState, values: Mapping[str, Any]) -> None:
        """Go on from ``state`` instead of from here, with ``values``: both are one change, see :meth:`branch`."""
        self.branch(state)
        self.begin_with(values)

    def begin_with(self, values: Mapping[str, Any]) -> None:
        """From here on with ``values``, which is marked and belongs to how the lane came here: it is not undone alone.

        Raises:
            TiescopeError: if they are not allowed.
        """
        experiment = self.changed(values)
        if changes := settings.differences(self.experiment, experiment):
            self._mark(changes, undoable=False)
            self._adopt(experiment)

    def retrace(self, step: int) -> None:
        """Take the same steps again that have led to ``step`` from here, with the losses that were due between."""
        last = (step - 1) // PROPOSE_EVERY * PROPOSE_EVERY  # where the next step back can begin
        while self.trainer.step < step and not self.diverged:
            self.evaluate()
            here = self.trainer.step
            if here == last:
                self.propose()
            ahead = min(step, max(self._chronicle.due, here + 1), last if here < last else step)
            self.absorb(self.trainer.advance(ahead - here))

    def shadow(self) -> Lane:
        """A lane of the same data and widths that somebody can look at while this one trains on."""
        found = Lane(self.name, self.experiment, self.source, Timeline(0))
        found._principal = self._principal
        return found

    def try_on(self, values: Mapping[str, Any]) -> None:
        """Have other settings without a word of it: for a :meth:`shadow`.

        Raises:
            TiescopeError: if they are not allowed.
        """
        self.trainer.change(self.changed(values))

    def _mark(self, changes: Changes, *, undoable: bool = True) -> None:
        """Mark what is about to be changed; what it was like before is taken now, for it can't be later."""
        step = self.trainer.step
        before = self._chronicle.known(step) if self.diverged else self._evaluations.known_now()
        self._evaluations.abandon()
        if undoable and not self.diverged:
            self.timeline.change(self.state() if self.has_room else None)
        self._flips.begin(False)
        self._chronicle.change(step, changes, math.nan if before is None else before)

    def _adopt(self, experiment: Experiment, *, joined: bool = False) -> None:
        """Have other settings, which are marked; ``joined`` if by a mark that was there."""
        self._flips.begin(experiment.decoder != self.experiment.decoder)
        self.trainer.change(experiment)
        self._keep_changed(joined=joined)

    def _keep_changed(self, *, joined: bool) -> None:
        if self.has_room:
            self.timeline.changed(self.state(), joined=joined)

    def state(self) -> LaneState:
        """Everything there is."""
        return LaneState(
            self.trainer.state(),
            self._batches.state(),
            self._chronicle.state(),
            self._batches.last,
            dict(self._answers.measured),
            self.diverged,
        )

    def past(self) -> Sequence[tuple[int, LaneState]]:
        """What is kept of the way that led here, the oldest first, and why: the more, the longer."""
        return [(frame.why, frame.state) for frame in self.timeline.frames]

    def load(self, state: LaneState) -> None:
        """Be in ``state``, whatever is kept of the past."""
        self.trainer.restore(state.trainer)
        self._batches.restore(state.batch_history, state.batch_loss)
        self._chronicle.restore(state.chronicle)
        self.forget_shown()
        self._answers.restore(state.measured)
        self._evaluations.abandon()
        self._flips.forget()
        self.diverged = state.diverged

    def settings_after_rewind(self, factor: float, learning_rate: float | None) -> Experiment:
        """What will be in force after :meth:`rewind`: the decoder of the good moment, all else as it is now.

        The learning rate is the one given, or multiplied by ``factor``.

        Raises:
            TiescopeError: if that is not allowed.
        """
        after = settings.going_back(self.experiment, self.good.trainer.experiment)
        rate = after.learning_rate * factor if learning_rate is None else learning_rate
        return after.with_values({"learning_rate": rate})

    def rewind(self, experiment: Experiment) -> None:
        """Go back to the last good moment, and on with these settings."""
        came_from = self.trainer.step
        self.branch(self.good)
        self._mark((("rewind", came_from), *settings.differences(self.experiment, experiment)), undoable=False)
        self._adopt(experiment)

    def take(
        self, needs: Collection[Need[Any]], transfer: Transfer, *, can_undo: bool = False, can_redo: bool = False
    ) -> PendingLane:
        """This moment, with answers to ``needs`` as far as there are any, and what the run knows of undoing in it."""
        trainer = self.trainer
        pending = self._answers.take(needs)
        snapshot = LaneSnapshot(
            name=self.name,
            moment=self.moment,
            epoch=trainer.epoch,
            experiment=trainer.experiment,
            batch_loss=self._batches.last,
            pca_floor=self._floor,
            batch_curve=self._batches.curve(),
            losses=self._chronicle.losses,
            marks=self._chronicle.marks,
            decoder_at_start=self._chronicle.decoder_at_start,
            validation_floor=self._validation_floor,
            dial=trainer.model.dial,
            limited_at=trainer.limited_at,
            not_replayed=trainer.not_replayed,
            step_seconds=self.price.seconds.get(self.decoder_in_force, math.nan),
            diverged=self.diverged,
            kept=self.timeline.kept,
            can_undo=can_undo,
            can_redo=can_redo,
        )
        return PendingLane(snapshot, transfer.begin(pending.tensors), partial(self._answers.complete, pending))
