"""Which lane of a run a person looks at: the only place in the window that knows how one is found."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.messages.snapshot import LaneSnapshot, Snapshot


class Looking(QObject):
    """Holds the name of the looked-at lane; the empty one is that of the lane that comes first, whatever it is called.

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

    def lane(self, snapshot: Snapshot) -> LaneSnapshot | None:
        """The looked-at lane of this moment: the first one if there is none of that name any more.

        ``None`` if there is no network at all.
        """
        by_name = {str(number): lane for number, lane in enumerate(snapshot.lanes, start=1)}
        return by_name.get(self._name, next(iter(by_name.values()), None))
