"""What is brought up to date beside the training, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from core.engine.budget import Budget

if TYPE_CHECKING:
    from core.engine.lane import Lane
    from core.engine.session import Session


class Chore:
    """Something to bring up to date in every lane now and then.

    It is done piece by piece, so that it can be left in between: nothing is lost by it but the work so far.
    """

    def __init__(self, work: Callable[[Lane], Iterator[None]], budget: Budget) -> None:
        self.budget = budget
        self.longest = 0.0  # seconds that one of its pieces took when it was last done
        self._work = work

    def pieces(self, session: Session) -> Iterator[None]:
        """Do the next piece at every turn. Not to be gone on with once the lanes have changed."""
        took = []
        start = time.perf_counter()
        for lane in session.lanes:
            for _ in self._work(lane):
                took.append(time.perf_counter() - start)
                yield
                start = time.perf_counter()
        end = time.perf_counter()
        took.append(end - start)
        self.longest = max(took)
        self.budget.spent(end, sum(took))

    def do(self, session: Session) -> None:
        """All of it, now, whatever the budget says; what it cost is noted there."""
        for _ in self.pieces(session):
            pass
