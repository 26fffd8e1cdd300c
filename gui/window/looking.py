"""Which lane of a run a person looks at, and which are on the stage beside it: the window's own, not the engine's."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from core.messages.commands import Balance, Change, Command, Rename
from core.messages.snapshot import LaneSnapshot, Snapshot

OfOneLane = (Change, Balance)  # what is meant for the looked-at lane unless it names another

MOST = 4  # lanes side by side

AnyCommand = TypeVar("AnyCommand", bound=Command)


class Looking(QObject):
    """Holds the name of the looked-at lane; the empty one means the lane that comes first, whatever it is called.

    ``changed`` carries that name, also when other lanes are shown than before.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._names: tuple[str, ...] = ()
        self._muted: frozenset[str] = frozenset()
        self._alone = False
        self._renamed: dict[str, str] = {}  # asked for, and not seen yet

    @property
    def name(self) -> str:
        """Of the lane that was asked for."""
        return self._name

    @property
    def alone(self) -> bool:
        """Whether nothing is shown beside the looked-at lane."""
        return self._alone

    def look_at(self, name: str) -> None:
        """Show this lane from now on, also if it was muted."""
        if name != self._name or name in self._muted:
            self._name, self._muted = name, self._muted - {name}
            self.changed.emit(name)

    def mute(self, name: str) -> None:
        """Show this lane nowhere, or everywhere again. The looked-at one gives way to another; the last one stays."""
        left = [each for each in self._names if each not in self._muted and each != name]
        current = self._current
        if name in self._muted:
            self._muted -= {name}
        elif left:
            self._muted |= {name}
            self._alone = False
            self._name = left[0] if name == current else self._name
        self.changed.emit(self._name)

    def toggle_alone(self, name: str) -> None:
        """Show only this lane, or all again."""
        if self._alone and name == self._current:
            self._alone = False
        else:
            self._alone, self._name, self._muted = True, name, self._muted - {name}
        self.changed.emit(self._name)

    def notice(self, snapshot: Snapshot) -> bool:
        """These are the lanes now; whether they are others than before."""
        names = tuple(lane.name for lane in snapshot.lanes)
        if names == self._names:
            return False
        for old, new in list(self._renamed.items()):
            if new in names and old not in names:
                del self._renamed[old]
                self._name = new if self._name == old else self._name
                self._muted = frozenset(new if each == old else each for each in self._muted)
        self._names = names
        self._muted &= set(names)
        self._alone = self._alone and len(names) > 1
        return True

    def aim(self, command: AnyCommand) -> AnyCommand:
        """The same, at the looked-at lane where there are several and it names none."""
        if isinstance(command, Rename):
            self._renamed[command.lane] = command.name
        if len(self._names) > 1 and isinstance(command, OfOneLane) and command.lane is None:
            return replace(command, lane=self._current)
        return command

    def lane(self, snapshot: Snapshot) -> LaneSnapshot | None:
        """The looked-at lane of this moment: the first one if there is none of that name any more.

        ``None`` if there is no network at all.
        """
        return snapshot.lane(self._name) or next(iter(snapshot.lanes), None)

    def shown(self, snapshot: Snapshot) -> tuple[LaneSnapshot, ...]:
        """All that are on the stage, in the run's order: of many the first ones, and the looked-at one."""
        looked_at = self.lane(snapshot)
        if self._alone and looked_at is not None:
            return (looked_at,)
        found = [lane for lane in snapshot.lanes if lane.name not in self._muted or lane is looked_at]
        while len(found) > MOST:
            found.remove(next(lane for lane in reversed(found) if lane is not looked_at))
        return tuple(found)

    @property
    def _current(self) -> str:
        return self._name if self._name in self._names else next(iter(self._names), "")
