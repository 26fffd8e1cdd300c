"""Whether a flip of the decoder has ruined the loss: asked once, when it has had its time."""

from __future__ import annotations

import math

from core.engine.chronicle import Chronicle
from core.messages.snapshot import Mark

SETTLED = 200  # steps after a flip at which it is asked what it has done to the loss …
WORSE = 5.0  # … and so many times what it was is worse

Found = tuple[int, Mark, float]  # the step, the mark of the flip, and how many times the loss it is


class FlipWatch:
    """Of one lane."""

    def __init__(self) -> None:
        self._open = False  # the last change was a flip, and it is not known yet what it did
        self._found: Found | None = None

    def begin(self, flipped: bool) -> None:
        """Something was changed: the decoder, if ``flipped``."""
        self._open = flipped

    def forget(self) -> None:
        """The lane is in another state: nothing of before is told."""
        self._open, self._found = False, None

    def look(self, chronicle: Chronicle, step: int, loss: float) -> None:
        """The training set's loss at ``step`` is known."""
        if not self._open or step - chronicle.changed_at < SETTLED:
            return
        self._open = False
        mark = chronicle.marks[-1]
        factor = loss / mark.before if mark.before > 0 else math.nan
        if factor > WORSE:
            self._found = step, mark, factor

    def take(self) -> Found | None:
        """That a flip has made it worse, told once."""
        found, self._found = self._found, None
        return found
