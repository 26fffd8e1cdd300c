"""A step taken again without Python in between: what launches the same kernels on the same memory is recorded once.

A recording is proved before it is trusted, and where there is none the step is simply taken: nothing depends on it but
the speed. Recording changes nothing: the tensors are put back as they were.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor

from core.experiment import Experiment
from core.training.model import TiedAutoencoder

DEBOUNCE = 8  # steps with the same key before it is worth a recording: a dragged slider changes it at every tick
WARM_UP = 3  # times the step is taken on the recording's stream first: libraries set themselves up at their first call
ROUNDING = 5e-7  # relative: a few units in float32's last place
SAME_STEP = 1e-3  # relative to how far the step goes

Act = Callable[[], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Key:
    """All that a recording has baked in; another key needs another recording."""

    settings: Hashable
    memory: Hashable  # what it reads and writes: addresses, or owners, which keep the memory from becoming another's


class Recorder(Protocol):
    """Turns a step into something that repeats it."""

    def warm_up(self, act: Act) -> None:
        """Take the step for real, where it will be recorded."""

    def record(self, act: Act) -> Act:
        """What repeats the step. Python's part of it runs now, the device's when that is called."""


class CudaRecorder:
    """CUDA graphs. Reference: torch's documentation, CUDA semantics, CUDA graphs."""

    def __init__(self, device: torch.device) -> None:
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]

    def warm_up(self, act: Act) -> None:
        current = torch.cuda.current_stream(self._stream.device)
        self._stream.wait_stream(current)
        with torch.cuda.stream(self._stream):
            act()
        current.wait_stream(self._stream)

    def record(self, act: Act) -> Act:
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, stream=self._stream):
            act()
        replay: Act = graph.replay
        return replay


class Replay:
    """Keeps at most one recording, that of the key in force."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._key: Key | None = None
        self._repeats = 0
        self._again: Act | None = None
        self._refused: set[Hashable] = set()  # settings
        self.reason: str | None = None  # why the last key that was refused was

    def step(self, key: Key, act: Act, changed: Sequence[Tensor]) -> bool:
        """Repeat the step of ``key``; False if there is no recording of it: then nothing happened.

        ``act`` takes the step, and may be called any number of times from the same state; ``changed`` is all on
        the device that it changes and that the next one looks at.
        """
        if key.settings in self._refused:
            return False
        if key != self._key:
            self._key, self._repeats, self._again = key, 0, None
        if self._again is None:
            self._repeats += 1
            if self._repeats <= DEBOUNCE:
                return False
            self._again = self._recording(key, act, changed)
            if self._again is None:
                return False
        self._again()
        return True

    def _recording(self, key: Key, act: Act, changed: Sequence[Tensor]) -> Act | None:
        before = _copies(changed)
        try:
            for _ in range(WARM_UP):
                _restore(changed, before)
                self._recorder.warm_up(act)
            expected = _copies(changed)
            again = self._recorder.record(act)
            _restore(changed, before)
            again()
            if not all(map(_same, changed, expected, before)):
                raise ArithmeticError("the replay computes something else")
        except Exception as error:  # whatever it is: training goes on without
            self._refused.add(key.settings)
            self.reason = f"{type(error).__name__}: {error}".partition("\n")[0]
            log.warning("steps are taken one kernel at a time, because recording one failed (%s)", self.reason)
            return None
        finally:
            _restore(changed, before)
        return again


def _copies(tensors: Sequence[Tensor]) -> list[Tensor]:
    return [tensor.clone() for tensor in tensors]


def _restore(tensors: Sequence[Tensor], copies: Sequence[Tensor]) -> None:
    for tensor, copy in zip(tensors, copies, strict=True):
        tensor.copy_(copy)


def _same(got: Tensor, expected: Tensor, before: Tensor) -> bool:
    allowed = ROUNDING * expected.abs().max() + SAME_STEP * (expected - before).abs().max()
    return bool((got - expected).abs().max() <= allowed)  # false of NaN


class Learner(Protocol):
    """What has steps to be recorded: :class:`core.training.trainer.Trainer`."""

    model: TiedAutoencoder
    experiment: Experiment

    @property
    def recorded(self) -> Tensor:
        """Where a recorded step writes its error and its norm, (2,)."""

    def learn(self, rows: Tensor, inputs: Tensor, error_at: Tensor, norm_at: Tensor) -> None:
        """Take the step."""

    def count_recorded(self) -> None:
        """Keep what a recorded step has written as that of the step under way."""


class RecordedStep:
    """A learner's step by its recording."""

    def __init__(self, recorder: Recorder) -> None:
        self._replay = Replay(recorder)

    @property
    def reason(self) -> str | None:
        """Why the last settings that could not be recorded could not."""
        return self._replay.reason

    def take(self, learner: Learner, rows: Tensor, inputs: Tensor) -> bool:
        """Take the step that :meth:`Learner.learn` would take; False if there is no recording of
        it, and then nothing has changed."""
        model, monitors = learner.model, learner.model.monitor_states()
        unchecked = [state and replace(state, age=1) for state in monitors]
        recorded = learner.recorded

        def act() -> None:
            recorded.zero_()  # not every decoder's gradient has its norm written
            model.restore_monitors(unchecked)  # it makes its own factor, and does not check it
            learner.learn(rows, inputs, *recorded.unbind())

        changed = [each for block in model.blocks for each in (block.flat, block.first, block.second, block.steps)]
        taken = self._replay.step(_key(learner, rows, inputs), act, changed)
        for block in model.blocks:
            block.written()
        # What was kept of a recording is the recording's own memory.
        model.restore_monitors([state and replace(state, age=state.age + taken) for state in monitors])
        if taken:
            learner.count_recorded()
        return taken


def _key(learner: Learner, rows: Tensor, inputs: Tensor) -> Key:
    """Blocks stand for their memory: theirs never moves, and free weights get a block of their own each time."""
    model, chosen = learner.model, learner.experiment
    return Key(
        (
            *(chosen.batch_size, chosen.optimizer, chosen.learning_rate, chosen.momentum, chosen.weight_decay),
            *(model.activation.name, model.output_activation.name, model.decoder.name, model.dial),
            *(layer.monitor.path for layer in model.mirrored),
        ),
        (rows.data_ptr(), inputs.data_ptr(), *model.blocks),
    )
