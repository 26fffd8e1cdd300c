"""When what is done beside the training: how long a turn is, what is measured when, and what has to wait."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.engine.budget import Budget
from core.engine.measurement import Measurement
from core.messages.wire import message
from core.parts.base import Measured

if TYPE_CHECKING:
    from core.engine.lane import Lane
    from core.messages.commands import LaneId

EARLY = 1.3  # what is expedited is measured at least every time the steps have grown by this factor


@message
@dataclass(frozen=True)
class Pace:
    """The engine's times, in seconds where nothing else is said."""

    turn: float = 0.02  # of training between two looks at what else is due; for a command it is left after a step
    most_steps: int = 256  # of one turn, however fast they are
    quick: float = 0.02  # measurements that take longer wait until nobody has asked for anything for a moment:
    debounce: float = 0.2  # of at least so long …
    patience: float = 5.0  # … and so many times what keeps a command waiting, the measurement's longest piece
    silence: float = 0.5  # without a snapshot, after which a window seems to hang
    longest_report: float = 20.0  # between two reports of a script, however slow the steps are
    snapshot_share: float = 0.01  # of the time
    snapshots_per_second: float = 25


class Schedule:
    """Knows what is to be measured and when; does it when it is told to."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._measurements: dict[Measured[Any], Measurement] = {}
        self.restart()

    def restart(self) -> None:
        """Another run: what things cost is unknown, and that of another network would silence them for minutes."""
        self.snapshots = Budget(self.pace.snapshot_share, self.pace.snapshots_per_second, longest=self.pace.silence)
        self._measurements = {need: _of(need, each.lanes) for need, each in self._measurements.items()}
        self._backlog: deque[tuple[Measurement, Iterator[None]]] = deque()
        self._expedite_at = 1  # step
        self._asked_at = 0.0
        self._seconds_per_step = self.pace.turn

    def watch(self, needs: Mapping[Measured[Any], frozenset[LaneId] | None]) -> None:
        """Measure these from now on, each in the lanes named, or in all."""
        before, self._measurements = self._measurements, {}
        for need, lanes in needs.items():
            self._measurements[need] = before.get(need) or _of(need, lanes)
            if self._measurements[need].lanes != lanes:
                self._measurements[need].lanes = lanes
                self._measurements[need].budget.expedite()
        self._backlog = deque(each for each in self._backlog if each[0] in self._measurements.values())

    def steps_of_a_turn(self) -> int:
        """As many steps as take about a turn."""
        return max(1, min(self.pace.most_steps, int(self.pace.turn / self._seconds_per_step)))

    def took(self, steps: int, seconds: float) -> None:
        """So many steps took so long."""
        self._seconds_per_step = 0.8 * self._seconds_per_step + 0.2 * seconds / max(steps, 1)

    def expedite(self) -> None:
        """Something was changed: what shows it is due."""
        for measurement in self._measurements.values():
            if measurement.need.expedite:
                measurement.budget.expedite()

    def measure_all(self, lanes: Collection[Lane]) -> None:
        """Bring everything up to date, now."""
        self._backlog.clear()
        for measurement in self._measurements.values():
            if not measurement.known(lanes):
                measurement.do(lanes)

    def measure_quick(self, lanes: Collection[Lane]) -> None:
        """Bring up to date what takes no time; the rest waits until nobody asks for anything, see :meth:`wait`."""
        self._backlog.clear()
        for measurement in sorted(self._measurements.values(), key=lambda each: each.longest):
            if measurement.known(lanes):
                continue
            pieces = measurement.pieces(lanes)
            # What it costs is not known before it was done once.
            if measurement.budget.cost >= self.pace.quick or not self._done_quickly(pieces):
                self._backlog.append((measurement, pieces))
        self._asked_at = time.perf_counter()

    def _done_quickly(self, pieces: Iterator[None]) -> bool:
        end = time.perf_counter() + self.pace.quick
        return all(time.perf_counter() < end for _ in pieces)

    def measure_due(self, step: int, lanes: Collection[Lane], leave: Callable[[], bool]) -> None:
        """Measure what is due beside the training at ``step``; what is left when ``leave`` says so stays due."""
        # However fast the first steps are: they are the ones in which the loss falls.
        if step >= self._expedite_at:
            self.expedite()
            self._expedite_at = 1 + int(step * EARLY)
        for measurement in tuple(self._measurements.values()):
            now = time.perf_counter()
            if measurement.renewed(lanes):
                # The curve has just asked for it: what is known is not asked for again some steps later.
                measurement.budget.renewed(now)
            elif measurement.budget.due(now) and not measurement.known(lanes):
                for _ in measurement.pieces(lanes):
                    if leave():
                        return

    def forget_backlog(self) -> None:
        """Nothing waits any more: the lanes have become others."""
        self._backlog.clear()

    @property
    def wait(self) -> float | None:
        """Seconds for which a command is to be waited for before :meth:`catch_up`; ``None`` if nothing waits."""
        if not self._backlog:
            return None
        pause = max(self.pace.debounce, self.pace.patience * self._backlog[0][0].longest)
        return max(0.0, self._asked_at + pause - time.perf_counter())

    def catch_up(self) -> bool:
        """Do one piece of what waits; whether something is there to be shown by it."""
        if not self._backlog:
            return False
        measurement, pieces = self._backlog.popleft()
        for _ in pieces:
            self._backlog.appendleft((measurement, pieces))
            return False
        return True


def _of(need: Measured[Any], lanes: frozenset[LaneId] | None) -> Measurement:
    measurement = Measurement(need)
    measurement.lanes = lanes
    return measurement
