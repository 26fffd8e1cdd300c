"""When to draw: as often as a share of the time allows, and only what is new."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.messages.reports import Report
from core.messages.snapshot import Snapshot

# Painting holds the interpreter lock, and the training thread waits for it: measured to cost a quarter of the
# training speed at 60 frames a second.
SHARE = 0.04
FASTEST, SLOWEST = 0.04, 0.097  # seconds between frames: at least ten a second, whatever they cost
AWAKE = 0.005  # seconds between two looks while somebody waits for an answer
PATIENCE = 3.0  # seconds after which an answer is no longer looked for that often


class FrameTimer(QObject):
    """Takes reports in their order and hands them on: events at once, of snapshots the newest; the dearer a frame, the
    rarer.

    A snapshot that comes before an event is shown before it. ``shown`` carries a snapshot that was handed on,
    ``happened`` an event.
    """

    shown = Signal(object)
    happened = Signal(object)

    def __init__(
        self,
        take: Callable[[], Sequence[Report]],
        show: Callable[[Snapshot], None],
        parent: QObject | None = None,
        *,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(parent)
        self._take, self._show = take, show
        self._patience = patience
        self._reports: deque[Report] = deque()  # taken, and not handed on yet
        self._began = 0.0
        self._cost = 0.0
        self._pace = FASTEST  # seconds between two looks while nobody waits
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._awaited: Callable[[Snapshot], bool] | None = None
        self._give_up_at = 0.0
        self._held: Snapshot | None = None  # taken, and not yet its turn
        # Fires when everything that the frame set in motion, painting included, is done.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._measure)

    @property
    def interval(self) -> float:
        """Seconds between two looks, now."""
        return self._pace if self._awaited is None else AWAKE

    @property
    def active(self) -> bool:
        """Whether it looks at all."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin to draw frames."""
        self._timer.start(round(1000 * self.interval))

    def stop(self) -> None:
        """Draw no more."""
        self._timer.stop()
        self._painted.stop()

    def expect(self, awaited: Callable[[Snapshot], bool]) -> None:
        """Look often for a snapshot like this, and draw little in between; for a while: it may never come."""
        self._awaited, self._give_up_at = awaited, time.perf_counter() + self._patience
        self._keep_pace()

    def relax(self) -> None:
        """Expect nothing any more."""
        self._awaited = None
        self._keep_pace()

    def tick(self) -> None:
        """Draw what is new, if anything is."""
        self._reports.extend(self._take())
        while self._reports:
            # One by one: what is wrong with one must not take the others with it.
            report = self._reports.popleft()
            if isinstance(report, Snapshot):
                self._held = report
            else:
                self._hand_on_held()
                self.happened.emit(report)
        snapshot = self._held
        now = time.perf_counter()
        if self._awaited is not None:
            if now > self._give_up_at or (snapshot is not None and self._awaited(snapshot)):
                self.relax()
            elif now - self._began < SLOWEST:
                return
        self._hand_on_held()

    def _hand_on_held(self) -> None:
        snapshot, self._held = self._held, None
        if snapshot is None:
            return
        self._began = time.perf_counter()
        self._show(snapshot)
        self.shown.emit(snapshot)
        self._painted.start()

    def _keep_pace(self) -> None:
        if self._timer.isActive():
            self.start()

    def _measure(self) -> None:
        cost = time.perf_counter() - self._began
        self._cost = cost if not self._cost else 0.8 * self._cost + 0.2 * cost
        calm = min(max(self._cost / SHARE, FASTEST), SLOWEST)
        if abs(calm - self._pace) > 0.002:
            self._pace = calm
            if self._awaited is None and self._timer.isActive():
                self._timer.setInterval(round(1000 * calm))
