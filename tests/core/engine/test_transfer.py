"""Snapshots that are on their way while training goes on. A stand-in is late on the CPU; a GPU is in test_cuda.py."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
import torch
from torch import Tensor

from core.engine.transfer import AtOnce, Copies
from core.messages.commands import Change, Command, Pause, Replace, Reset, Rewind, Step
from core.messages.snapshot import Array, Snapshot
from core.parts.codes import Codes
from tests.core.engines import NEEDS, PATIENCE, Watched, acknowledged, lane, part, running, weights
from tests.core.needs import Noted, so_far
from tests.core.trainers import small


@dataclass
class Late:
    """Arrives when it is let, or when somebody insists."""

    copies: Copies
    let: threading.Event
    waited: list[str]

    @property
    def done(self) -> bool:
        return self.let.is_set()

    def arrays(self) -> Sequence[Array]:
        if not self.done:
            self.waited.append("for a copy")
        return self.copies.arrays()


@dataclass
class Slow:
    """What is begun last is on its way until it is let go on."""

    begun: queue.SimpleQueue[threading.Event] = field(default_factory=queue.SimpleQueue)
    waited: list[str] = field(default_factory=list)

    def begin(self, tensors: Sequence[Tensor]) -> Copies:
        let = threading.Event()
        self.begun.put(let)
        return Late(AtOnce().begin(tensors), let, self.waited)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    transfer = Slow()
    monkeypatch.setattr("core.engine.device.transfer_from", lambda _: transfer)
    return transfer


def follows_from_its_weights(snapshot: Snapshot) -> None:
    """All of it belongs to one moment: codes are what these weights make of the examples."""
    shown = weights(snapshot)
    assert snapshot.facts is not None
    codes = snapshot.facts.examples.inputs @ shown.encoder.T + shown.encoder_bias
    np.testing.assert_allclose(codes, part(snapshot, Codes()).codes, atol=1e-5)
    assert lane(snapshot).batch_curve.steps[-1] == snapshot.step


def on_its_way(watched: Watched, slow: Slow) -> threading.Event:
    """Lets the second snapshot go on; the first is waited for, because nothing else is there to be shown."""
    watched.first()
    first, second = (slow.begun.get(timeout=PATIENCE) for _ in range(2))
    assert not first.is_set()
    return second


def test_training_goes_on_while_a_snapshot_is_on_its_way(slow: Slow) -> None:
    beat = Noted()
    with running(small(activation="linear"), needs=[*NEEDS, beat]) as watched:
        copies = on_its_way(watched, slow)
        so_far(beat.asked)
        step = beat.asked.get(timeout=PATIENCE)
        while beat.asked.get(timeout=PATIENCE) < step + 500:
            pass
        assert slow.begun.empty(), "another was begun"
        copies.set()
        late = watched.until(lambda snapshot: snapshot.step > 0)
        assert late.step <= step, "its moment is that of its beginning"
        follows_from_its_weights(late)


@pytest.mark.parametrize(
    "command",
    [Pause(), Step(), Reset(), Rewind(), Change.of(decoder="untied"), Replace((small(layers=[3]),))],
    ids=lambda command: repr(command)[:40],
)
def test_what_is_on_its_way_never_comes_after_what_is_newer(slow: Slow, command: Command) -> None:
    with running(small(activation="linear")) as watched:
        copies = on_its_way(watched, slow)
        newer = watched.ask(command)
        copies.set()
        watched.ask(Pause())
        seen = [newer, watched.ask(Step(3)), watched.until(lambda snapshot: not snapshot.running)]
        assert list(map(acknowledged, seen)) == sorted(map(acknowledged, seen))
        moments = [(snapshot.run, lane(snapshot).moment) for snapshot in seen]
        assert moments == sorted(moments)
        assert weights(seen[-1]).encoder.shape[0] == lane(seen[-1]).experiment.layers[0]


def test_whoever_trains_by_a_script_gets_every_snapshot_exactly(slow: Slow) -> None:
    with running(small(activation="linear", steps=60), publish_every=20) as watched:
        watched.first()
        steps = [watched.until(lambda snapshot: snapshot.step > 0).step for _ in range(3)]
    assert steps == [20, 40, 60]
    assert slow.waited


def test_an_engine_ends_with_a_snapshot_on_its_way(slow: Slow) -> None:
    with running(small()) as watched:
        on_its_way(watched, slow)


def test_copies_are_their_own_and_can_not_be_changed() -> None:
    tensor = torch.arange(6.0).reshape(2, 3)
    copies = AtOnce().begin([tensor, tensor.mT])
    tensor.zero_()
    array, transposed = copies.arrays()
    assert copies.done
    np.testing.assert_array_equal(array, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(transposed, array.T)
    for each in (array, transposed):
        with pytest.raises(ValueError, match="read-only"):
            each[0, 0] = 1
