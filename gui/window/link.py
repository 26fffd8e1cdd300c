"""The window's end of the line to the engine: numbers its commands, and knows which have been answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.lines import Line
from core.messages.commands import Command, Envelope
from core.messages.reports import Report
from core.messages.snapshot import Snapshot

SENDER = "window"
PATIENCE = 0.9  # seconds that closing waits for the engine


class Link(QObject):
    """Wraps a line. ``arrived`` says, on the window's thread, that something has come that happens once."""

    arrived = Signal()

    def __init__(self, line: Line, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._sent = 0
        self._closed = False

    def start(self) -> None:
        """Let the engine begin, with the import of torch."""
        if not self._closed:
            # A signal emitted on another thread is queued: the slots run on the window's.
            self._line.start(self.arrived.emit)

    def send(self, command: Command) -> int:
        """Ask the engine for something; the command's number, which answers refer to."""
        self._sent += 1
        self._line.send(Envelope(SENDER, self._sent, command))
        return self._sent

    def take(self) -> list[Report]:
        """What the engine has reported since the last call, in order."""
        return self._line.take()

    def settled(self, snapshot: Snapshot) -> bool:
        """Whether the snapshot shows everything that was asked for: older ones must not undo a click on screen."""
        return snapshot.acknowledged.get(SENDER, 0) >= self._sent

    def close(self) -> bool:
        """End the engine; False if it has not ended within ``PATIENCE`` (it may be importing torch)."""
        if self._closed:
            return True
        self._closed = True
        return self._line.close(PATIENCE)
