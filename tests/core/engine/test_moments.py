"""Whatever is told says which state it is of, and comes when it is its turn."""

from __future__ import annotations

import itertools
import math
import queue
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.command_line import headless
from core.engine.engine import Engine
from core.engine.schedule import Pace
from core.experiment import Experiment
from core.messages.commands import (
    Balance,
    Change,
    Command,
    Envelope,
    Pause,
    Replace,
    Reset,
    Rewind,
    Run,
    Step,
    Stop,
    Watch,
)
from core.messages.events import Diverged, Event, Finished, Ready, RunBegan
from core.messages.moment import Moment
from core.messages.needs import Need
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts import Copied, Measured
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from tests.core.engines import PATIENCE, lane, part, running
from tests.core.needs import EVERY
from tests.core.trainers import session, shown, small

MEASURED: tuple[Need[Any], ...] = (TrainingLoss(), ValidationLoss(), Figures())
SLOW = Pace(quick=0.0, debounce=3600.0)
PACES = pytest.mark.parametrize("pace", [Pace(), SLOW, Pace(quick=0.0, debounce=0.0)], ids=["usual", "slow", "calm"])


def consistent(snapshot: Snapshot) -> None:
    """What is copied is of the snapshot's moment, what was measured of that or an earlier one."""
    for found in snapshot.lanes:
        for need, answer in found.parts.items():
            if isinstance(need, Copied):
                assert answer.moment == found.moment, need
            else:
                assert isinstance(need, Measured)
                assert answer.moment <= found.moment, need


@PACES
@pytest.mark.parametrize(
    "command",
    [
        *(Step(), Pause(), Run(), Reset(), Balance(), Rewind(), Rewind(1.0)),
        *(Change.of(decoder="untied"), Change.of(decoder="transpose", ramp_to_transpose=50)),
        *(Change.of(learning_rate=0.1), Change.of(activation="tanh"), Replace((small(layers=[5, 2]),))),
    ],
    ids=lambda command: repr(command)[:40],
)
def test_nothing_in_a_snapshot_is_of_a_later_moment_than_it(command: Command, pace: Pace) -> None:
    experiment = small(activation="linear", decoder="pseudo_inverse")
    with running(experiment, needs=EVERY, pace=pace) as watched:
        consistent(watched.until(lambda snapshot: snapshot.step > 130))
        for _ in range(3):
            consistent(watched.ask(command))
        consistent(watched.ask(Pause()))


@PACES
def test_what_was_measured_of_a_run_that_was_thrown_away_is_gone(pace: Pace) -> None:
    with running(small(activation="relu"), pace=pace) as watched:
        watched.until(
            lambda snapshot: snapshot.step > 200 and all(lane(snapshot).part(need) is not None for need in MEASURED)
        )
        watched.send(Change.of(optimizer="sgd", learning_rate=1000.0))
        diverged = watched.event(Diverged)
        watched.until(lambda snapshot: not snapshot.running)
        back = watched.ask(Rewind(1e-5))
        found = lane(back)
        assert found.moment.step == diverged.good_step
        assert math.isfinite(found.batch_loss)
        for need in (TrainingLoss(), ValidationLoss()):
            answer = found.part(need)
            assert answer is None or (answer.moment <= found.moment and math.isfinite(answer.loss))
        figures = found.part(Figures())
        assert figures is None or (figures.moment <= found.moment and math.isfinite(figures.layers[0].tie_gap))
        consistent(back)


@pytest.mark.parametrize(("dataset", "layers"), [("digits8x8", [4]), ("digits", [1024])], ids=["quick", "slow"])
def test_a_run_without_a_window_ends_with_the_losses_of_its_good_step(dataset: str, layers: list[int]) -> None:
    """However long figures take: the step that is printed and saved is a healthy one, and so are its numbers."""
    wild = {"activation": "linear", "optimizer": "sgd", "learning_rate": 1000.0, "batch_size": 128, "steps": 200}
    reports: list[Snapshot] = []
    outcome = headless.train(small(dataset=dataset, layers=layers, **wild), reports.append)
    assert outcome.how == "diverged"
    assert isinstance(outcome.cause, Diverged)
    assert outcome.last is not None
    assert outcome.last.step == outcome.cause.good_step
    for need in (TrainingLoss(), ValidationLoss()):
        answer = part(outcome.last, need)
        assert answer.moment.step == outcome.last.step
        assert math.isfinite(answer.loss)
    assert math.isfinite(part(outcome.last, Figures()).layers[0].tie_gap)


