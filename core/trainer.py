"""One network and the steps it takes. No threads, no clock, no window: call it in a loop."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.batches import Batches, BatchesState
from core.clipping import clip
from core.errors import TiescopeError
from core.experiment import Experiment
from core.model import Pass, TiedAutoencoder
from core.optimizers import update
from core.parameters import Block
from core.ramp import ENDS, Ramp, ramp

BURST = 64  # losses read from the device at once, at most
EVALUATION_ROWS = 1024  # examples at a time, so that a pass over a large data set needs little memory
HOPELESS = 10.0  # a loss this many times the data's variance is no state to go back to


@dataclass(frozen=True, eq=False)
class DeviceData:
    """A data set on the device, shared by all lanes."""

    train: Tensor  # (n, d)
    validation: Tensor  # (m, d)
    examples: Tensor  # (e, d): the fixed ones that are shown
    variance: float  # mean squared error of answering with the mean


@dataclass(frozen=True, eq=False)
class _State:
    step: int
    decoder: str  # the experiment's
    in_force: str  # which is the dial during a ramp
    ramp: Ramp | None
    blocks: tuple[tuple[Tensor, ...], ...]
    batches: BatchesState
    noise: Tensor


class Trainer:
    """Trains what ``experiment`` describes. Same experiment and machine: same losses, to the bit."""

    def __init__(self, experiment: Experiment, data: DeviceData) -> None:
        self.experiment = experiment
        self.step = 0
        self._data = data
        device = data.train.device
        self.model = TiedAutoencoder(
            (data.train.shape[1], *experiment.layers),
            activation=experiment.activation,
            output_activation=experiment.output_activation,
            decoder=experiment.decoder,
            seed=experiment.seed,
            like=data.train,
        )
        self._batches = Batches(data.train, experiment.seed)
        self._noise = torch.Generator(device).manual_seed(experiment.seed)
        self._losses = torch.empty(BURST, device=device)
        self._limited = torch.zeros(BURST, dtype=torch.bool, device=device)
        self.limited_at: int | None = None  # the last step whose gradient had to be shortened
        self._ramp: Ramp | None = None
        self.model.turn(experiment.dial)
        self._last_loss = math.nan
        self._error = torch.empty(0, device=device)
        self._good = self._state()

    @property
    def epoch(self) -> float:
        """Epochs so far, with the fraction of the one under way."""
        return self._batches.epoch

    @property
    def good_step(self) -> int:
        """The step that :meth:`rewind` goes back to."""
        return self._good.step

    def advance(self, count: int) -> npt.NDArray[np.float32]:
        """Take up to ``count`` steps; the losses of those taken, (n,), each before its step's update.

        It stops early when a loss is not finite: the last one returned. Losses stay on the device until
        a handful can be read at once, because reading makes the host wait for the device.
        """
        read = [np.empty(0, np.float32)]
        while count:
            burst = min(count, len(self._losses))
            for index in range(burst):
                self._step(index)
                self.step += 1
            count -= burst
            losses = self._losses[:burst].cpu().numpy().copy()
            self._note_limited(burst)
            bad = np.flatnonzero(~np.isfinite(losses))
            if len(bad):
                self.step -= burst - 1 - int(bad[0])
                read.append(losses[: bad[0] + 1])
                break
            read.append(losses)
        losses = np.concatenate(read)
        if len(losses):
            self._last_loss = float(losses[-1])
        return losses

    @property
    def healthy(self) -> bool:
        """Whether the state is worth going back to."""
        return self._last_loss <= HOPELESS * self._data.variance

    def remember(self) -> None:
        """Keep a copy of the state for :meth:`rewind`."""
        self._good = self._state()

    def change(self, experiment: Experiment) -> None:
        """Go on with other settings (keys of :data:`core.experiment.IN_FLIGHT`) and the same weights."""
        model = self.model
        if experiment.optimizer != self.experiment.optimizer:
            # What one optimizer remembers means nothing to the other.
            for block in model.blocks:
                block.forget_moments()
        model.activation = ACTIVATIONS[experiment.activation]
        model.output_activation = ACTIVATIONS[experiment.output_activation]
        if experiment.decoder != self.experiment.decoder:
            self._flip(experiment)
        if self._ramp is None:
            model.turn(experiment.dial)
        self.experiment = experiment

    def balance(self) -> None:
        """Give the innermost W orthonormal rows: the nearest such matrix, with the same row space.

        Under W⁺ a linear network does not notice; W⁺ is then Wᵀ, and a flip between them is without a jump. The
        layers further out would change what the next one gets, so that they are left alone.

        Raises:
            TiescopeError: if the activation is not linear.
        """
        activation = self.experiment.activation
        if activation != "linear":
            raise TiescopeError(
                f"Only a linear layer can be balanced without changing what it computes; activation is {activation}.",
                "activation",
            )
        self.model.balance()
        for block in self.model.blocks:
            # They are about directions that have been turned.
            block.forget_moments()

    def rewind(self) -> None:
        """Back to the last good state: weights, moments and the place in the data."""
        good = self._good
        self._ramp = good.ramp
        self.model.flip(good.in_force)
        self.experiment = self.experiment.model_copy(update={"decoder": good.decoder})
        for block, state in zip(self.model.blocks, good.blocks, strict=True):
            block.restore(state)
        self.model.replaced()
        self.limited_at = None
        self._batches.restore(good.batches)
        self._noise.set_state(good.noise)
        self.step = good.step
        self._last_loss = math.nan

    def evaluate(self, examples: Tensor) -> float:
        """The mean squared error per component over ``examples`` (n, d); changes nothing."""
        total = 0.0
        for rows in torch.split(examples, EVALUATION_ROWS):
            error = self.model.forward(rows).reconstruction - rows
            total += float(error.square_().sum())
        return total / examples.numel()

    def train_loss(self) -> float:
        """Over the whole training set."""
        return self.evaluate(self._data.train)

    def validation_loss(self) -> float:
        """Over the examples held back."""
        return self.evaluate(self._data.validation)

    def look(self) -> Pass:
        """The fixed examples through the network as it is."""
        return self.model.forward(self._data.examples)

    def _flip(self, experiment: Experiment) -> None:
        """At once, or over the steps that the experiment gives it."""
        length = (
            experiment.ramp_to_transpose if experiment.decoder == "transpose" else experiment.ramp_to_pseudo_inverse
        )
        begin = ENDS.get(self.experiment.decoder) if self.model.dial is None else self.model.dial
        self._ramp = ramp(self.step, length, begin, experiment.decoder)
        self.model.flip(experiment.decoder if self._ramp is None else "dial")

    def _climb(self, ramp: Ramp) -> None:
        """One step further on the ramp."""
        if ramp.over(self.step):
            self._ramp = None
            self.model.flip(self.experiment.decoder)
            self.model.turn(self.experiment.dial)
        else:
            self.model.turn(ramp.dial(self.step))

    def _note_limited(self, burst: int) -> None:
        if self.model.dial is None:
            return
        limited = np.flatnonzero(self._limited[:burst].cpu().numpy())
        if len(limited):
            self.limited_at = self.step - burst + 1 + int(limited[-1])

    def _step(self, index: int) -> None:
        if self._ramp is not None:
            self._climb(self._ramp)
        batch = self._batches.next(self.experiment.batch_size)
        passed = self.model.forward(self._noisy(batch))
        if self._error.shape != batch.shape:
            self._error = torch.empty_like(batch)
        error = torch.sub(passed.reconstruction, batch, out=self._error).view(-1)
        loss = self._losses[index]
        torch.dot(error, error, out=loss)
        loss.div_(len(error))
        self.model.backward(passed, self._error.mul_(2 / len(error)))
        blocks = self.model.blocks
        if self.model.dial is not None:
            # The derivative of an inverse has no bound of its own.
            self._limited[index] = clip([block.gradient for block in blocks])
        update(blocks, self.experiment)
        self.model.stepped()

    def _noisy(self, batch: Tensor) -> Tensor:
        if not self.experiment.noise:
            return batch
        noise = torch.empty_like(batch).normal_(0, self.experiment.noise, generator=self._noise)
        return noise.add_(batch)

    def _state(self) -> _State:
        blocks: tuple[Block, ...] = self.model.blocks
        return _State(
            self.step,
            self.experiment.decoder,
            self.model.decoder.name,
            self._ramp,
            tuple(block.state() for block in blocks),
            self._batches.state(),
            self._noise.get_state(),
        )
