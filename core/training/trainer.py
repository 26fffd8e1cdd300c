"""One network and the steps it takes. No threads, no clock, no window: call it in a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.errors import TiescopeError
from core.experiment import Experiment
from core.linear_algebra.clipping import clip, exceeds
from core.optimizers import OPTIMIZERS
from core.training.batches import Batches, BatchesState
from core.training.model import Pass, TiedAutoencoder
from core.training.parameters import Block
from core.training.ramp import ENDS, Ramp, ramp
from core.training.replay import CudaRecorder, Key, Recorder, Replay

BURST = 64  # losses read from the device at once, at most
EVALUATION_ROWS = (64, 512)  # examples at a time: a pass over a large data set needs little memory …
EVALUATION_WORK = 1 << 26  # … and can be left soon: weights times examples of a piece, within these limits
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
    experiment: Experiment
    in_force: str  # which is the dial during a ramp
    ramp: Ramp | None
    blocks: tuple[tuple[Tensor, ...], ...]
    batches: BatchesState
    noise: Tensor


class Trainer:
    """Trains what ``experiment`` describes. Same experiment and machine: same losses, to the bit."""

    def __init__(self, experiment: Experiment, data: DeviceData, recorder: Recorder | None = None) -> None:
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
        # Of every step of a burst: the sum of its squared errors, and the length of its gradient where that is limited.
        self._told = torch.zeros(2, BURST, device=device)
        self._errors, self._lengths = (row.unbind() for row in self._told)
        # On a GPU launching the kernels takes longer than they do, so that a step is recorded and replayed.
        if recorder is None and device.type == "cuda":
            recorder = CudaRecorder(device)
        self._replay = None if recorder is None else Replay(recorder)
        self._columns = self._told.unbind(1)
        self._place = torch.zeros(2, device=device)  # where a recorded step tells what is told
        self._noise_buffer = torch.empty(0, device=device)
        self.limited_at: int | None = None  # the last step whose gradient had to be shortened
        self._ramp: Ramp | None = None
        self.model.turn(experiment.dial)
        self._error = torch.empty(0, device=device)  # for output activations whose slope needs the output
        self._good = self._state()
        self._proposed: _State | None = None
        self._proof: float | None = None  # the first loss after the state was proposed, which is that of its weights

    @property
    def epoch(self) -> float:
        """Epochs so far, with the fraction of the one under way."""
        return self._batches.epoch

    @property
    def not_replayed(self) -> str | None:
        """Why steps of some settings could not be recorded, where they are recorded at all."""
        return None if self._replay is None else self._replay.reason

    @property
    def held(self) -> int:
        """Bytes of the parameters and what belongs to them, now and in the states that are kept."""
        now = [each for block in self.model.blocks for each in (block.flat, block.gradient, block.first, block.second)]
        kept = [each for state in (self._good, self._proposed) if state for block in state.blocks for each in block]
        return sum(tensor.nbytes for tensor in (*now, *kept))

    @property
    def good_step(self) -> int:
        """The step that :meth:`rewind` goes back to."""
        return self._good.step

    def advance(self, count: int, leave: Callable[[], bool] = lambda: False) -> npt.NDArray[np.float32]:
        """Take up to ``count`` steps; the losses of those taken, (n,), each before its step's update.

        It stops early when a loss is not finite: the last one returned; and when ``leave``, asked after every step,
        says so. Losses stay on the device until a handful can be read at once, because reading makes the host wait
        for the device.
        """
        read = [np.empty(0, np.float32)]
        with torch.inference_mode():
            left = False
            while count and not left:
                losses, left = self._burst(min(count, BURST), leave)
                read.append(losses)
                count -= len(losses)
        losses = np.concatenate(read)
        if len(losses) and self._proof is None:
            self._proof = float(losses[0])
        return losses

    def propose(self) -> None:
        """Keep a copy of the state, for :meth:`rewind` if it turns out to be good: the last step may have ruined it."""
        self._proposed, self._proof = self._state(), None

    @property
    def proved(self) -> bool:
        """Whether the state proposed is worth going back to, by the loss of the next batch."""
        proof = self._proof
        return self._proposed is not None and proof is not None and proof <= HOPELESS * self._data.variance

    def trust(self) -> None:
        """Let the state proposed be the one that :meth:`rewind` goes back to."""
        assert self._proposed is not None, "nothing was proposed"
        self._good, self._proposed = self._proposed, None

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
            TiescopeError: if the activation is not linear, the decoder has weights of its own, or W is not finite.
        """
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
        self.model.balance()
        for block in self.model.blocks:
            # They are about directions that have been turned.
            block.forget_moments()

    def rewind(self) -> None:
        """Back to the last good state: weights, moments and the place in the data."""
        good = self._good
        experiment = self._settings_after(good.experiment)
        self._proposed = None
        self._ramp = good.ramp
        self.model.activation = ACTIVATIONS[experiment.activation]
        self.model.output_activation = ACTIVATIONS[experiment.output_activation]
        self.model.flip(good.in_force)
        self.experiment = experiment
        for block, state in zip(self.model.blocks, good.blocks, strict=True):
            block.restore(state)
            if experiment.optimizer != good.experiment.optimizer:
                # What one optimizer remembers means nothing to the other.
                block.forget_moments()
        self.model.replaced()
        self.limited_at = None
        self._batches.restore(good.batches)
        self._noise.set_state(good.noise)
        self.step = good.step

    def train_errors(self) -> Iterator[float]:
        """The mean squared error per component over the whole training set, as one addend from every piece of it."""
        return self._errors_over(self._data.train)

    def validation_errors(self) -> Iterator[float]:
        """The same over the examples held back."""
        return self._errors_over(self._data.validation)

    def train_loss(self) -> float:
        """Over the whole training set, at once."""
        return sum(self.train_errors())

    def validation_loss(self) -> float:
        """Over the examples held back, at once."""
        return sum(self.validation_errors())

    def look(self) -> Pass:
        """The fixed examples through the network as it is."""
        return self.model.forward(self._data.examples)

    def _errors_over(self, examples: Tensor) -> Iterator[float]:
        fewest, most = EVALUATION_ROWS
        weights = sum(block.decayed for block in self.model.blocks)
        for rows in torch.split(examples, min(max(fewest, EVALUATION_WORK // weights), most)):
            error = self.model.forward(rows).reconstruction - rows
            yield float(error.square_().sum()) / examples.numel()

    def _settings_after(self, good: Experiment) -> Experiment:
        """The settings in force with the decoder of the good state, and with its activations if they must be its."""
        back: dict[str, object] = {"decoder": good.decoder}
        try:
            return self.experiment.with_values(back)
        except TiescopeError:
            back |= {"activation": good.activation, "output_activation": good.output_activation}
            return self.experiment.with_values(back)

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

    def _burst(self, count: int, leave: Callable[[], bool]) -> tuple[npt.NDArray[np.float32], bool]:
        """Take up to ``count`` steps; their losses, and whether that was all for now.

        The losses end with the first that is not finite, where ``step`` then stands.
        """
        first, left = self.step, False
        self._told.zero_()
        for index in range(count):
            self._step(index)
            self.step += 1
            left = leave()
            if left:
                break
        errors, lengths = self._told[:, : self.step - first].cpu().numpy()
        limited = np.flatnonzero(exceeds(lengths))
        if len(limited):
            self.limited_at = first + 1 + int(limited[-1])
        losses: npt.NDArray[np.float32] = errors / np.float32(self.experiment.batch_size * self.model.widths[0])
        bad = np.flatnonzero(~np.isfinite(losses))
        if len(bad):
            losses = losses[: bad[0] + 1]
            self.step = first + len(losses)
        return losses, left or bool(len(bad))

    def _step(self, index: int) -> None:
        if self._ramp is not None:
            self._climb(self._ramp)
        batch = self._batches.next(self.experiment.batch_size)
        inputs = self._noisy(batch)
        replay = self._replay
        # A ramp changes the dial at every step, and a check reads from the device.
        if replay is not None and self._ramp is None and not self.model.due and self._replayed(replay, batch, inputs):
            self._columns[index].copy_(self._place)
            for mirror in self.model.mirrors:
                mirror.replayed()
            return
        self._learn(batch, inputs, self._errors[index], self._lengths[index])
        self.model.stepped()

    def _replayed(self, replay: Replay, batch: Tensor, inputs: Tensor) -> bool:
        """Take the step by its recording; False if there is none, and then nothing has changed."""
        model = self.model
        error, length = self._place.unbind()
        marks = [mirror.mark() for mirror in model.mirrors]

        def act() -> None:
            self._place.zero_()  # not every decoder's gradient has its length told
            for mirror in model.mirrors:
                mirror.ready()
            self._learn(batch, inputs, error, length)

        changed = [each for block in model.blocks for each in (block.flat, block.first, block.second, block.steps)]
        taken = replay.step(self._key(batch, inputs), act, changed)
        for mirror, mark in zip(model.mirrors, marks, strict=True):
            mirror.back(mark)
        return taken

    def _key(self, batch: Tensor, inputs: Tensor) -> Key:
        """Blocks stand for their memory: theirs never moves, and free weights get a block of their own each time."""
        model, chosen = self.model, self.experiment
        return Key(
            (
                *(chosen.batch_size, chosen.optimizer, chosen.learning_rate, chosen.momentum, chosen.weight_decay),
                *(model.activation.name, model.output_activation.name, model.decoder.name, model.dial),
                *(mirror.guard.path for mirror in model.mirrors),
            ),
            (batch.data_ptr(), inputs.data_ptr(), *model.blocks),
        )

    def _learn(self, batch: Tensor, inputs: Tensor, told_error: Tensor, told_length: Tensor) -> None:
        """From a batch to other weights: always the same kernels on the same memory, whatever the numbers."""
        passed = self.model.forward(inputs)
        error = torch.sub(passed.reconstruction, batch, out=self._room(passed.reconstruction))
        flat = error.view(-1)
        torch.dot(flat, flat, out=told_error)
        self.model.backward(passed, error.mul_(2 / len(flat)))
        blocks = self.model.blocks
        if self.model.dial is not None:
            # The derivative of an inverse has no bound of its own.
            told_length.copy_(clip([block.gradient for block in blocks]))
        OPTIMIZERS[self.experiment.optimizer].update(blocks, self.experiment)

    def _room(self, reconstruction: Tensor) -> Tensor:
        """Where the error may be written: over the reconstruction, unless its activation's slope is asked of it."""
        if self.model.output_activation.name == "linear":
            return reconstruction
        if self._error.shape != reconstruction.shape:
            self._error = torch.empty_like(reconstruction)
        return self._error

    def _noisy(self, batch: Tensor) -> Tensor:
        if not self.experiment.noise:
            return batch
        if self._noise_buffer.shape != batch.shape:
            self._noise_buffer = torch.empty_like(batch)
        return self._noise_buffer.normal_(0, self.experiment.noise, generator=self._noise).add_(batch)

    def _state(self) -> _State:
        blocks: tuple[Block, ...] = self.model.blocks
        return _State(
            self.step,
            self.experiment,
            self.model.decoder.name,
            self._ramp,
            tuple(block.state() for block in blocks),
            self._batches.state(),
            self._noise.get_state(),
        )
