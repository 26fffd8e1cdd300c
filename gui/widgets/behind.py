"""Work that would hold up the window, done one after the other on a thread that all who need one share."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL = 15  # milliseconds between two looks while something is under way

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    name: str
    number: int
    work: Callable[[], Any]
    wanted: Callable[[str, int], bool]
    results: queue.SimpleQueue[tuple[str, int, bool, Any]]


@cache
def _jobs() -> queue.SimpleQueue[_Job]:
    """What the thread takes its work from; it begins with the first who asks, and ends with the program."""
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    threading.Thread(target=_work_off, args=(jobs,), name="behind the window", daemon=True).start()
    return jobs


def _work_off(jobs: queue.SimpleQueue[_Job]) -> None:
    # No object of Qt's is touched here: those who asked may be gone, and Qt would be told so too late.
    while True:
        job = jobs.get()
        result, made = None, False
        if job.wanted(job.name, job.number):
            try:
                result, made = job.work(), True
            except Exception:
                log.exception("%s could not be made", job.name)
        job.results.put((job.name, job.number, made, result))
        del job, result  # or they would be kept until there is more work


class Behind(QObject):
    """``done`` is emitted on the window's thread with the name of the work and what it gave.

    Work that waits under the same name is not done any more when newer work comes under it. What raises is logged, and
    gives nothing.
    """

    done = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: dict[str, int] = {}
        self._under_way = 0
        self._results: queue.SimpleQueue[tuple[str, int, bool, Any]] = queue.SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)

    def ask(self, name: str, work: Callable[[], Any]) -> None:
        """Have this done."""
        newest = self._newest
        number = newest[name] = newest.get(name, 0) + 1
        self._under_way += 1
        _jobs().put(_Job(name, number, work, lambda name, number: newest[name] == number, self._results))
        self._timer.start()

    def _look(self) -> None:
        while not self._results.empty():
            name, number, made, result = self._results.get()
            self._under_way -= 1
            if made and self._newest[name] == number:
                self.done.emit(name, result)
        if not self._under_way:
            self._timer.stop()
