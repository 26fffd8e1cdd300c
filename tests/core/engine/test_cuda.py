"""What only a CUDA device can show; skipped without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch

from core.decoders import DECODERS
from core.engine.session import Session
from core.engine.transfer import transfer_from
from core.linear_algebra.condition_monitor import INTERVAL
from core.messages.commands import Pause
from core.training.trainer import DeviceData, Trainer
from tests.core.engine.test_transfer import follows_from_its_weights
from tests.core.engines import running
from tests.core.trainers import data_of, small, trainer

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


def on_cuda(**values: object) -> Trainer:
    experiment = small(**values)
    data = data_of(experiment)[1]
    tensors = (rows.cuda() for rows in (data.train, data.validation, data.examples))
    return Trainer(experiment, DeviceData(*tensors, variance=data.variance))


@contextmanager
def waiting_is_an_error() -> Iterator[None]:
    torch.cuda.set_sync_debug_mode("error")
    try:
        with torch.inference_mode():  # as in Trainer.advance, whose buffers know nothing else
            yield
    finally:
        torch.cuda.set_sync_debug_mode("default")


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_step_does_not_wait_for_the_device(decoder: str) -> None:
    learner = on_cuda(decoder=decoder, noise=0.1)
    learner.advance(INTERVAL)  # the guard's check, which waits, comes at the first step after these
    learner.model.replaced()
    with torch.inference_mode():
        learner._step(0)
    with waiting_is_an_error():
        for index in range(1, INTERVAL):
            learner._step(index)


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_replay_is_the_step_and_does_not_wait_for_the_device(decoder: str) -> None:
    there, here = on_cuda(decoder=decoder, noise=0.1), on_cuda(decoder=decoder, noise=0.1)
    here._replay = None
    np.testing.assert_allclose(there.advance(100), here.advance(100), rtol=1e-3)
    assert there.not_replayed is None
    assert there._replay is not None
    assert there._replay._again is not None
    with torch.inference_mode():
        while there.model.due:
            there._step(0)
    with waiting_is_an_error():
        for index in range(INTERVAL):
            if there.model.due:
                break
            there._step(index)


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
    transfer = transfer_from(torch.device("cuda"))
    transfer.begin(tensors).arrays()  # pinned memory is had from the system at first, which waits
    with waiting_is_an_error():
        copies = transfer.begin(tensors)
        for index in range(20):
            learner._step(index)
    for got, known in zip(copies.arrays(), expected, strict=True):
        np.testing.assert_array_equal(got, known)
        assert not got.flags.writeable


def test_a_snapshot_that_somebody_holds_stays_as_it_is() -> None:
    transfer = transfer_from(torch.device("cuda"))
    tensors = [torch.full((1000, 1000), float(value), device="cuda") for value in range(8)]
    held = [transfer.begin([tensor]).arrays()[0] for tensor in tensors]
    for value, array in enumerate(held):
        assert (array == value).all()


@pytest.mark.parametrize("decoder", DECODERS)
def test_all_that_is_shown_of_a_network_is_begun_without_waiting(decoder: str) -> None:
    session = Session((small(decoder=decoder),), torch.device("cuda"))
    session.advance(INTERVAL)
    session.take()[0].get()  # pinned memory is had from the system at first, which waits
    model = session.lanes[0].trainer.model
    if model.due:  # a check of the inverse waits, at one step in INTERVAL
        session.advance(1)
    with waiting_is_an_error():
        (taken,) = session.take()
    shown = taken.get()
    np.testing.assert_array_equal(shown.layers[0].encoder, model.weight(0).cpu())
    np.testing.assert_array_equal(shown.layers[0].decoder, model.matrix(0).cpu())
    np.testing.assert_allclose(shown.reconstructions, session.lanes[0].trainer.look().reconstruction.cpu(), atol=1e-5)


def test_an_engine_on_a_device_shows_one_moment_after_the_other() -> None:
    with running(small(activation="linear"), device="cuda") as watched:
        held = [watched.until(lambda snapshot, after=after: snapshot.step > after) for after in (10, 100, 1000)]
        held.append(watched.ask(Pause()))
    serials = [snapshot.serial for snapshot in held]
    assert serials == sorted(set(serials))
    for snapshot in held:
        follows_from_its_weights(snapshot)
