"""What holds for every way to reach an engine, by being registered; and what can only happen to some."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from core.engine.schedule import Pace
from core.lines import LINES
from core.messages.commands import Change, Envelope, Pause, Reset, Run, SetPace, Step, StepTo, Stop
from core.messages.events import Ended, Finished, Ready, Rejected, RunBegan
from core.parts.weights import Weights
from tests.core.engines import PATIENCE, SENDER
from tests.core.lines.ends import End, started
from tests.core.trainers import small, trainer

EVERY = pytest.mark.parametrize("kind", LINES)


@pytest.fixture
def heard() -> Iterator[None]:
    """SIGINT, which a shell lets its background jobs ignore, and those hand that down."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@EVERY
@pytest.mark.parametrize("pace", ["1", "film"])
def test_an_engine_that_waits_for_its_next_frame_hears_commands(kind: str, pace: str) -> None:
    with started(kind, small(), speed=pace) as end:
        end.until(lambda: any(snapshot.step >= 3 for snapshot in end.snapshots))
        assert end.snapshots[-1].pace == pace
        end.ask(Pause())
        end.send(SetPace("full"))
        end.ask(StepTo())
        steps = [snapshot.step for snapshot in end.snapshots if snapshot.running]
        assert steps == sorted(steps)


@EVERY
def test_it_starts_answers_by_number_and_tells_curves_whole(kind: str) -> None:
    experiment = small(noise=0.1)
    losses = trainer(experiment).advance(90)
    with started(kind, experiment, running=False) as end:
        first = end.ask(Pause())
        assert (first.step, first.device) == (0, "CPU")
        for step in (20, 50, 90):
            done = end.ask(Step(step - end.snapshots[-1].step), step)
            curve = done.lanes[0].batch_curve
            assert curve.values.tobytes() == losses[:step].tobytes()
            np.testing.assert_array_equal(curve.steps, np.arange(1, step + 1))
            weights = done.lanes[0].part(Weights())
            assert weights is not None
            assert weights.moment == done.lanes[0].moment
        end.ask(Step(0))
        (refused,) = end.of(Rejected)
        assert isinstance(refused, Rejected)
        assert (refused.sender, refused.number) == (SENDER, end.sent)
        assert len(end.of(Ready)) == 1

        again = end.ask(Reset(), 0)
        assert len(again.lanes[0].batch_curve.steps) == 0
        last = end.ask(Step(30), 30)
        assert last.lanes[0].batch_curve.values.tobytes() == losses[:30].tobytes()
        numbers = [snapshot.acknowledged.get(SENDER, 0) for snapshot in end.snapshots]
        assert numbers == sorted(numbers)
    announced = [report.facts.run for report in end.reports if isinstance(report, RunBegan)]
    # Once when it begins and once more for each who comes to watch; never out of turn.
    assert announced == sorted(announced)
    assert set(announced) == {1, 2}
    assert announced.count(2) == 1


@EVERY
def test_a_busy_receiver_does_not_hold_up_the_training(kind: str) -> None:
    eager = Pace(turn=0.001, snapshot_share=1.0, snapshots_per_second=1e9)
    with started(kind, small(steps=3000), pace=eager) as end:
        # The run, the run again for whoever watches, ready, and the end: nothing is taken until then.
        end.wait_notified(4)
        taken = end.line.take()
        assert [report for report in taken if isinstance(report, Finished)] == [Finished(3000)]
        snapshots = [report for report in taken if type(report).__name__ == "Snapshot"]
        assert 1 <= len(snapshots) < 10, "there is no backlog"
        end.reports += taken
        assert end.snapshots[-1].step == 3000
        assert len(end.snapshots[-1].lanes[0].batch_curve.values) == 3000


@EVERY
def test_closing_ends_it_while_it_trains(kind: str) -> None:
    end = End(kind, small(dataset="digits", layers=[256]))
    end.line.start(end.notify)
    end.until(lambda: any(snapshot.step > 2 for snapshot in end.snapshots))
    assert end.line.close(PATIENCE)
    assert not [each for each in multiprocessing.active_children() if each.name == "tiescope-engine"]
    assert "tiescope-engine" not in {thread.name for thread in threading.enumerate()}
    assert "tiescope-line" not in {thread.name for thread in threading.enumerate()}


@EVERY
def test_after_the_end_nothing_happens_any_more(kind: str) -> None:
    with started(kind, small(), running=False) as end:
        end.ask(Step(3), 3)
        end.line.send(Envelope(SENDER, 1000, Stop()))
    end.send(Run())
    end.send(Change.of(learning_rate=0.1))
    end.line.take()
    assert end.line.take() == []
    assert end.line.close(0.0), "closing again is nothing"
    end.line.start(end.notify)
    end.send(Run())
    assert end.line.take() == []


@EVERY
def test_what_was_never_started_is_closed_at_once_and_stays_closed(kind: str) -> None:
    end = End(kind, small())
    assert end.line.close(0.0)
    end.line.start(end.notify)
    assert end.line.take() == []
    assert end.notified == 0


@EVERY
def test_an_engine_that_can_not_start_says_so_and_ends(kind: str) -> None:
    end = End(kind, small())
    end.line = LINES[kind]((small(),), device="abacus")
    end.line.start(end.notify)
    end.until(lambda: bool(end.of(Ended)))
    (ended,) = end.of(Ended)
    assert isinstance(ended, Ended)
    assert "abacus" in ended.sentence
    assert end.line.close(PATIENCE)
    assert len(end.of(Ended) + end.line.take()) == 1


def test_a_process_is_closed_within_its_time_while_torch_is_being_imported() -> None:
    end = End("process", small())
    end.line.start(end.notify)
    begun = time.monotonic()
    assert end.line.close(0.1)
    assert time.monotonic() - begun < 10
    assert not [each for each in multiprocessing.active_children() if each.name == "tiescope-engine"]


def test_a_thread_that_is_importing_torch_is_left_to_it_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = threading.Event()
    monkeypatch.setattr("core.lines.thread.preload_torch", lambda: imported.wait(PATIENCE))
    end = End("thread", small())
    end.line.start(end.notify)
    assert not end.line.close(0.05)
    imported.set()
    assert end.line.close(PATIENCE)
    assert end.notified == 0, "nobody is told of it any more"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_process_that_is_killed_has_ended_and_says_so_once() -> None:
    with started("process", small()) as end:
        end.until(lambda: any(snapshot.step > 10 for snapshot in end.snapshots))
        (child,) = [each for each in multiprocessing.active_children() if each.name == "tiescope-engine"]
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        end.until(lambda: bool(end.of(Ended)))
        end.send(Run())
        (ended,) = [*end.of(Ended), *end.line.take()]
        assert isinstance(ended, Ended)
        assert "signal 9" in ended.sentence
        assert "\n" not in ended.sentence


@pytest.mark.usefixtures("heard")
def test_a_process_does_not_hear_what_the_terminal_sends_to_all_of_us() -> None:
    with started("process", small(), running=False) as end:
        end.ask(Step(1), 1)
        (child,) = [each for each in multiprocessing.active_children() if each.name == "tiescope-engine"]
        assert child.pid is not None
        os.kill(child.pid, signal.SIGINT)
        assert end.ask(Step(5), 6).step == 6
