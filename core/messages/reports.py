"""The one ordered stream of what an engine reports: events are kept, of what is shown only the newest."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from core.messages.events import Event
from core.messages.snapshot import GROWING, LaneSnapshot, Past, Snapshot

Report = Snapshot | Past | Event


class ReportQueue:
    """Between two threads. A slow reader never builds up a backlog of snapshots, and loses nothing by it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: list[Report] = []

    def put(self, report: Report) -> None:
        """Append ``report``; a snapshot that was not taken goes, but for the curves that only it has."""
        with self._lock:
            if isinstance(report, Snapshot):
                for index, older in enumerate(self._reports):
                    if isinstance(older, Snapshot):
                        del self._reports[index]
                        report = _merged(older, report)
                        break
            elif isinstance(report, Past):
                self._reports = [older for older in self._reports if not isinstance(older, Past)]
            self._reports.append(report)

    def take(self) -> list[Report]:
        """All that is new, in the order in which it was put."""
        with self._lock:
            reports, self._reports = self._reports, []
        return reports

    @property
    def empty(self) -> bool:
        """Whether the reader has taken the newest snapshot, and is ready for another."""
        # Without the lock: asked several times a turn, and an answer that comes late does no harm.
        return not any(isinstance(report, Snapshot) for report in tuple(self._reports))


def _merged(older: Snapshot, newer: Snapshot) -> Snapshot:
    """``newer`` with what its curves leave out because ``older`` had it."""
    if older.run != newer.run:
        return newer
    before = {lane.name: lane for lane in older.lanes}
    return replace(
        newer, lanes=tuple(_joined(before[lane.name], lane) if lane.name in before else lane for lane in newer.lanes)
    )


def _joined(older: LaneSnapshot, newer: LaneSnapshot) -> LaneSnapshot:
    curves: dict[str, Any] = {name: getattr(newer, name).after(getattr(older, name)) for name in GROWING}
    return replace(newer, **curves)
