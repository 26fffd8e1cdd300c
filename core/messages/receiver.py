"""Puts together again what a stream of reports tells only once: the facts of a run, and its curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from core.messages.events import RunBegan
from core.messages.history import Curve
from core.messages.reports import Report
from core.messages.snapshot import LaneSnapshot, RunFacts, Snapshot


class Receiver:
    """At the receiver's end of the line, one for each receiver: snapshots come out whole."""

    def __init__(self) -> None:
        self._facts: RunFacts | None = None
        self._curves: dict[tuple[str, str], _GrowingCurve] = {}

    def take(self, reports: Iterable[Report]) -> list[Report]:
        """The same reports, with whole curves and with the facts of their run."""
        return [self._whole(report) for report in reports]

    def _whole(self, report: Report) -> Report:
        match report:
            case RunBegan(facts):
                self._facts = facts
                self._curves.clear()
            case Snapshot():
                assert self._facts is None or report.run <= self._facts.run, "a run is announced before it is shown"
                known = self._facts if self._facts is not None and self._facts.run == report.run else None
                return replace(report, lanes=tuple(map(self._lane, report.lanes)), facts=known)
        return report

    def _lane(self, lane: LaneSnapshot) -> LaneSnapshot:
        return replace(
            lane,
            train_curve=self._curve(lane.name, "train", lane.train_curve),
            validation_curve=self._curve(lane.name, "validation", lane.validation_curve),
        )

    def _curve(self, lane: str, which: str, news: Curve) -> Curve:
        return self._curves.setdefault((lane, which), _GrowingCurve()).extended(news)


class _GrowingCurve:
    """One curve as far as it is known; views of it stay true while it grows."""

    def __init__(self) -> None:
        self._version, self._length = 0, 0
        self._begin_anew(0)

    def extended(self, news: Curve) -> Curve:
        """The whole curve after ``news``."""
        if news.version != self._version:
            assert not news.start, "what came before this was never received"
            self._version = news.version
            self._begin_anew(len(news.steps))
        if news.end > len(self._steps):
            self._grow(max(2 * len(self._steps), news.end))
        where = slice(max(self._length, news.start), news.end)
        known = where.start - news.start
        assert self._length >= news.start, "what came before this was never received"
        self._steps[where], self._values[where] = news.steps[known:], news.values[known:]
        self._length = max(self._length, news.end)
        steps, values = self._steps[: self._length], self._values[: self._length]
        steps.flags.writeable = values.flags.writeable = False
        return Curve(steps, values, news.stride, news.version)

    def _begin_anew(self, size: int) -> None:
        self._steps, self._values = np.empty(max(size, 64), np.int64), np.empty(max(size, 64), np.float32)
        self._length = 0

    def _grow(self, size: int) -> None:
        steps, values = self._steps, self._values
        self._steps, self._values = np.empty(size, np.int64), np.empty(size, np.float32)
        self._steps[: self._length], self._values[: self._length] = steps[: self._length], values[: self._length]
