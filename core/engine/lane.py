"""One network of a run with all there is to tell about it: curves, marks, measurements, and the ways back."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import Tensor

from core.datasets import Dataset
from core.engine import memory, settings
from core.engine.answers import Answers
from core.engine.chronicle import Changes, Chronicle
from core.engine.pending import PendingLane
from core.engine.principal import Principal
from core.engine.transfer import Transfer
from core.engine.whole_sets import WholeSets
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.events import Worsened
from core.messages.history import History
from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import LaneSnapshot
from core.parts.base import Measured
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from core.training.data import DeviceData
from core.training.feed import Feed
from core.training.model import Pass
from core.training.replay import Recorder
from core.training.state import LaneState
from core.training.trainer import Trainer

SETTLED = 200  # steps after a flip at which it is asked what it has done to the loss …
WORSE = 5.0  # … and so many times what it was is worse
HOPELESS = 10.0  # a loss this many times the data's variance is no state to go back to


class Lane:
    """Watches its trainer; what it hands out is read-only and says which moment it is of."""

    def __init__(
        self,
        name: LaneId,
        experiment: Experiment,
        dataset: Dataset,
        data: DeviceData,
        feed: Feed,
        recorder: Recorder | None = None,
    ) -> None:
        self.name = name
        self.trainer = Trainer(experiment, data, feed, recorder)
        self.diverged = False  # it stands still
        self._principal = Principal(dataset)
        narrowest = min(self.trainer.model.widths)
        self._floor = dataset.leading(narrowest).floor(narrowest)
        self._validation_floor = dataset.validation_floor(narrowest)
        self._batch_loss = math.nan
        self._batches = History()
        self._whole = WholeSets(data, self.trainer.model, experiment.batch_size)
        self._chronicle = Chronicle(experiment.decoder, self._whole.sampled)
        self._evaluation: tuple[Moment, Iterator[None]] | None = None  # under way
        self._before: LaneState | None = None  # the last change, as far as there was room to keep it
        self._flipped = False  # by the last change, and it is not known yet what that did to the loss
        self._worsened: Worsened | None = None
        self._times_floor: float | None = None
        self._answers = Answers(self)
        self._shown: tuple[Moment, Pass] | None = None
        self._good = self.state()
        self._proposed: LaneState | None = None
        self._proof: float | None = None  # the first loss after the state was proposed, which is that of its weights

    @property
    def moment(self) -> Moment:
        """Which state it is in."""
        return self.trainer.moment

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
        return self._good.trainer.moment.step

    @property
    def good_rate(self) -> float:
        """The learning rate that was in force there."""
        return self._good.trainer.experiment.learning_rate

    @property
    def nbytes(self) -> int:
        """Of the parameters and what belongs to them, now and in the states that are kept."""
        kept = [state.trainer.nbytes for state in (self._good, self._proposed, self._before) if state]
        return self.trainer.nbytes + sum(kept)

    def absorb(self, losses: npt.NDArray[np.float32]) -> bool:
        """Take note of the trainer's last steps; False if they have led nowhere: from now on it stands still."""
        if not len(losses):
            return True
        end = self.trainer.step
        # Only the last can be other than finite: the trainer stops there.
        finite = losses if math.isfinite(losses[-1]) else losses[:-1]
        first = end - len(losses) + 1
        self._batches.extend(np.arange(first, first + len(finite)), finite)
        self._batch_loss = float(losses[-1])
        if self._proof is None:
            self._proof = float(losses[0])
        self.diverged = len(finite) < len(losses) or self.trainer.lost
        if not self.diverged and self._proposed is not None and self._proof <= HOPELESS * self.trainer.data.variance:
            self._good, self._proposed = self._proposed, None
        return not self.diverged

    @property
    def lost(self) -> bool:
        """Whether it has diverged though its last loss is a number."""
        return self.diverged and math.isfinite(self._batch_loss)

    @property
    def hopeless(self) -> bool:
        """Whether its last loss is that of a lost run."""
        return not math.isnan(self._batch_loss) and self.trainer.divergence.hopeless(
            self._batch_loss, self.experiment.noise
        )

    def propose(self) -> None:
        """Keep this moment, to go back to if the loss of the next batch says that it was good."""
        self._proposed, self._proof = self.state(), None

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
        else:
            self._mark(changes)
        self._flipped = experiment.decoder != self.experiment.decoder
        self.trainer.change(experiment)

    def balance(self) -> None:
        """Give the innermost W orthonormal rows, see :meth:`core.training.trainer.Trainer.balance`."""
        self.trainer.check_balance()
        self._mark((("balance", True),))
        self.trainer.balance()

    @property
    def due(self) -> int:
        """The step beyond which it must not go before :meth:`evaluate`; endless where it stands still."""
        return self._chronicle.due

    def evaluate(self, leave: Callable[[], bool] = lambda: False) -> bool:
        """Take the losses of the whole sets if they are due, piece by piece; False if it was left before the end."""
        if not self.owes:
            return True
        if self._evaluation is None or self._evaluation[0] != self.moment:
            self._evaluation = self.moment, self._pieces()
        try:
            for _ in self._evaluation[1]:
                if leave():
                    return False
        except Exception:
            self._chronicle.pass_over(self.trainer.step)  # or it would fail for ever
            self._evaluation = None
            raise
        self._evaluation = None
        return True

    def give_up(self) -> None:
        """It is given up: nothing that is under way keeps its memory."""
        self._evaluation = None

    @property
    def owes(self) -> bool:
        """Whether :meth:`evaluate` has something to do."""
        return not self.diverged and self.trainer.step >= self._chronicle.due

    def stop_within(self, times_floor: float | None) -> None:
        """Take the losses more often than for the eye, and go no further where :attr:`reached`; ``None``: as before."""
        self._times_floor = times_floor
        self._chronicle.look_closely(self.trainer.step, times_floor is not None)

    @property
    def reached(self) -> bool:
        """Whether the training set's loss of this moment is known to be as near its floor as it is to stop at."""
        loss, times = self._chronicle.known(self.trainer.step), self._times_floor
        return times is not None and loss is not None and loss <= times * self._floor

    @property
    def has_floor(self) -> bool:
        """Whether anything is left by the principal components."""
        return self._floor > 0

    def take_worsened(self) -> Worsened | None:
        """That a flip has made it worse, told once."""
        found, self._worsened = self._worsened, None
        return found

    def _mark(self, changes: Changes) -> None:
        """Mark what is about to be changed; what it was like before is taken now, for it can't be later."""
        step = self.trainer.step
        before = self._chronicle.known(step)
        if before is None and not self.diverged:
            for _ in self._pieces():
                pass
            before = self._chronicle.known(step)
        self._evaluation = None
        self._keep()
        self._flipped = False
        self._chronicle.change(step, changes, math.nan if before is None else before)

    def _keep(self) -> None:
        """Keep what there is for :meth:`go_back`, if it is worth it and there is room for it."""
        self._before = None  # its room first
        if not self.diverged and memory.fits(self.trainer.nbytes, self.trainer.data.train.device):
            self._before = self.state()

    @property
    def can_go_back(self) -> bool:
        """Whether the state before the last change was kept."""
        return self._before is not None

    def go_back(self) -> None:
        """To just before the last change; once more leads back here."""
        before, came_from = self._before, self.trainer.step
        assert before is not None, "asked before"
        self._keep()
        here = self._before
        self.restore(before)
        self._good = before  # what came later is of a life that was given up
        self._mark((("return", came_from),))
        self._before = here

    def _pieces(self) -> Generator[None, None, None]:
        """Take the losses of this moment, whether they are due or not."""
        moment = self.moment
        needs = TrainingLoss(), ValidationLoss()
        if self._whole.sampled or not all(map(self.knows, needs)):
            train, validation = yield from self._whole.pieces(self.trainer.model)
            if not self._whole.sampled:
                # Who asks for them need not have them taken again.
                self._answers.measured |= dict(
                    zip(needs, (LossPart(moment, train), LossPart(moment, validation)), strict=True)
                )
        else:
            known = (self._answers.measured[need] for need in needs)
            train, validation = (part.loss for part in known if isinstance(part, LossPart))
        self._chronicle.take(moment.step, train, validation)
        self._look_at_flip(moment.step, train)

    def _look_at_flip(self, step: int, loss: float) -> None:
        """Whether it has worsened the loss, when it has had its time."""
        if not self._flipped or step - self._chronicle.changed_at < SETTLED:
            return
        self._flipped = False
        mark = self._chronicle.marks[-1]
        factor = loss / mark.before if mark.before > 0 else math.nan
        if factor > WORSE and self.can_go_back:
            self._worsened = Worsened(self.name, step, mark, factor)

    def retry(self) -> None:
        """Try again to answer what failed."""
        self._answers.retry()

    def state(self) -> LaneState:
        """Everything there is."""
        return LaneState(
            self.trainer.state(),
            self._batches.state(),
            self._chronicle.state(),
            self._batch_loss,
            dict(self._answers.measured),
        )

    def restore(self, state: LaneState) -> None:
        """Go back to ``state``, or on from it: the same steps follow."""
        self.trainer.restore(state.trainer)
        self._batches.restore(state.batch_history)
        self._chronicle.restore(state.chronicle)
        self._batch_loss = state.batch_loss
        self._answers.restore(state.measured)
        self._shown, self._evaluation = None, None
        self._flipped, self._worsened = False, None
        self._proposed, self._proof, self.diverged = None, None, False

    def settings_after_rewind(self, factor: float, learning_rate: float | None) -> Experiment:
        """What will be in force after :meth:`rewind`: the decoder of the good moment, all else as it is now.

        The learning rate is the one given, or multiplied by ``factor``.

        Raises:
            TiescopeError: if that is not allowed.
        """
        after = settings.going_back(self.experiment, self._good.trainer.experiment)
        rate = after.learning_rate * factor if learning_rate is None else learning_rate
        return after.with_values({"learning_rate": rate})

    def rewind(self, experiment: Experiment) -> None:
        """Go back to the last good moment, and on with these settings."""
        came_from = self.trainer.step
        self._keep()
        here = self._before
        self.restore(self._good)
        self._mark((("rewind", came_from), *settings.differences(self.experiment, experiment)))
        self._before = here
        self.trainer.change(experiment)

    def knows(self, need: Measured[Any]) -> bool:
        """Whether ``need`` has been answered at this very moment."""
        return self._answers.knows(need)

    def measure(self, need: Measured[Any]) -> Iterator[None]:
        """Bring the answer to ``need`` up to date, piece by piece."""
        yield from self._answers.measure(need)

    @property
    def measured(self) -> Mapping[Need[Any], Part]:
        return self._answers.measured

    def shown(self) -> Pass:
        if self._shown is None or self._shown[0] != self.moment:
            self._shown = self.moment, self.trainer.show()
        return self._shown[1]

    def axes(self, count: int) -> Tensor:
        return self._principal.axes(count)

    def unique(self, count: int) -> bool:
        return self._principal.unique(count)

    def spectrum(self, count: int) -> tuple[Tensor, Tensor]:
        return self._principal.spectrum(count)

    def take(self, needs: Collection[Need[Any]], transfer: Transfer) -> PendingLane:
        """This moment, with answers to ``needs`` as far as there are any."""
        trainer = self.trainer
        pending = self._answers.take(needs)
        snapshot = LaneSnapshot(
            name=self.name,
            moment=self.moment,
            epoch=trainer.epoch,
            experiment=trainer.experiment,
            batch_loss=self._batch_loss,
            pca_floor=self._floor,
            batch_curve=self._batches.curve(),
            losses=self._chronicle.losses,
            marks=self._chronicle.marks,
            decoder_at_start=self._chronicle.decoder_at_start,
            validation_floor=self._validation_floor,
            dial=trainer.model.dial,
            limited_at=trainer.limited_at,
            not_replayed=trainer.not_replayed,
            diverged=self.diverged,
        )
        return PendingLane(snapshot, transfer.begin(pending.tensors), partial(self._answers.complete, pending))
