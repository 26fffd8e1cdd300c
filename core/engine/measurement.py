"""What is brought up to date beside the training, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from core.engine.budget import Budget

if TYPE_CHECKING:
    from core.engine.lane import Lane
    from core.messages.commands import LaneId
    from core.messages.needs import Part
    from core.parts.base import Measured


class Measurement:
    """A need to be answered in some lanes now and then.

    It is done piece by piece, so that it can be left in between: nothing is lost by it but the work so far.
    """

    def __init__(self, need: Measured[Any]) -> None:
        self.need = need
        self.lanes: frozenset[LaneId] | None = None  # those that it is needed of; None for all
        self.budget = Budget(need.share, need.per_second, need.longest)
        self._seen: dict[LaneId, Part] = {}  # the answers that have been taken note of
        self.longest = 0.0  # seconds that one of its pieces took when it was last done

    def known(self, lanes: Collection[Lane]) -> bool:
        """Whether all answers are of the moment of their lane."""
        return all(lane.knows(self.need) for lane in self._of(lanes))

    def renewed(self, lanes: Collection[Lane]) -> bool:
        """Whether somebody else has found all answers since last looked, of the network as its last change left it."""
        found = {lane.name: lane.measured.get(self.need) for lane in self._of(lanes)}
        answers = {name: part for name, part in found.items() if part is not None}
        if len(answers) < len(found) or any(answers[name] is self._seen.get(name) for name in answers):
            return False
        self._seen = answers
        return all(answers[lane.name].moment.revision == lane.moment.revision for lane in self._of(lanes))

    def pieces(self, lanes: Collection[Lane]) -> Iterator[None]:
        """Do the next piece at every turn. Not to be gone on with once the lanes have changed."""
        took = []
        start = time.perf_counter()
        for lane in self._of(lanes):
            if lane.knows(self.need):
                continue
            for _ in lane.measure(self.need):
                took.append(time.perf_counter() - start)
                yield
                start = time.perf_counter()
        self._seen = {lane.name: part for lane in self._of(lanes) if (part := lane.measured.get(self.need)) is not None}
        end = time.perf_counter()
        took.append(end - start)
        self.longest = max(took)
        # Of several lanes it is asked for as much more rarely as it is dearer: who watches a race waits for it.
        self.budget.longest = self.need.longest * max(len(self._seen), 1)
        self.budget.spent(end, sum(took))

    def _of(self, lanes: Collection[Lane]) -> list[Lane]:
        return [lane for lane in lanes if self.lanes is None or lane.name in self.lanes]

    def do(self, lanes: Collection[Lane]) -> None:
        """All of it, now, whatever the budget says; what it cost is noted there."""
        for _ in self.pieces(lanes):
            pass
