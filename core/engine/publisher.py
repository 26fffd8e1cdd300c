"""Makes snapshots and hands them over, each curve as what is new since the last one."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.engine.budget import Budget
from core.messages.commands import LaneId
from core.messages.events import RunBegan
from core.messages.history import Curve, Grown
from core.messages.kept import NOTHING
from core.messages.losses import empty
from core.messages.needs import Need
from core.messages.reports import Report
from core.messages.snapshot import GROWING, LaneSnapshot, Past, RunFacts, Snapshot

if TYPE_CHECKING:
    from core.engine.pending import PendingLane
    from core.engine.session import Session
    from core.engine.transfer import Transfer


NO_CURVE = Curve(np.empty(0, np.int64), np.empty(0, np.float32))
Sent = dict[tuple[LaneId, str], tuple[int, int]]  # version and length of the curves that have been sent


class Outbox(Protocol):
    """Where reports are put: a :class:`core.messages.reports.ReportQueue`, or anything else that can take them."""

    @property
    def empty(self) -> bool:
        """Whether the reader is ready for another snapshot."""

    def put(self, report: Report, /) -> None:
        """Hand over the newest."""


@dataclass(frozen=True)
class Pending:
    """A snapshot whose arrays may still be on their way from the device."""

    snapshot: Snapshot  # without lanes
    lanes: Sequence[PendingLane]
    cost: float  # seconds so far

    @property
    def done(self) -> bool:
        """Whether it can be had without waiting."""
        return all(lane.done for lane in self.lanes)


class Publisher:
    """One for each engine."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._facts: RunFacts | None = None
        self._runs = 0
        self._pending: Pending | None = None
        self._sent: Sent = {}

    @property
    def ready(self) -> bool:
        """Whether somebody waits for a snapshot."""
        return self._outbox.empty

    def begin(self, session: Session, device: str) -> None:
        """Announce another run, trained on ``device``."""
        self._runs += 1
        self._pending = None
        self._facts = RunFacts(self._runs, device, session.shared.examples, session.shared.variance)
        self.repeat()

    def repeat(self) -> None:
        """Tell again what is told only once, for somebody who has come later."""
        self._sent.clear()
        if self._facts is not None:
            self._outbox.put(RunBegan(self._facts))

    def take(
        self,
        session: Session | None,
        needs: Mapping[LaneId, Collection[Need[Any]]],
        transfer: Transfer,
        told: Snapshot,
    ) -> Pending:
        """The moment, copied or about to be; ``told`` is all of it but the run and its lanes."""
        start = time.perf_counter()
        lanes = session.take(needs, transfer) if session is not None else []
        snapshot = replace(told, run=self._runs)
        return Pending(snapshot, lanes, time.perf_counter() - start)

    def put(self, pending: Pending, budget: Budget) -> None:
        """Hand it over, waited for; whatever else is under way is older."""
        self._pending = None
        start = time.perf_counter()
        sent = dict(self._sent)
        lanes = tuple(self._news(lane.get(), sent) for lane in pending.lanes)
        self._outbox.put(replace(pending.snapshot, lanes=lanes))
        # Only now: what was not put was not sent. And what a reader knows of lanes that are gone is not relied on.
        names = {lane.name for lane in lanes}
        self._sent = {key: known for key, known in sent.items() if key[0] in names}
        end = time.perf_counter()
        budget.spent(end, pending.cost + end - start)

    def put_past(self, lanes: Sequence[PendingLane], acknowledged: Mapping[str, int], *, complete: bool) -> None:
        """Hand over what somebody looks at, waited for."""
        told = tuple(replace(lane.get(), batch_curve=NO_CURVE, losses=empty(), kept=NOTHING) for lane in lanes)
        step = max((lane.moment.step for lane in told), default=0)
        self._outbox.put(Past(self._runs, dict(acknowledged), step, told, complete))

    def put_when_done(self, pending: Pending, budget: Budget) -> None:
        """Hand it over now if it can be had without waiting, else when :meth:`put_done` finds it there."""
        if pending.done:
            self.put(pending, budget)
        else:
            self._pending = pending

    def put_done(self, budget: Budget) -> bool:
        """Hand over what was under way if it has come; whether something was under way."""
        if self._pending is None:
            return False
        if self._pending.done:
            self.put(self._pending, budget)
        return True

    def forget(self) -> None:
        """Hand over nothing of what is under way: its run is gone."""
        self._pending = None

    def _news(self, lane: LaneSnapshot, sent: Sent) -> LaneSnapshot:
        """The lane with what is new of its curves; notes in ``sent`` what that is."""
        news: dict[str, Any] = {name: _cut((lane.name, name), getattr(lane, name), sent) for name in GROWING}
        return replace(lane, **news)


def _cut(key: tuple[LaneId, str], curve: Grown, sent: Sent) -> Grown:
    version, length = sent.get(key, (0, 0))
    sent[key] = curve.version, curve.end
    # A snapshot that was taken before the last one went out may be behind it.
    return curve.since(min(length, curve.end)) if version == curve.version else curve
