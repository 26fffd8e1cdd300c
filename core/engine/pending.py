"""A lane's snapshot under way: its arrays come from the device in their own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.engine.transfer import Copies
from core.messages.needs import Need, Part
from core.messages.snapshot import Array, LaneSnapshot


@dataclass(frozen=True, eq=False)
class PendingLane:
    """A lane's snapshot whose arrays may still be on their way from the device."""

    snapshot: LaneSnapshot  # without parts
    copies: Copies
    complete: Callable[[Sequence[Array]], Mapping[Need[Any], Part]]

    @property
    def done(self) -> bool:
        """Whether :meth:`get` need not wait."""
        return self.copies.done

    def get(self) -> LaneSnapshot:
        """The snapshot, waited for."""
        return replace(self.snapshot, parts=self.complete(self.copies.arrays()))
