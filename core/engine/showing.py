"""What those who watch a run are shown: its snapshots, with what they wait for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch

from core.engine import device
from core.engine.budget import Budget
from core.engine.pacer import Pacer
from core.engine.past_view import PastView
from core.engine.publisher import Outbox, Pending, Publisher
from core.engine.rate import Rate
from core.engine.session import Session
from core.engine.stop import Stop
from core.engine.watchers import Watchers
from core.messages.commands import LaneId
from core.messages.needs import Need
from core.messages.snapshot import Snapshot


class Showing:
    """Puts snapshots into ``outbox``; ``chosen`` is the device that they come from."""

    def __init__(self, outbox: Outbox, chosen: torch.device) -> None:
        self.acknowledged: dict[str, int] = {}
        self.watchers = Watchers()
        self.past = PastView()
        self.step: int | None = None  # of the last snapshot
        self.published = time.perf_counter()  # the last time that somebody waited for it
        self._publisher = Publisher(outbox)
        self._device, self._transfer = chosen, device.transfer_from(chosen)

    def begin(self, session: Session) -> None:
        """Announce another run, of which nobody looks at the past."""
        self.past.leave()
        self._publisher.begin(session, device.title(self._device))

    def forget(self) -> None:
        """Hand over nothing of what is under way: its run is gone."""
        self.past.leave()
        self._publisher.forget()

    def repeat(self) -> None:
        """Somebody has come who knows nothing yet."""
        self._publisher.repeat()

    def put(self, pending: Pending, budget: Budget) -> None:
        """Hand a snapshot over, waited for."""
        self._publisher.put(pending, budget)
        self.published = time.perf_counter()

    def put_due(self, take: Callable[[], Pending], budget: Budget, *, frame: bool, asked: Callable[[], bool]) -> None:
        """Hand over a snapshot if somebody is ready for it and it is due, as a complete ``frame`` always is.

        One that was under way comes first, and a command that was asked before any.
        """
        if self._publisher.put_done(budget) or asked():
            return
        if self._publisher.ready and (frame or budget.due(time.perf_counter())):
            self._publisher.put_when_done(take(), budget)

    def take(self, session: Session | None, stop: Stop, pacer: Pacer, rate: Rate | None, *, running: bool) -> Pending:
        """The moment; ``rate`` of its steps, if any are taken."""
        self.step = session.step if session is not None else None
        told = Snapshot(
            run=0,
            acknowledged=dict(self.acknowledged),
            running=running,
            steps_per_second=rate.value if rate is not None else 0.0,
            lanes=(),
            pace=pacer.pace,
            full_speed=session.full_speed if session is not None else 0.0,
            step_seconds=session.price.seconds if session is not None else {},
            stop_step=stop.step,
            stop_at_floor=stop.times_floor,
        )
        return self._publisher.take(session, self.needs_of_now(session), self._transfer, told)

    def needs(self, session: Session | None) -> dict[LaneId, frozenset[Need[Any]]]:
        """What is watched, by lane."""
        return self.watchers.of(session.names if session is not None else ())

    def needs_of_now(self, session: Session | None) -> dict[LaneId, frozenset[Need[Any]]]:
        """Nothing while somebody looks at the past."""
        return {} if self.past.active else self.needs(session)

    def put_past(self) -> None:
        """Hand over the moment that somebody looks at, as far as it is measured."""
        lanes = self.past.take(self._transfer)
        self._publisher.put_past(lanes, self.acknowledged, complete=self.past.complete)
