"""When to draw: as often as a share of the time allows, and only what is new."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from core.messages.snapshot import Snapshot

# Painting holds the interpreter lock, and the training thread waits for it: measured to cost a quarter of the
# training speed at 60 frames a second.
SHARE = 0.04
FASTEST, SLOWEST = 0.04, 0.097  # seconds between frames: at least ten a second, whatever they cost
AWAKE = 0.005  # seconds between two looks while somebody waits for an answer


class FrameTimer(QObject):
    """Takes the newest snapshot and hands it on; the dearer a frame, the rarer."""

    def __init__(
        self, take: Callable[[], Snapshot | None], show: Callable[[Snapshot], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._take, self._show = take, show
        self._began = 0.0
        self._cost = 0.0
        self._interval = FASTEST
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._awaited: Callable[[Snapshot], bool] | None = None
        # Fires when everything that the frame set in motion, painting included, is done.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._measure)

    def start(self) -> None:
        """Begin to draw frames."""
        self._timer.start(round(1000 * self._interval))

    def stop(self) -> None:
        """Draw no more."""
        self._timer.stop()
        self._painted.stop()

    def expect(self, awaited: Callable[[Snapshot], bool]) -> None:
        """Somebody waits for a snapshot like this: draw it as soon as it is there, and little in between."""
        self._awaited = awaited
        if self._timer.isActive():
            self._timer.start(round(1000 * AWAKE))

    def tick(self) -> None:
        """Draw what is new, if anything is."""
        snapshot = self._take()
        if snapshot is None:
            return
        if self._awaited is not None:
            if self._awaited(snapshot):
                self._awaited = None
                if self._timer.isActive():
                    self.start()
            elif time.perf_counter() - self._began < SLOWEST:
                return
        self._began = time.perf_counter()
        self._show(snapshot)
        self._painted.start()

    def _measure(self) -> None:
        cost = time.perf_counter() - self._began
        self._cost = cost if not self._cost else 0.8 * self._cost + 0.2 * cost
        interval = min(max(self._cost / SHARE, FASTEST), SLOWEST)
        if abs(interval - self._interval) > 0.002:
            self._interval = interval
            if self._awaited is None:
                self._timer.setInterval(round(1000 * interval))
