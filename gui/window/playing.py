"""The past as a film: how far it has come after a frame, at any of the paces of training."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.messages.pace import FILM, FULL

FRAME = 0.04  # seconds
DECADE = {FILM: 3.0, FULL: 1.0}  # seconds in which there are ten times as many steps


def further(at: float, pace: str, seconds: float) -> float:
    """The step, with fractions, that comes ``seconds`` after the one that stands ``at``; a frame's for a pace of steps
    a frame."""
    if pace in DECADE:
        begun = max(at, 0.5) if at else 0.5  # there is no logarithm of the step before the first
        return float(10 ** (math.log10(begun) + seconds / DECADE[pace]))
    return at + int(pace)


class Playing(QObject):
    """Emits ``frame`` with the step that is to be seen, as often as frames are drawn."""

    frame = Signal(int)

    def __init__(
        self,
        pace: Callable[[], str],
        ready: Callable[[], bool],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``ready`` says whether the last frame is there: a pace of steps a frame waits for each."""
        super().__init__(parent)
        self._pace, self._ready, self._clock = pace, ready, clock
        self._at = 0.0
        self._last = 0.0
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=round(1000 * FRAME))
        self._timer.timeout.connect(self._go_on)

    @property
    def on(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def start(self, step: int) -> None:
        """From there on."""
        self._at, self._last = float(step), self._clock()
        self._timer.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()

    def _go_on(self) -> None:
        if not self._ready():
            return
        now = self._clock()
        self._at = further(self._at, self._pace(), now - self._last)
        self._last = now
        self.frame.emit(round(self._at))
