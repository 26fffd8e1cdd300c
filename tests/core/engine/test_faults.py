"""What goes wrong outside of anybody's control: it is said in one sentence, the engine lives, and work goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from core import datasets
from core.assets import asset
from core.datasets import digits
from core.engine.lane import Lane
from core.engine.schedule import Pace
from core.engine.session import Session
from core.errors import TiescopeError
from core.messages.commands import Change, Pause, Replace, Reset, Rewind, Run, Step, Watch
from core.messages.events import Diverged, Failed, Rejected
from core.parts.reconstructions import Reconstructions
from core.training.feed import Batch
from core.training.trainer import Trainer
from tests.core.engines import NEEDS, PATIENCE, Watched, acknowledged, lane, part, running, weights
from tests.core.needs import FailingCopied, FailingMeasured
from tests.core.trainers import small


def faulty(error: BaseException, after: int = 3) -> Callable[[Trainer, Batch], None]:
    """A step that fails every time once it was taken ``after`` times."""
    step, taken = Trainer.take, 0

    def fail(trainer: Trainer, batch: Batch) -> None:
        nonlocal taken
        taken += 1
        if taken > after:
            raise error
        step(trainer, batch)

    return fail


def resumes(watched: Watched) -> None:
    """It goes on from the last good state, paused, and then trains again."""
    back = watched.ask(Rewind(1.0))
    assert not back.running
    assert np.isfinite(weights(back).encoder).all()
    assert np.isfinite(part(back, Reconstructions()).reconstructions).all()
    watched.ask(Run())
    assert watched.until(lambda snapshot: snapshot.step > back.step + 20).running


MEMORY = "There was not enough memory for another step"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("a row is missing\nand a second line"), "ValueError: a row is missing"),
        (KeyError(), "KeyError"),
        (MemoryError(), MEMORY),
        (torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."), MEMORY),
        (RuntimeError("[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory"), MEMORY),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes."), MEMORY),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)"), MEMORY),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_a_step_that_fails_is_one_sentence_and_no_end(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 128)
        with monkeypatch.context() as patch:
            patch.setattr(Trainer, "take", faulty(error))
            failed = watched.event(Failed)
            sentence = failed.sentence
            assert sentence.startswith(words)
            assert "\n" not in sentence
            assert failed.good_step is not None
            assert failed.good_step >= 64
            assert not watched.ask(Pause()).running
        resumes(watched)


def test_a_fault_that_stays_is_told_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 64)
        monkeypatch.setattr(Trainer, "take", faulty(MemoryError(), after=0))
        for command in (Run(), Step(2), Run()):
            watched.event(Failed)
            assert not watched.ask(Pause()).running
            watched.send(command)
        watched.event(Failed)


def test_weights_that_became_nan_are_a_divergence_and_can_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Trainer.take

    def poison(trainer: Trainer, batch: Batch) -> None:
        trainer.model.weight(0).fill_(torch.nan)
        trainer.model.tied.written()
        step(trainer, batch)

    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 128)
        with monkeypatch.context() as patch:
            patch.setattr(Trainer, "take", poison)
            diverged = watched.event(Diverged)
        assert diverged.good_step >= 128
        assert not watched.until(lambda snapshot: not snapshot.running).running
        resumes(watched)


@pytest.mark.parametrize("kind", [FailingMeasured, FailingCopied])
def test_what_is_done_beside_the_steps_may_fail_too(kind: type[FailingMeasured | FailingCopied]) -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 128)
        watched.send(Watch.all([*NEEDS, kind()]))
        assert "division" in watched.event(Failed).sentence
        watched.ask(Watch.all(NEEDS))
        resumes(watched)


@pytest.mark.parametrize("kind", [FailingMeasured, FailingCopied])
def test_a_part_that_fails_is_told_once_and_all_else_goes_on_without_it(
    kind: type[FailingMeasured | FailingCopied],
) -> None:
    need = kind()
    with running(small(), needs=[need, *NEEDS], pace=Pace(quick=3600.0)) as watched:
        assert "division" in watched.event(Failed).sentence
        paused = watched.ask(Pause())
        assert lane(paused).part(need) is None
        assert part(paused, Reconstructions()).moment == lane(paused).moment
        watched.ask(Run())
        watched.until(lambda snapshot: snapshot.running and snapshot.step > paused.step + 200)
        watched.ask(Change.of(decoder="untied"))
        watched.ask(Pause())
        assert not [event for event in watched.events() if isinstance(event, Failed)]
        # Whoever asks anew is answered anew.
        need.mended.put(0)
        watched.ask(Watch.all(NEEDS))
        again = watched.ask(Watch.all([need, *NEEDS]))
        assert part(again, need).moment == lane(again).moment


def test_a_snapshot_that_can_not_be_taken_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 128)
        with monkeypatch.context() as patch:
            patch.setattr(Lane, "take", lambda *_, **__: 1 / 0)
            watched.send(Change.of(decoder="pseudo_inverse"))
            assert "division" in watched.event(Failed).sentence
        watched.ask(Pause())
        resumes(watched)


@pytest.fixture
def nothing_cached() -> Iterator[None]:
    """Every data set is read anew."""
    datasets.load.cache_clear()
    yield
    datasets.load.cache_clear()


@pytest.mark.usefixtures("nothing_cached")
def test_data_that_vanished_are_a_sentence_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def vanished(name: str) -> Path:
        raise TiescopeError(f"The file {name} is missing; install Tiescope again.")

    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        with monkeypatch.context() as patch:
            patch.setattr(digits, "asset", vanished)
            after = watched.ask(Replace((small(dataset="digits8x8"),)))
            assert "missing" in watched.event(Rejected).sentence
        assert lane(after).experiment == lane(before).experiment
        assert watched.until(lambda snapshot: snapshot.step > after.step).running
        assert lane(watched.ask(Replace((small(dataset="digits8x8"),)))).experiment.dataset == "digits8x8"


@pytest.mark.usefixtures("nothing_cached")
def test_a_damaged_file_is_a_sentence_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "digits.npz"
    file.write_bytes(b"PK\3\4 and then the plug was pulled")
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        with monkeypatch.context() as patch:
            patch.setattr(digits, "asset", lambda name: file)
            watched.send(Replace((small(dataset="digits8x8"),)))
            assert "digits.npz can't be read" in watched.event(Rejected).sentence
        assert lane(watched.ask(Run())).experiment == lane(before).experiment
        watched.until(lambda snapshot: snapshot.running and snapshot.step > before.step + 20)


@pytest.mark.usefixtures("nothing_cached")
def test_a_slow_disk_keeps_nobody_waiting_but_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, read = threading.Event(), threading.Event()

    def slowly(name: str) -> Path:
        reading.set()
        assert read.wait(PATIENCE)
        return asset(name)

    with running(small()) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        monkeypatch.setattr(digits, "asset", slowly)
        watched.send(Replace((small(dataset="digits8x8"),)))
        assert reading.wait(PATIENCE)
        # Sending returns at once though nothing can be handled yet; all of it is handled when the disk has answered.
        for command in (Pause(), Step(3), Change.of(decoder="untied")):
            watched.send(command)
        read.set()
        after = watched.until(lambda snapshot: acknowledged(snapshot) == watched.sent)
        assert lane(after).experiment.dataset == "digits8x8"
        assert lane(after).experiment.decoder == "untied"
        assert lane(watched.until(lambda snapshot: snapshot.step == 3)).experiment.dataset == "digits8x8"


def test_a_network_that_can_t_be_built_leaves_the_old_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(small()) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 70)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "__init__", lambda *_: (_ for _ in ()).throw(MemoryError()))
            watched.send(Reset())
            assert watched.event(Failed).sentence.startswith("There was not enough memory")
        after = watched.ask(Run())
        assert after.step >= before.step
        watched.until(lambda snapshot: snapshot.step > after.step + 20)
