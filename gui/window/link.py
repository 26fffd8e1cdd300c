"""The window's end of the line to the engine: commands go out, events and the newest snapshot come in."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from core.engine.engine import Engine
from core.experiment import Experiment
from core.messages.commands import Command, Stop
from core.messages.events import Event
from core.messages.mailbox import Mailbox
from core.messages.snapshot import Snapshot

# Seconds for which a thread may keep the interpreter lock while another wants it. Training wants it for microseconds
# between operations that take hundreds; with Python's 5 ms it stood still for as long as a frame took.
SWITCH = 0.00001
PATIENCE = 0.9  # seconds that closing waits for the engine's thread


class Link(QObject):
    """Owns the engine. ``happened`` carries what the engine says once, on the window's thread."""

    happened = Signal(object)

    def __init__(self, lanes: tuple[Experiment, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox: Mailbox[Snapshot] = Mailbox()
        # A signal emitted on another thread is queued: the slots run on the window's.
        self._engine = Engine(lanes, self._mailbox, self._tell)
        self._sent = 0
        self._started = False
        self._closing = False

    def start(self) -> None:
        """Let the engine's thread begin, with the import of torch."""
        if not self._started and not self._closing:
            self._started = True
            sys.setswitchinterval(SWITCH)
            self._engine.start()

    def send(self, command: Command) -> None:
        """Ask the engine for something."""
        self._sent += 1
        self._engine.send(command)

    def take(self) -> Snapshot | None:
        """The newest snapshot, once."""
        return self._mailbox.take()

    def settled(self, snapshot: Snapshot) -> bool:
        """Whether the snapshot shows everything that was asked for: older ones must not undo a click on screen."""
        return snapshot.acknowledged >= self._sent

    def has_ended(self, patience: float) -> bool:
        """Whether the engine's thread ends within so many seconds by itself: then nothing is ever answered again."""
        return self._started and self._engine.join(patience)

    def close(self) -> bool:
        """End the thread; False if it has not ended within ``PATIENCE`` (it may be importing torch)."""
        self._closing = True
        if not self._started:
            return True
        self.send(Stop())
        return self._engine.join(PATIENCE)

    def _tell(self, event: Event) -> None:
        if not self._closing:
            self.happened.emit(event)
