"""One network of a run with all there is to tell about it: curves, marks, measurements, and the way back."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.datasets import Dataset
from core.decoders import DECODERS
from core.engine.answers import Answers
from core.engine.transfer import Copies, Transfer
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.history import History
from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import Array, LaneSnapshot, Mark
from core.parts.base import Measured
from core.parts.losses import LossPart, ValidationLoss
from core.training.data import DeviceData
from core.training.feed import Feed
from core.training.model import Pass
from core.training.replay import Recorder
from core.training.state import LaneState
from core.training.trainer import Trainer

MOST_MARKS = 1000  # kept, the newest: more than a screen has columns for are of no use to anybody
HOPELESS = 10.0  # a loss this many times the data's variance is no state to go back to


@dataclass(frozen=True, eq=False)
class PendingLane:
    """A lane's snapshot whose arrays may still be on their way from the device."""

    snapshot: LaneSnapshot  # without parts
    copies: Copies
    complete: Callable[[Sequence[Array]], Mapping[Need[Any], Part]]

    @property
    def done(self) -> bool:
        """Whether :meth:`get` need not wait."""
        return self.copies.done

    def get(self) -> LaneSnapshot:
        """The snapshot, waited for."""
        return replace(self.snapshot, parts=self.complete(self.copies.arrays()))


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
        self._dataset = dataset
        narrowest = min(self.trainer.model.widths)
        self._floor = dataset.leading(narrowest).floor(narrowest)
        self._axes: Tensor | None = None
        self._batch_loss = math.nan
        self._train, self._validation = History(), History()
        self._marks: tuple[Mark, ...] = ()
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
    def good_step(self) -> int:
        """The step that :meth:`rewind` goes back to."""
        return self._good.trainer.moment.step

    @property
    def nbytes(self) -> int:
        """Of the parameters and what belongs to them, now and in the states that are kept."""
        kept = [state.trainer.nbytes for state in (self._good, self._proposed) if state]
        return self.trainer.nbytes + sum(kept)

    def absorb(self, losses: npt.NDArray[np.float32]) -> bool:
        """Take note of the trainer's last steps; False if they have led nowhere: from now on it stands still."""
        if not len(losses):
            return True
        end = self.trainer.step
        # Only the last can be other than finite: the trainer stops there.
        finite = losses if math.isfinite(losses[-1]) else losses[:-1]
        first = end - len(losses) + 1
        self._train.extend(np.arange(first, first + len(finite)), finite)
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
        decoder = DECODERS.get(values.get("decoder", ""))
        if decoder is not None and decoder.adjustable and "dial" not in values and decoder is not self._decoder:
            # From where the decoder in force stands, so that nothing jumps until a person turns the dial.
            here = self.trainer.model.dial
            values = dict(values) if here is None else {**values, "dial": here}
        return self.experiment.with_values(values)

    def change(self, experiment: Experiment) -> None:
        """Other settings from the next step on; a flip of the decoder is marked."""
        if experiment == self.experiment:
            return
        if experiment.decoder != self.experiment.decoder:
            mark = Mark(self.trainer.step, (("decoder", experiment.decoder),))
            self._marks = (*self._marks, mark)[-MOST_MARKS:]
        self.trainer.change(experiment)

    def balance(self) -> None:
        """Give the innermost W orthonormal rows, see :meth:`core.training.trainer.Trainer.balance`."""
        self.trainer.balance()

    def retry(self) -> None:
        """Try again to answer what failed."""
        self._answers.retry()

    def state(self) -> LaneState:
        """Everything there is."""
        return LaneState(
            self.trainer.state(),
            self._train.state(),
            self._validation.state(),
            self._marks,
            self._batch_loss,
            dict(self._answers.measured),
        )

    def restore(self, state: LaneState) -> None:
        """Go back to ``state``, or on from it: the same steps follow."""
        self.trainer.restore(state.trainer)
        self._train.restore(state.train_history)
        self._validation.restore(state.validation_history)
        self._marks, self._batch_loss = state.marks, state.batch_loss
        self._answers.restore(state.measured)
        self._shown = None
        self._proposed, self._proof, self.diverged = None, None, False

    def settings_after_rewind(self, factor: float, learning_rate: float | None) -> Experiment:
        """What will be in force after :meth:`rewind`: the decoder of the good moment, all else as it is now.

        The learning rate is the one given, or multiplied by ``factor``.

        Raises:
            TiescopeError: if that is not allowed.
        """
        settings = _settings_after(self.experiment, self._good.trainer.experiment)
        rate = settings.learning_rate * factor if learning_rate is None else learning_rate
        return settings.with_values({"learning_rate": rate})

    def rewind(self, settings: Experiment) -> None:
        """Go back to the last good moment, and on with ``settings``."""
        self.restore(self._good)
        self.trainer.change(settings)

    def knows(self, need: Measured[Any]) -> bool:
        """Whether ``need`` has been answered at this very moment."""
        return self._answers.knows(need)

    def measure(self, need: Measured[Any]) -> Iterator[None]:
        """Bring the answer to ``need`` up to date, piece by piece."""
        part = yield from self._answers.measure(need)
        if isinstance(need, ValidationLoss) and isinstance(part, LossPart) and math.isfinite(part.loss):
            self._validation.put(part.moment.step, part.loss)

    def shown(self) -> Pass:
        if self._shown is None or self._shown[0] != self.moment:
            self._shown = self.moment, self.trainer.show()
        return self._shown[1]

    def axes(self, count: int) -> Tensor:
        if self._axes is None or len(self._axes) < count:
            self._axes = torch.from_numpy(np.ascontiguousarray(self._dataset.principal_subspace(count)))
        return self._axes[:count]

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
            train_curve=self._train.curve(),
            validation_curve=self._validation.curve(),
            marks=self._marks,
            dial=trainer.model.dial,
            limited_at=trainer.limited_at,
            not_replayed=trainer.not_replayed,
            diverged=self.diverged,
        )
        return PendingLane(snapshot, transfer.begin(pending.tensors), partial(self._answers.complete, pending))

    @property
    def _decoder(self) -> object:
        return DECODERS[self.experiment.decoder]


def _settings_after(in_force: Experiment, good: Experiment) -> Experiment:
    """The settings in force with the decoder of the good state, and with its activations if they must be its."""
    back: dict[str, object] = {"decoder": good.decoder}
    if DECODERS[good.decoder].adjustable:
        back["dial"] = good.dial  # which is the decoder there
    try:
        return in_force.with_values(back)
    except TiescopeError:
        back |= {"activation": good.activation, "output_activation": good.output_activation}
        return in_force.with_values(back)
