"""How somebody reaches an engine, wherever that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from core.messages.commands import Envelope
from core.messages.reports import Report


class Line(Protocol):
    """One end of it, for one receiver. Nothing here waits, but for :meth:`close`."""

    def start(self, notify: Callable[[], None]) -> None:
        """Let the engine begin; ``notify`` is called, on any thread, when something was reported that happens once."""

    def send(self, envelope: Envelope) -> None:
        """Ask the engine for something."""

    def take(self) -> list[Report]:
        """What it has reported since the last call, in order; of snapshots that nobody took perhaps only the newest."""

    def close(self, timeout: float) -> bool:
        """End the engine; False if it has not ended within ``timeout`` seconds (it may be importing torch)."""
