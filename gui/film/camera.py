"""Films the window from its first training frame on, as a person would have seen it."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from core.errors import TiescopeError
from core.messages.snapshot import Snapshot
from gui.film import animation, keycap
from gui.film.animation import Frame
from gui.window.window import MainWindow

RATE = 10  # pictures a second: more would slow down what they show
LAST = 2.0  # seconds for which the last one stands, to be looked at before the film begins again
DIVERGED, FAILED = 3, 1


class Camera(QObject):
    """Takes pictures until the film is as long as asked for, then closes the window and ends the program.

    Each has the time at which it was taken: a film is as fast as the training was, on however slow a machine.
    """

    def __init__(self, window: MainWindow, file: Path, seconds: float, width: int) -> None:
        super().__init__(window)
        self._window, self._file, self._seconds, self._width = window, file, seconds, width
        self._frames: list[Frame] = []
        self._began: float | None = None
        self._key, self._key_until = "", 0.0
        self._status = 0
        self._done = False
        self._problem: str | None = None
        self._timer = QTimer(self, interval=1000 // RATE, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._take)
        window.frames.shown.connect(self._begin)
        window.diverged.connect(self._diverge)
        window.failed.connect(self._give_up)

    def show_key(self, key: str) -> None:
        """Let the pictures of the next second have this key in them."""
        self._key, self._key_until = key, time.perf_counter() + keycap.SECONDS

    def finish(self) -> None:
        """Write what was filmed.

        Raises:
            TiescopeError: if there is no whole film, or if it can't be written.
        """
        if self._problem is None and not self._done:
            self._problem = f"--film: the window was closed before its {self._seconds:g} seconds were over."
        if self._problem is not None:
            raise TiescopeError(self._problem)
        try:
            animation.save(self._file, self._frames, self._frames[-1].begins + LAST)
        except OSError as error:
            raise TiescopeError(f"--film: {self._file} can't be written: {error.strerror or error}.") from error

    def _begin(self, snapshot: Snapshot) -> None:
        if snapshot.step > 0:
            self._roll()

    def _roll(self) -> None:
        if self._began is None:
            self._began = time.perf_counter()
            self._timer.start()
            self._take()

    def _take(self) -> None:
        assert self._began is not None
        now = time.perf_counter()
        if now - self._began > self._seconds:
            self._end(self._status)
            return
        picture = self._window.grab()
        if now < self._key_until:
            keycap.draw(picture, self._key, self._window)
        image = picture.toImage().scaledToWidth(self._width, Qt.TransformationMode.SmoothTransformation)
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        row, gap = 3 * image.width(), image.bytesPerLine() - 3 * image.width()
        pixels = bytes(image.constBits())
        if gap:
            pixels = b"".join(pixels[i : i + row] for i in range(0, len(pixels), row + gap))
        self._frames.append(Frame.of(image.width(), image.height(), pixels, now - self._began))

    def _diverge(self, step: int) -> None:
        self._status = DIVERGED
        self._roll()  # what is lost with its first step is filmed, too

    def _give_up(self, sentence: str) -> None:
        self._problem = sentence
        self._end(FAILED)

    def _end(self, status: int) -> None:
        self._timer.stop()
        self._done = True
        self._window.close()
        QApplication.exit(status)
