"""Puts together again what a stream of reports tells only once: the facts of a run, and its curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from core.messages.events import RunBegan
from core.messages.history import Growing, Grown
from core.messages.reports import Report
from core.messages.snapshot import GROWING, LaneSnapshot, RunFacts, Snapshot


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
        curves: dict[str, Any] = {name: self._curve(lane.name, name, getattr(lane, name)) for name in GROWING}
        return replace(lane, **curves)

    def _curve(self, lane: str, which: str, news: Growing) -> Growing:
        return self._curves.setdefault((lane, which), _GrowingCurve()).extended(news)


class _GrowingCurve:
    """One curve as far as it is known; views of it stay true while it grows."""

    def __init__(self) -> None:
        self._version, self._length, self._room = 0, 0, 0
        self._columns: dict[str, npt.NDArray[Any]] = {}

    def extended(self, news: Grown) -> Grown:
        """The whole curve after ``news``."""
        if news.version != self._version or not self._columns:
            assert not news.start, "what came before this was never received"
            self._version, self._length = news.version, 0
            self._columns = {name: column[:0] for name, column in news.columns.items()}
            self._grow(max(len(news.steps), 64))
        if news.end > self._room:
            self._grow(max(2 * self._room, news.end))
        where = slice(max(self._length, news.start), news.end)
        known = where.start - news.start
        assert self._length >= news.start, "what came before this was never received"
        for name, column in news.columns.items():
            self._columns[name][where] = column[known:]
        self._length = max(self._length, news.end)
        return news.whole({name: column[: self._length] for name, column in self._columns.items()})

    def _grow(self, size: int) -> None:
        for name, column in self._columns.items():
            self._columns[name] = np.empty(size, column.dtype)
            self._columns[name][: self._length] = column[: self._length]
        self._room = size
