"""One slot between two threads in which the newest value wins."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mailbox(Generic[Value]):
    """A slow reader never builds up a backlog: ``put`` replaces what was not taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: Value | None = None

    def put(self, value: Value) -> None:
        with self._lock:
            self._value = value

    def take(self) -> Value | None:
        """The newest value, once; ``None`` if there is nothing new."""
        with self._lock:
            value, self._value = self._value, None
        return value

    @property
    def empty(self) -> bool:
        """True once the newest value was taken: the reader is ready for another."""
        return self._value is None
