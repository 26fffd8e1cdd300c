"""What a run without a window is followed by: its reports in their order, and what is asked for on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Queue
from typing import Any, Literal

from core.command_line.interruption import Interruption
from core.engine.engine import Engine
from core.errors import TiescopeError
from core.messages.commands import Command, Envelope, LaneId, Pause, Rewind, Watch
from core.messages.events import Diverged, Ended, Failed, Finished, Rejected
from core.messages.needs import Need
from core.messages.receiver import Receiver
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts.kept_states import KeptStates

SENDER = "headless"


@dataclass(frozen=True)
class Outcome:
    """How a run ended; ``last`` is the last good moment, if there was one, ``cause`` what went wrong.

    It is done if any lane came to the end; ``lost`` are those that did not, though others may have.
    """

    how: Literal["done", "diverged", "failed", "interrupted"]
    last: Snapshot | None
    cause: Diverged | Failed | Ended | None = None
    lost: Mapping[LaneId, Diverged] = field(default_factory=dict)


class Reports:
    """What the engine reports to, and nothing is thrown away: the reader keeps pace or is waited for."""

    empty = True

    def __init__(self) -> None:
        self._queue: Queue[Report] = Queue(maxsize=8)
        self._receiver = Receiver()

    def put(self, report: Report) -> None:
        self._queue.put(report)

    def next(self) -> Report:
        """The next one, waited for."""
        (report,) = self._receiver.take((self._queue.get(),))
        return report

    def drop(self) -> None:
        """Make room: the engine may be waiting for it."""
        while not self._queue.empty():
            self._queue.get()


class Sender:
    """Commands to the engine, numbered."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sent = 0
        self._paused: int | None = None  # the number of the command that asked for it

    def send(self, command: Command) -> None:
        """Also in a signal handler."""
        self.sent += 1
        self._engine.send(Envelope(SENDER, self.sent, command))

    def pause(self) -> None:
        """Ask for it, in a signal handler."""
        self.send(Pause())
        self._paused = self.sent

    def has_paused(self, snapshot: Snapshot) -> bool:
        """Whether that has been handled."""
        return self._paused is not None and snapshot.acknowledged.get(SENDER, 0) >= self._paused

    def settled(self, snapshot: Snapshot) -> bool:
        """Whether all that was sent has been handled."""
        return snapshot.acknowledged.get(SENDER, 0) >= self.sent


class Follower:
    """Passes reports on, and asks for what is to come with them."""

    def __init__(
        self,
        sender: Sender,
        reports: Reports,
        needs: tuple[Need[Any], ...],
        past_wanted: Callable[[], bool] | None,
    ) -> None:
        self._sender, self._reports, self._needs, self._past_wanted = sender, reports, needs, past_wanted
        self._with_past = False
        self._lost: dict[LaneId, Diverged] = {}
        sender.send(Watch.all(needs))
        self._watching = sender.sent

    def follow(self, on_report: Callable[[Snapshot], None], interruption: Interruption) -> Outcome:
        """Until the end is known and the snapshot that belongs to it has come."""
        interruption.ask_by(self._sender.pause)
        lost = self._lost
        still: frozenset[LaneId] | None = None  # lanes that stood still before the first step
        last: Snapshot | None = None
        ended = False
        while not ended or last is None or last.running or not _diverged(last) - (still or set()) <= lost.keys():
            match self._reports.next():
                case Snapshot() as snapshot if snapshot.lanes and self._is_watched(snapshot):
                    last = snapshot
                    still = _diverged(snapshot) if still is None else still
                    on_report(snapshot)
                    if not ended and self._sender.has_paused(snapshot):
                        return Outcome("interrupted", self._closed(snapshot), lost=lost)
                    ended = ended or not (snapshot.running or any(not lane.diverged for lane in snapshot.lanes))
                    self._ask_for_past(snapshot)
                case Diverged() as diverged:
                    lost[diverged.lane] = diverged
                    ended = ended or not diverged.running
                case Finished():
                    ended = True
                case Ended() as cause:
                    return Outcome("failed", last, cause, lost)
                case Failed() as failed:
                    # A step may have been left half taken.
                    return Outcome("failed", self._past_of(self._after(Rewind(1.0))), failed, lost)
                case Rejected(_, _, sentence, key):
                    raise TiescopeError(sentence, key)
        interruption.ask_no_more()
        diverged_all = len(_diverged(last)) == len(last.lanes)
        closed = self._closed(last)
        if diverged_all:
            return Outcome("diverged", closed, next(iter(lost.values()), None), lost)
        return Outcome("done", closed, lost=lost)

    def _is_watched(self, snapshot: Snapshot) -> bool:
        return snapshot.acknowledged.get(SENDER, 0) >= self._watching

    def _ask_for_past(self, snapshot: Snapshot) -> None:
        """With the next report, if it is wanted; they are too many states for every one."""
        wanted = self._past_wanted is not None and snapshot.running and self._past_wanted()
        if wanted != self._with_past:
            self._with_past = wanted
            self._sender.send(self._watch(past=wanted))

    def _closed(self, snapshot: Snapshot) -> Snapshot | None:
        """The last one, with every lane that is lost at its last good moment; ``None`` where there is none."""
        found: Snapshot | None = snapshot
        for name in self._lost:
            found = self._after(Rewind(1.0, name))
        return self._past_of(found)

    def _past_of(self, snapshot: Snapshot | None) -> Snapshot | None:
        """The same with what is kept of the past, if that is wanted at all."""
        if self._past_wanted is None or snapshot is None:
            return snapshot
        return self._after(self._watch(past=True)) or snapshot

    def _watch(self, *, past: bool) -> Watch:
        return Watch.all((*self._needs, KeptStates()) if past else self._needs)

    def _after(self, command: Command) -> Snapshot | None:
        """The snapshot after ``command``."""
        self._sender.send(command)
        while True:
            match self._reports.next():
                case Snapshot() as snapshot if self._sender.settled(snapshot):
                    return snapshot
                case Failed() | Ended():
                    return None
                case Rejected(_, number) if number == self._sender.sent:
                    return None


def _diverged(snapshot: Snapshot) -> frozenset[LaneId]:
    """The lanes that stand still because they have."""
    return frozenset(lane.name for lane in snapshot.lanes if lane.diverged)
