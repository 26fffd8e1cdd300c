"""A picture of the window after so many steps, for READMEs, slides and tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QApplication

from core.errors import TiescopeError
from gui.window.window import MainWindow

DIVERGED, FAILED = 3, 1


def check(file: Path) -> None:
    """Raises TiescopeError if Qt can't write a picture of this kind."""
    kinds = {bytes(kind.data()).decode() for kind in QImageWriter.supportedImageFormats()}
    if file.suffix.lower().removeprefix(".") not in kinds:
        raise TiescopeError(
            f"--screenshot: {file.name} must end in one of {', '.join('.' + kind for kind in sorted(kinds))}.",
            "--screenshot",
        )


class Photographer(QObject):
    """Waits for the last step, takes the picture and ends the program."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        super().__init__(window)
        self._window, self._file = window, file
        self._problem: str | None = None
        window.finished.connect(lambda step: self._take(0))
        window.diverged.connect(lambda step: self._take(DIVERGED))
        window.failed.connect(self._give_up)

    def finish(self) -> None:
        """Raises TiescopeError if there is no picture for another reason than that somebody closed the window."""
        if self._problem:
            raise TiescopeError(self._problem)

    def _take(self, status: int) -> None:
        # The last snapshot was put before the event was sent; two turns of the loop let layouts and paints settle.
        self._window.frames.tick()
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: self._save(status)))

    def _save(self, status: int) -> None:
        if not self._window.grab().save(str(self._file)):
            self._problem = f"--screenshot: {self._file} can't be written."
        self._window.close()
        QApplication.exit(status)

    def _give_up(self, sentence: str) -> None:
        self._problem = sentence
        self._window.close()
        QApplication.exit(FAILED)