def test_states_of_one_step_are_told_apart() -> None:
    with running(small(activation="linear", decoder="pseudo_inverse"), running=False) as watched:
        watched.ask(Step(20))
        moments = [lane(watched.until(lambda snapshot: snapshot.step == 20 and not snapshot.running)).moment]
        for command in (
            *(Change.of(decoder="transpose", ramp_to_transpose=0), Balance(), Change.of(learning_rate=0.5)),
            *(Change.of(decoder="pseudo_inverse"), Balance(), Change.of(dial=0.2)),
        ):
            moments.append(lane(watched.ask(command)).moment)
        assert {moment.step for moment in moments} == {20}
        assert len(set(moments)) == len(moments)
        assert moments == sorted(moments)
        same = lane(watched.ask(Change.of(learning_rate=0.5))).moment
        assert same == moments[-1], "nothing was changed"


def test_a_revision_is_never_used_again_for_something_else() -> None:
    """Back to an earlier state it is that state's; what is changed there has one that no moment had."""
    run = session(small(activation="linear", decoder="pseudo_inverse"))
    (only,) = run.lanes
    run.advance(10)
    state = only.state()
    seen = [only.moment]
    for rate in (0.1, 0.2, 0.3):
        run.change({"learning_rate": rate})
        seen.append(only.moment)
    only.restore(state)
    assert only.moment == seen[0]
    run.change({"learning_rate": 0.4})
    assert only.moment not in seen
    assert shown(run)[0].moment == only.moment


def test_moments_are_in_the_order_of_steps_and_then_of_changes() -> None:
    moments = [Moment(step, revision) for step, revision in itertools.product(range(3), range(3))]
    backwards = moments[::-1]
    assert sorted(backwards) == moments


class Stream:
    """All reports of an engine in their order."""

    empty = True

    def __init__(self, *lanes: Experiment, **options: Any) -> None:
        self._reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self.engine = Engine(lanes, self, device="cpu", **options)
        self.engine.start()

    def put(self, report: Report) -> None:
        self._reports.put(report)

    def up_to(self, last: Callable[[Report], bool]) -> list[Report]:
        """Everything up to the first of which ``last`` holds."""
        found: list[Report] = []
        while not found or not last(found[-1]):
            found.append(self._reports.get(timeout=PATIENCE))
        return found

    def upto(self, kind: type[Event]) -> list[Report]:
        """Everything up to an event of this kind."""
        return self.up_to(lambda report: isinstance(report, kind))

    def end(self) -> None:
        self.engine.send(Envelope("test", 99, Stop()))
        assert self.engine.join(PATIENCE)


def last_snapshot(reports: list[Report]) -> Snapshot:
    return [report for report in reports if isinstance(report, Snapshot)][-1]


@PACES
def test_the_end_is_told_after_the_snapshot_of_its_moment(pace: Pace) -> None:
    stream = Stream(small(steps=100), pace=pace)
    reports = stream.upto(Finished)
    last = last_snapshot(reports)
    assert reports[-2] is last
    assert (last.step, last.running) == (100, False)
    assert reports[-1] == Finished(100)
    stream.end()


@PACES
def test_a_divergence_is_told_after_the_snapshot_of_its_moment(pace: Pace) -> None:
    stream = Stream(small(activation="relu", optimizer="sgd", learning_rate=1000.0), pace=pace)
    reports = stream.upto(Diverged)
    last, diverged = last_snapshot(reports), reports[-1]
    assert isinstance(diverged, Diverged)
    assert reports[-2] is last
    assert (last.step, last.running, last.lanes[0].diverged) == (diverged.step, False, True)
    stream.end()


def answers(report: Report, number: int) -> bool:
    return isinstance(report, Snapshot) and report.acknowledged.get("test") == number


def test_a_run_is_announced_once_and_before_it_is_shown() -> None:
    stream = Stream(small(), running=False)
    reports = stream.upto(Ready)
    for number in (1, 2):
        stream.engine.send(Envelope("test", number, Reset()))
        reports += stream.up_to(partial(answers, number=number))
    stream.end()
    known: set[int] = set()
    for report in reports:
        if isinstance(report, RunBegan):
            assert report.facts.run not in known
            known.add(report.facts.run)
        elif isinstance(report, Snapshot):
            assert report.run == max(known)
    assert known == {1, 2, 3}


def test_who_watches_later_is_told_of_the_run_again() -> None:
    stream = Stream(small(), running=False)
    (first,) = [report for report in stream.upto(Ready) if isinstance(report, RunBegan)]
    stream.engine.send(Envelope("late", 1, Watch.all([TrainingLoss()])))
    again = stream.upto(RunBegan)[-1]
    assert isinstance(again, RunBegan)
    assert again.facts is first.facts
    stream.end()
