"""One network and the steps it takes. No threads, no clock, no window: call it in a loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.decoders import ADJUSTABLE
from core.errors import TiescopeError
from core.experiment import Experiment
from core.linear_algebra.clipping import clip, exceeds
from core.messages.moment import Moment
from core.optimizers import OPTIMIZERS
from core.training.advance import advance
from core.training.data import DeviceData
from core.training.divergence import DivergenceMonitor
from core.training.evaluation import loss
from core.training.feed import Batch, Feed, Place
from core.training.losses import LossBuffer
from core.training.model import Pass, TiedAutoencoder
from core.training.ramp import Ramp, ramp
from core.training.replay import RecordedStep, Recorder
from core.training.state import TrainerState

log = logging.getLogger(__name__)


class Trainer:
    """Trains what ``experiment`` describes. Same experiment and machine: same losses, to the bit.

    ``feed`` may be shared with other trainers of the same seed. With a ``recorder`` steps are recorded and replayed.
    """

    def __init__(
        self, experiment: Experiment, data: DeviceData, feed: Feed | None = None, recorder: Recorder | None = None
    ) -> None:
        self.experiment = experiment
        self.data = data
        self.feed = Feed(data.train, experiment.seed) if feed is None else feed
        self.step, self.revision, self.place = 0, 0, Place()
        self.limited_at: int | None = None  # the last step whose gradient had to be shortened
        self.model = TiedAutoencoder(
            (data.train.shape[1], *experiment.layers),
            activation=experiment.activation,
            output_activation=experiment.output_activation,
            decoder=experiment.decoder,
            seed=experiment.seed,
            like=data.train,
        )
        self.model.turn(experiment.dial)
        self.divergence = DivergenceMonitor(data.power)
        self._ramp: Ramp | None = None
        self._revisions = count(1)
        self._losses = LossBuffer(data.train.device)
        self._recorded = None if recorder is None else RecordedStep(recorder)
        self._noisy_inputs = self._error = data.train.new_empty(0)

    @property
    def moment(self) -> Moment:
        """Which state it is in."""
        return Moment(self.step, self.revision)

    @property
    def epoch(self) -> float:
        """Epochs so far, with the fraction of the one under way."""
        return self.feed.epochs(self.place)

    @property
    def not_replayed(self) -> str | None:
        """Why steps of some settings could not be recorded, where they are recorded at all."""
        return None if self._recorded is None else self._recorded.reason

    @property
    def nbytes(self) -> int:
        """Bytes of the parameters and what belongs to them."""
        blocks = self.model.blocks
        return sum(each.nbytes for block in blocks for each in (block.flat, block.gradient, block.first, block.second))

    def advance(self, steps: int, leave: Callable[[], bool] = lambda: False) -> npt.NDArray[np.float32]:
        """Take up to ``steps`` steps alone, see :func:`core.training.advance.advance`; the losses of those taken."""
        (losses,) = advance((self,), steps, leave)
        return losses

    def take(self, batch: Batch) -> None:
        """Take one step on ``batch``, that of its place; call :meth:`read` when the losses are :attr:`full`."""
        if self._ramp is not None:
            self._climb(self._ramp)
        rows, _, after = batch
        inputs = rows if not self.experiment.noise else self._noisy(batch)
        recorded = self._recorded
        # A ramp changes the dial at every step, and a check reads from the device.
        if recorded is None or self._ramp is not None or self.model.check_due or not recorded.take(self, rows, inputs):
            self.learn(rows, inputs, *self._losses.next())
            self._losses.commit()
        self.step += 1
        self.place = after

    @property
    def full(self) -> bool:
        """Whether :meth:`read` must be called before the next step."""
        return self._losses.full

    def read(self) -> npt.NDArray[np.float32]:
        """The losses of the steps since the last call, (n,), each before its step's update. Waits for the device.

        If one is not finite it is the last, and the trainer stands at its step: what was learned after it is worth
        nothing. Whether the run is :attr:`lost` is known afterwards.
        """
        errors, norms = self._losses.read()
        first = self.step - len(errors)
        losses: npt.NDArray[np.float32] = errors / np.float32(self.experiment.batch_size * self.model.widths[0])
        limited = np.flatnonzero(exceeds(norms))
        if len(limited):
            self.limited_at = first + 1 + int(limited[-1])
        bad = np.flatnonzero(~np.isfinite(losses))
        if len(bad):
            losses = losses[: bad[0] + 1]
            self.step = first + len(losses)
        self.divergence.watch(losses[: len(losses) - bool(len(bad))], self.experiment.noise)
        return losses

    @property
    def lost(self) -> bool:
        """Whether the run was found lost though its loss is finite."""
        return self.divergence.lost

    def change(self, experiment: Experiment) -> None:
        """Go on with other settings (keys of :data:`core.experiment.IN_FLIGHT`) and the same weights."""
        model, before = self.model, self.experiment
        self._revise()
        if experiment.optimizer != before.optimizer:
            # What one optimizer remembers means nothing to the other.
            for block in model.blocks:
                block.forget_moments()
        model.activation = ACTIVATIONS[experiment.activation]
        model.output_activation = ACTIVATIONS[experiment.output_activation]
        if experiment.decoder != before.decoder:
            self._ramp = ramp(self.step, model.dial, experiment)
            model.flip(experiment.decoder if self._ramp is None else ADJUSTABLE.name)
        # On a ramp at once where it begins: what is shown before its first step is of that, too.
        model.turn(experiment.dial if self._ramp is None else self._ramp.dial(self.step))
        self.experiment = experiment

    def balance(self) -> None:
        """Give the innermost W orthonormal rows: the nearest such matrix, with the same row space.

        Under W⁺ a linear network does not notice; W⁺ is then Wᵀ, and a flip between them is without a jump. The
        layers further out would change what the next one gets, so that they are left alone.

        Raises:
            TiescopeError: see :meth:`check_balance`.
        """
        self.check_balance()
        self.model.balance()
        self._revise()
        for block in self.model.blocks:
            # They are about directions that have been turned.
            block.forget_moments()

    def check_balance(self) -> None:
        """Raises TiescopeError if the activation is not linear, the decoder has weights of its own, or W is not finite:
        then W can't be balanced."""
        activation = self.experiment.activation
        if activation != "linear":
            raise TiescopeError(
                f"Only a linear layer can be balanced without changing what it computes; activation is {activation}.",
                "activation",
            )
        if self.model.free is not None:
            raise TiescopeError(
                "An untied decoder has weights of its own, which would not fit a balanced W; choose another.",
                "decoder",
            )
        if not self.model.tied.flat.isfinite().all():
            raise TiescopeError("W holds values that are not finite and can't be balanced; go back or reset first.")

    def state(self) -> TrainerState:
        """A copy of everything that decides the next step."""
        return TrainerState(
            moment=self.moment,
            widths=self.model.widths,
            experiment=self.experiment,
            decoder=self.model.decoder.name,
            dial=self.model.mirrored[0].dial,
            ramp=self._ramp,
            blocks=tuple(block.state() for block in self.model.blocks),
            monitors=self.model.monitor_states(),
            place=self.place,
            divergence=self.divergence.state,
            limited_at=self.limited_at,
            threads=torch.get_num_threads(),
        )

    def restore(self, state: TrainerState) -> None:
        """Go back to ``state``, of a network with the same layers: the same steps follow, to the bit.

        With another number of threads the last bits may differ, which is logged.
        """
        assert state.widths == self.model.widths, f"a state of {state.widths} for a network of {self.model.widths}"
        if state.threads != torch.get_num_threads():
            threads = state.threads, torch.get_num_threads()
            log.warning("a state of %d threads goes on with %d: the last bits of its losses may differ", *threads)
        experiment, model = state.experiment, self.model
        model.activation = ACTIVATIONS[experiment.activation]
        model.output_activation = ACTIVATIONS[experiment.output_activation]
        model.use(state.decoder)
        model.turn(state.dial)
        for block, kept in zip(model.blocks, state.blocks, strict=True):
            block.restore(kept)
        model.restore_monitors(state.monitors)
        self.experiment, self._ramp, self.place = experiment, state.ramp, state.place
        self.divergence.state, self.limited_at = state.divergence, state.limited_at
        self.step, self.revision = state.moment.step, state.moment.revision
        self.revise_beyond(self.revision)
        self._losses.read()

    def revise_beyond(self, revision: int) -> None:
        """Let every change from now on have a later revision than this one."""
        self._revisions = count(max(next(self._revisions), revision + 1))

    def train_loss(self) -> float:
        """Over the whole training set, at once."""
        return loss(self.model, self.data.train)

    def validation_loss(self) -> float:
        """Over the examples held back, at once."""
        return loss(self.model, self.data.validation)

    def show(self) -> Pass:
        """The fixed examples through the network as it is."""
        return self.model.forward(self.data.examples)

    def learn(self, rows: Tensor, inputs: Tensor, error_at: Tensor, norm_at: Tensor) -> None:
        """From a batch to other weights: always the same kernels on the same memory, whatever the numbers.

        Args:
            rows: what is to be reconstructed, (B, d).
            inputs: the same with noise, (B, d).
            error_at: where the sum of squared errors is written.
            norm_at: where the norm of the gradient is written, if it is limited.
        """
        passed = self.model.forward(inputs)
        error = torch.sub(passed.reconstruction, rows, out=self._error_buffer(passed.reconstruction))
        flat = error.view(-1)
        torch.dot(flat, flat, out=error_at)
        self.model.backward(passed, error.mul_(2 / flat.numel()))
        blocks = self.model.blocks
        if self.model.inverts:
            # The derivative of an inverse has no bound of its own.
            norm_at.copy_(clip([block.gradient for block in blocks]))
        OPTIMIZERS[self.experiment.optimizer].update(blocks, self.experiment)
        for block in blocks:
            block.written()

    @property
    def recorded(self) -> Tensor:
        """Where a recorded step writes its error and its norm, (2,)."""
        return self._losses.recorded

    def count_recorded(self) -> None:
        """Keep what a recorded step has written as that of the step under way."""
        self._losses.take_recorded()

    def _revise(self) -> None:
        self.revision = next(self._revisions)

    def _climb(self, ramp: Ramp) -> None:
        """One step further on the ramp."""
        if ramp.over(self.step):
            self._ramp = None
            self.model.flip(self.experiment.decoder)
            self.model.turn(self.experiment.dial)
        else:
            self.model.turn(ramp.dial(self.step))

    def _noisy(self, batch: Batch) -> Tensor:
        """The batch with this trainer's noise, in a buffer that is reused."""
        assert batch.noise is not None, "noise was asked for"
        if self._noisy_inputs.shape != batch.rows.shape:
            self._noisy_inputs = torch.empty_like(batch.rows)
        return torch.add(batch.rows, batch.noise, alpha=self.experiment.noise, out=self._noisy_inputs)

    def _error_buffer(self, reconstruction: Tensor) -> Tensor:
        """Where the error may be written: over the reconstruction, unless its activation's slope is asked of it."""
        if self.model.output_activation.name == "linear":
            return reconstruction
        if self._error.shape != reconstruction.shape:
            self._error = torch.empty_like(reconstruction)
        return self._error
