"""Work that would hold up the window, done one after the other on a thread of its own."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Behind(QObject):
    """``done`` is emitted on the window's thread with the name of the work and what it gave.

    Work that waits under the same name is not done any more when newer work comes under it. What raises is logged, and
    gives nothing.
    """

    done = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: dict[str, int] = {}
        self._work: queue.SimpleQueue[tuple[str, int, Callable[[], Any]]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def ask(self, name: str, work: Callable[[], Any]) -> None:
        """Have this done; the thread begins with the first."""
        number = self._newest[name] = self._newest.get(name, 0) + 1
        self._work.put((name, number, work))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="behind the window", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            name, number, work = self._work.get()
            if self._newest[name] != number:
                continue
            try:
                result = work()
            except Exception:
                log.exception("%s could not be made", name)
                continue
            try:
                if self._newest[name] == number:
                    self.done.emit(name, result)
            except RuntimeError:  # the window is gone
                return
