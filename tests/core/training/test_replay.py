"""Steps by a recording are the steps taken without one. A stand-in records on the CPU; a GPU is in test_cuda.py."""

from __future__ import annotations

import logging

import pytest
import torch
from torch import Tensor

from core.decoders import DECODERS
from core.training.replay import DEBOUNCE, Act
from core.training.trainer import Trainer
from tests.core.trainers import data_of, small


class Watching(Trainer):
    """Notes where its batches lie."""

    batch: tuple[int, int] = (0, 0)

    def learn(self, rows: Tensor, inputs: Tensor, error_at: Tensor, norm_at: Tensor) -> None:
        self.batch = rows.data_ptr(), inputs.data_ptr()
        super().learn(rows, inputs, error_at, norm_at)


class Again:
    """Repeats the step by taking it again, and sees to it that its memory is the same each time."""

    def __init__(self) -> None:
        self.learner: Watching
        self.records = self.replays = 0

    def warm_up(self, act: Act) -> None:
        act()

    def record(self, act: Act) -> Act:
        self.records += 1
        memory = self.memory()

        def again() -> None:
            self.replays += 1
            act()
            assert self.memory() == memory

        return again

    def memory(self) -> list[int]:
        learner = self.learner
        blocks = [
            tensor.data_ptr()
            for block in learner.model.blocks
            for tensor in (block.flat, block.gradient, block.first, block.second, block.steps)
        ]
        return [*blocks, *learner.batch]


class Fails(Again):
    def record(self, act: Act) -> Act:
        act()  # as far as it gets
        raise RuntimeError("operation not permitted when stream is capturing\nmore")


class Lies(Again):
    def record(self, act: Act) -> Act:
        def again() -> None:
            self.learner.model.tied.flat.mul_(0.999)

        return again


def pair(recorder: Again, **values: object) -> tuple[Trainer, Trainer]:
    experiment = small(**values)
    data = data_of(experiment)[1]
    recorder.learner = Watching(experiment, data, recorder=recorder)
    return recorder.learner, Trainer(experiment, data)


def assert_same_way(one: Trainer, other: Trainer, steps: int) -> None:
    assert one.advance(steps).tolist() == other.advance(steps).tolist()
    assert one.step == other.step
    assert one.limited_at == other.limited_at
    for mine, theirs in zip(one.model.blocks, other.model.blocks, strict=True):
        assert all(map(torch.equal, mine.state(), theirs.state()))


@pytest.fixture(autouse=True)
def reading_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a GPU, or every step would be a check, and none a replay."""
    monkeypatch.setattr("core.linear_algebra.condition_monitor.reading_waits", lambda tensor: True)


@pytest.mark.parametrize("layers", [[4], [8, 3]])
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("decoder", DECODERS)
def test_the_same_steps_to_the_bit(decoder: str, optimizer: str, layers: list[int]) -> None:
    recorder = Again()
    there, here = pair(
        recorder, decoder=decoder, optimizer=optimizer, layers=layers, noise=0.1, weight_decay=1e-4, batch_size=200
    )
    assert_same_way(there, here, 100)
    assert there.epoch > 2
    assert recorder.replays > 50


def test_looking_between_steps_changes_nothing() -> None:
    recorder = Again()
    there, here = pair(recorder, decoder="pseudo_inverse")
    for steps in (1, 12, 1, 3, 16, 7):
        assert_same_way(there, here, steps)
        for learner in (there, here):
            with torch.inference_mode():
                learner.show()
            assert learner.model.factor(0) is not None
    assert recorder.replays


def test_the_same_steps_through_changes() -> None:
    recorder = Again()
    there, here = pair(recorder, decoder="pseudo_inverse", activation="linear", ramp_to_transpose=20)

    def change(**values: object) -> None:
        for learner in (there, here):
            learner.change(learner.experiment.with_values(values))
        before = recorder.replays
        assert_same_way(there, here, 50)
        assert recorder.replays > before

    assert_same_way(there, here, 50)
    change(learning_rate=3e-4)
    change(decoder="transpose")
    change(decoder="untied")
    for decoder in ("transpose", "untied"):  # without a step between: another block of free weights
        for learner in (there, here):
            learner.change(learner.experiment.with_values({"decoder": decoder}))
    assert_same_way(there, here, 30)
    states = [learner.state() for learner in (there, here)]
    change(optimizer="sgd", momentum=0.9)
    change(decoder="dial", dial=0.3)
    for learner in (there, here):
        learner.balance()
    assert_same_way(there, here, 40)
    for learner, state in zip((there, here), states, strict=True):
        learner.restore(state)
    assert_same_way(there, here, 40)


def test_a_slider_that_is_dragged_records_nothing() -> None:
    recorder = Again()
    there, here = pair(recorder, decoder="transpose")
    for tick in range(10):
        for learner in (there, here):
            learner.change(learner.experiment.with_values({"learning_rate": 1e-3 * (1 + tick)}))
        assert_same_way(there, here, DEBOUNCE)
    assert not recorder.records


@pytest.mark.parametrize(
    ("recorder", "reason"), [(Fails(), "operation not permitted when stream is capturing"), (Lies(), "something else")]
)
@pytest.mark.parametrize("decoder", ["pseudo_inverse", "transpose", "untied"])
def test_a_recording_that_fails_is_told_once_and_changes_nothing(
    decoder: str, recorder: Again, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    there, here = pair(recorder, decoder=decoder, noise=0.1)
    assert there.not_replayed is None
    with caplog.at_level(logging.WARNING):
        assert_same_way(there, here, 100)
    assert len(caplog.records) == 1
    assert there.not_replayed is not None
    assert reason in there.not_replayed
    assert "\n" not in there.not_replayed
    assert here.not_replayed is None
