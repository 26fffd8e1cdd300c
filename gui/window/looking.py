"""Which lane of a run a person looks at: the only place in the window that knows how one is found."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.messages.snapshot import LaneSnapshot, Snapshot


class Looking(QObject):
    """Holds the name of the looked-at lane; the empty one means the lane that comes first, whatever it is called.

    ``changed`` carries the new name.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""

    @property
    def name(self) -> str:
        """Of the lane that was asked for."""
        return self._name

    def look_at(self, name: str) -> None:
        """Show this lane from now on."""
        if name != self._name:
            self._name = name
            self.changed.emit(name)

    def lane_to_watch(self, snapshot: Snapshot | None) -> str | None:
        """The looked-at lane by its name; ``None``, for all of them, if there is none of that name."""
        known = snapshot is None or snapshot.lane(self._name) is not None
        return self._name if self._name and known else None

    def lane(self, snapshot: Snapshot) -> LaneSnapshot | None:
        """The looked-at lane of this moment: the first one if there is none of that name any more.

        ``None`` if there is no network at all.
        """
        return snapshot.lane(self._name) or next(iter(snapshot.lanes), None)
