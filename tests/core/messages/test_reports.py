"""One ordered stream: every event is kept, of snapshots only the newest, and curves come out whole."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages.events import Event, Finished, RunBegan
from core.messages.history import Curve, History, HistoryState
from core.messages.moment import Moment
from core.messages.receiver import Receiver
from core.messages.reports import Report, ReportQueue
from core.messages.snapshot import Examples, LaneSnapshot, RunFacts, Snapshot
from tests.core.trainers import small

EXPERIMENT = small()


def facts(run: int) -> RunFacts:
    return RunFacts(run, "CPU", Examples((1, 1), np.zeros((1, 1), np.float32), None), 1.0)


def snapshot(number: int, *curves: Curve, run: int = 1) -> Snapshot:
    """One in which ``number`` was acknowledged; the lanes' train curves are these."""
    lanes = tuple(
        LaneSnapshot(name, Moment(number), 0.0, EXPERIMENT, 0.0, 0.0, curve)
        for name, curve in zip("AB", curves, strict=False)
    )
    return Snapshot(run, {"test": number}, True, 0.0, lanes)


def numbers(reports: list[Report]) -> list[int]:
    """What tells the reports of these tests apart."""
    return [
        report.acknowledged["test"] if isinstance(report, Snapshot) else report.step
        for report in reports
        if isinstance(report, Snapshot | Finished)
    ]


def test_a_new_queue_is_empty() -> None:
    reports = ReportQueue()
    assert reports.empty
    assert reports.take() == []


def test_the_newest_snapshot_is_taken_once() -> None:
    reports = ReportQueue()
    reports.put(snapshot(1))
    reports.put(snapshot(2))
    assert not reports.empty
    assert numbers(reports.take()) == [2]
    assert reports.take() == []
    assert reports.empty


def test_events_are_kept_in_their_order_and_fill_no_place_of_a_snapshot() -> None:
    reports = ReportQueue()
    for number in range(5):
        reports.put(Finished(number))
    assert reports.empty, "the reader is ready for a snapshot all the same"
    assert numbers(reports.take()) == [0, 1, 2, 3, 4]


def test_a_snapshot_never_overtakes_an_event_nor_falls_behind_one() -> None:
    reports = ReportQueue()
    for report in (snapshot(1), Finished(2), snapshot(3), Finished(4)):
        reports.put(report)
    assert numbers(reports.take()) == [2, 3, 4]


def test_a_reader_sees_values_in_order_and_the_last_one() -> None:
    reports = ReportQueue()
    last = 20_000

    def write() -> None:
        for number in range(1, last + 1):
            reports.put(snapshot(number))
            if number % 1000 == 0:
                reports.put(Finished(number))

    writer = threading.Thread(target=write)
    writer.start()
    taken: list[Report] = []
    while numbers(taken)[-1:] != [last] or not isinstance(taken[-1], Finished):
        taken += reports.take()
    writer.join()
    shown = numbers([report for report in taken if isinstance(report, Snapshot)])
    assert shown == sorted(set(shown))
    assert numbers(taken) == sorted(numbers(taken))
    assert numbers([report for report in taken if isinstance(report, Finished)]) == [*range(1000, last + 1, 1000)]


@dataclass
class Stream:
    """Two lanes' histories as an engine tells of them: each curve as what is new since the last snapshot."""

    reports: ReportQueue = field(default_factory=ReportQueue)
    receiver: Receiver = field(default_factory=Receiver)
    number: int = 0
    run: int = 0
    told: dict[int, tuple[tuple[Curve, ...], int]] = field(default_factory=dict)  # whole curves and run, by number

    def begin(self) -> None:
        self.run += 1
        self.histories = [History(8), History(8)]
        self.kept: list[HistoryState] = [history.state() for history in self.histories]
        self.sent = [(0, 0), (0, 0)]
        self.reports.put(RunBegan(facts(self.run)))

    def extend(self, lane: int, count: int) -> None:
        self.number += 1
        values = np.linspace(self.number, self.number + 1, count, dtype=np.float32)
        self.histories[lane].extend(np.arange(count) + 100 * self.number, values)

    def put(self) -> None:
        self.number += 1
        whole = tuple(history.curve() for history in self.histories)
        self.told[self.number] = whole, self.run
        news = []
        for lane, curve in enumerate(whole):
            version, length = self.sent[lane]
            news.append(curve.since(length) if version == curve.version else curve)
            self.sent[lane] = curve.version, curve.end
        self.reports.put(snapshot(self.number, *news, run=self.run))

    def take(self) -> None:
        for report in self.receiver.take(self.reports.take()):
            if isinstance(report, Snapshot):
                whole, run = self.told[report.acknowledged["test"]]
                assert report.run == run
                assert report.facts is not None
                assert report.facts.run == run
                for lane, curve in zip(report.lanes, whole, strict=True):
                    found = lane.batch_curve
                    assert (found.start, found.stride) == (0, curve.stride)
                    assert found.steps.tobytes() == curve.steps.tobytes()
                    assert found.values.tobytes() == curve.values.tobytes()
                    assert not found.values.flags.writeable

    def keep(self) -> None:
        self.kept = [history.state() for history in self.histories]

    def rewind(self, lane: int) -> None:
        self.histories[lane].restore(self.kept[lane])


ACTS = st.one_of(
    st.tuples(st.just("extend"), st.integers(0, 1), st.integers(0, 20)),
    st.tuples(st.just("rewind"), st.integers(0, 1)),
    st.sampled_from([("put",), ("put",), ("take",), ("keep",), ("begin",)]),
)


@given(st.lists(ACTS, max_size=40))
def test_curves_told_as_what_is_new_come_out_whole(acts: list[tuple[str | int, ...]]) -> None:
    """In any order of puts and takes, through halvings, rewinds and new runs."""
    stream = Stream()
    stream.begin()
    for name, *arguments in acts:
        getattr(stream, str(name))(*arguments)
    stream.put()
    stream.take()


def test_curves_that_were_handed_out_stay_as_they_are() -> None:
    history, receiver = History(), Receiver()
    receiver.take([RunBegan(facts(1))])
    held: list[tuple[Curve, bytes]] = []
    length = 0
    for number in range(1, 200):
        history.extend(np.array([number]), np.array([number], np.float32))
        (report,) = receiver.take([snapshot(number, history.curve().since(length))])
        length = history.curve().end
        assert isinstance(report, Snapshot)
        curve = report.lanes[0].batch_curve
        held.append((curve, curve.values.tobytes()))
    assert all(curve.values.tobytes() == values for curve, values in held)
    assert [len(curve.values) for curve, _ in held] == [*range(1, 200)]


@pytest.mark.parametrize("event", [Finished(3), RunBegan(facts(1))], ids=lambda event: type(event).__name__)
def test_events_pass_the_receiver_as_they_are(event: Event) -> None:
    assert Receiver().take([event]) == [event]
