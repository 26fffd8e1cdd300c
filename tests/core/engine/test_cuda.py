"""What only a CUDA device can show; skipped without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core.decoders import DECODERS
from core.engine.session import Session
from core.engine.transfer import SideStream
from core.linear_algebra.condition_monitor import INTERVAL
from core.messages.commands import Pause
from core.messages.needs import Need
from core.messages.snapshot import Snapshot
from core.parts.codes import Codes
from core.parts.reconstructions import Reconstructions
from core.parts.weights import Weights
from core.training.data import DeviceData
from core.training.replay import CudaRecorder
from core.training.trainer import Trainer
from tests.core.engine.test_transfer import follows_from_its_weights
from tests.core.engines import running
from tests.core.trainers import data_of, small, trainer

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


NEEDS: tuple[Need[Any], ...] = (Weights(0), Reconstructions(), Codes())


class Counting(Trainer):
    """Counts the steps that are taken kernel by kernel."""

    learned = 0

    def learn(self, rows: Tensor, inputs: Tensor, error_at: Tensor, norm_at: Tensor) -> None:
        self.learned += 1
        super().learn(rows, inputs, error_at, norm_at)


def on_cuda(*, recorded: bool = False, **values: object) -> Counting:
    experiment = small(**values)
    data = data_of(experiment)[1]
    there = DeviceData(data.train.cuda(), data.validation.cuda(), data.examples.cuda(), data.variance)
    return Counting(experiment, there, recorder=CudaRecorder(there.train.device) if recorded else None)


def take_step(learner: Trainer) -> None:
    experiment = learner.experiment
    learner.take(learner.feed.batch(learner.place, experiment.batch_size, noisy=bool(experiment.noise)))


@contextmanager
def waiting_is_an_error() -> Iterator[None]:
    torch.cuda.set_sync_debug_mode("error")
    try:
        with torch.inference_mode():  # as when many steps are taken
            yield
    finally:
        torch.cuda.set_sync_debug_mode("default")


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_step_does_not_wait_for_the_device(decoder: str) -> None:
    learner = on_cuda(decoder=decoder, noise=0.1)
    learner.advance(INTERVAL)
    learner.model.restore_monitors([None])  # a check, which waits, comes at the first step after these
    with torch.inference_mode():
        take_step(learner)
    with waiting_is_an_error():
        for _ in range(1, INTERVAL):
            take_step(learner)


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_replay_is_the_step_and_does_not_wait_for_the_device(decoder: str) -> None:
    there, here = on_cuda(recorded=True, decoder=decoder, noise=0.1), on_cuda(decoder=decoder, noise=0.1)
    np.testing.assert_allclose(there.advance(100), here.advance(100), rtol=1e-3)
    assert there.not_replayed is None
    with torch.inference_mode():
        while there.model.check_due:
            take_step(there)
    learned = there.learned
    with waiting_is_an_error():
        for _ in range(INTERVAL):
            if there.model.check_due:
                break
            take_step(there)
    assert there.learned == learned, "no step was taken kernel by kernel"


@pytest.mark.parametrize("decoder", DECODERS)
def test_the_device_learns_what_the_cpu_learns(decoder: str) -> None:
    there, here = on_cuda(decoder=decoder), trainer(small(decoder=decoder))
    assert torch.equal(there.model.weight(0).cpu(), here.model.weight(0))
    assert there.validation_loss() == pytest.approx(here.validation_loss(), rel=1e-4)
    # Batches are drawn on the device, so that the ways part; where they lead is the same.
    for learner in (there, here):
        assert np.isfinite(learner.advance(500)).all()
    assert there.validation_loss() == pytest.approx(here.validation_loss(), rel=0.1)


def test_a_snapshot_is_begun_without_waiting_and_is_that_moment() -> None:
    learner = on_cuda()
    learner.advance(10)
    tensors = [learner.model.weight(0), learner.model.matrix(0), learner.model.bias(0)]
    expected = [tensor.cpu().numpy() for tensor in tensors]
    transfer = SideStream(torch.device("cuda"))
    transfer.begin(tensors).arrays()  # pinned memory is had from the system at first, which waits
    with waiting_is_an_error():
        copies = transfer.begin(tensors)
        for _ in range(20):
            take_step(learner)
    for got, known in zip(copies.arrays(), expected, strict=True):
        np.testing.assert_array_equal(got, known)
        assert not got.flags.writeable


def test_a_snapshot_that_somebody_holds_stays_as_it_is() -> None:
    transfer = SideStream(torch.device("cuda"))
    tensors = [torch.full((1000, 1000), float(value), device="cuda") for value in range(8)]
    held = [transfer.begin([tensor]).arrays()[0] for tensor in tensors]
    for value, array in enumerate(held):
        assert (array == value).all()


@pytest.mark.parametrize("decoder", DECODERS)
def test_all_that_is_shown_of_a_network_is_begun_without_waiting(decoder: str) -> None:
    session = Session((small(decoder=decoder),), torch.device("cuda"))
    transfer = SideStream(torch.device("cuda"))
    session.advance(INTERVAL)
    session.take({"A": NEEDS}, transfer)[0].get()  # pinned memory is had from the system at first, which waits
    learner = session.lanes[0].trainer
    session.advance(1)
    if learner.model.check_due:  # a check of the inverse waits, at one step in INTERVAL
        session.advance(1)
    with waiting_is_an_error():
        (taken,) = session.take({"A": NEEDS}, transfer)
    shown, looked = taken.get(), learner.show()
    weights, reconstructions = shown.part(Weights(0)), shown.part(Reconstructions())
    assert weights is not None
    assert reconstructions is not None
    np.testing.assert_array_equal(weights.encoder, learner.model.weight(0).cpu())
    np.testing.assert_array_equal(weights.decoder, learner.model.matrix(0).cpu())
    np.testing.assert_allclose(reconstructions.reconstructions, looked.reconstruction.cpu(), atol=1e-5)


def test_an_engine_on_a_device_shows_one_moment_after_the_other() -> None:
    held: list[Snapshot] = []
    with running(small(activation="linear"), device="cuda") as watched:
        for after in (10, 100, 1000):
            held.append(watched.until(lambda snapshot, after=after: snapshot.step > after))  # type: ignore[misc]
        held.append(watched.ask(Pause()))
    moments = [snapshot.lanes[0].moment for snapshot in held]
    assert moments == sorted(moments)
    for snapshot in held:
        follows_from_its_weights(snapshot)
