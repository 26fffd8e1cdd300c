"""Which moments of a lane are kept, so that they can be looked at and gone on from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.messages.wire import message


@message
@dataclass(frozen=True, eq=False)
class Kept:
    """Ascending in steps. Before a change and after it the step is the same, and is there twice."""

    steps: npt.NDArray[np.int64]  # (n,)
    nbytes: int = 0  # that they take
    limit: int = 0  # that they may take

    def nearest(self, step: int) -> int:
        """The kept step that is nearest to ``step``, the later of two; 0 where nothing is kept."""
        if not len(self.steps):
            return 0
        return int(self.steps[len(self.steps) - 1 - np.argmin(np.abs(self.steps - step)[::-1])])

    def after(self, step: int) -> int | None:
        """The next kept step after ``step``; ``None`` if there is none."""
        where = int(np.searchsorted(self.steps, step, side="right"))
        return int(self.steps[where]) if where < len(self.steps) else None

    def before(self, step: int) -> int | None:
        """The last kept step before ``step``; ``None`` if there is none."""
        where = int(np.searchsorted(self.steps, step, side="left")) - 1
        return int(self.steps[where]) if where >= 0 else None


NOTHING = Kept(np.empty(0, np.int64))
