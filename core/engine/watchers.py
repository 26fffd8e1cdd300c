"""Who watches what: the union of it is computed, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.messages.commands import LaneId, Watch
from core.messages.needs import Need
from core.parts.base import Measured

Wanted = tuple[LaneId | None, Need[Any]]


class Watchers:
    """What each sender watches."""

    def __init__(self) -> None:
        self._needs: dict[str, frozenset[Wanted]] = {}

    def watch(self, sender: str, watch: Watch) -> bool:
        """Note what ``sender`` watches from now on; whether it is a new one, who knows nothing yet."""
        new = sender not in self._needs
        self._needs[sender] = frozenset((lane, need) for lane, needs in watch.needs for need in needs)
        return new

    def measured(self) -> dict[Measured[Any], frozenset[LaneId] | None]:
        """What takes time to be answered, and of which lanes; ``None`` for all."""
        found: dict[Measured[Any], frozenset[LaneId] | None] = {}
        for lane, need in self._all():
            if isinstance(need, Measured):
                before = found.get(need, frozenset())
                found[need] = None if lane is None or before is None else before | {lane}
        return found

    def of(self, lanes: Iterable[LaneId]) -> dict[LaneId, frozenset[Need[Any]]]:
        """All needs, by lane."""
        wanted = self._all()
        return {name: frozenset(need for lane, need in wanted if lane in (None, name)) for name in lanes}

    def _all(self) -> frozenset[Wanted]:
        return frozenset().union(*self._needs.values())
