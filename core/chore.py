"""What is brought up to date beside the training, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.budget import Budget

if TYPE_CHECKING:
    from core.lane import Lane
    from core.session import Session


@dataclass(frozen=True)
class Chore:
    """Something to bring up to date in every lane now and then."""

    work: Callable[[Lane], None]
    budget: Budget

    def do(self, session: Session) -> None:
        """Now, whatever the budget says; what it cost is noted there."""
        start = time.perf_counter()
        for lane in session.lanes:
            self.work(lane)
        end = time.perf_counter()
        self.budget.spent(end, end - start)
