"""From the command line's words to a window and back to an exit status."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core import logs
from core.experiment import Experiment, parse
from core.lines import LINES
from core.messages.events import Ready
from core.messages.pace import FILM, FULL
from gui.design import motion
from gui.start import qt_messages, screenshot
from gui.start.garbage import GarbageCollector
from gui.start.screenshot import Photographer
from gui.start.signals import Signals
from gui.window.settings import Settings
from gui.window.window import SIZE, MainWindow

if TYPE_CHECKING:
    from gui.film.camera import Camera
    from gui.film.presses import Press

PICTURE_STEPS = 300  # of a picture for which no number was given

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WindowOptions:
    """What the command line may say about the window; ``None`` leaves it to the settings or the defaults."""

    fresh: bool = False
    screenshot: Path | None = None
    film: Path | None = None
    seconds: float = 10.0  # of the film
    film_width: int = 720  # pixels
    presses: tuple[Press, ...] = ()
    steps: int | None = None
    size: tuple[int, int] | None = None
    theme: str | None = None
    experiment: Experiment | None = None
    engine: str = "thread"
    still: bool = False  # nothing moves that need not
    pace: str | None = None  # film; full where a picture is to be taken


def run_window(options: WindowOptions) -> int:
    """Show the window until it is closed, or until its picture or film is taken.

    Raises:
        TiescopeError: if the picture or film asked for can't be written.
    """
    qt_messages.into_log()
    if options.still:
        motion.stop()
    app = QApplication(["tiescope"])
    collector = GarbageCollector(app)
    app.setApplicationName("Tiescope")
    app.setOrganizationName("Tiescope")
    app.setDesktopFileName("tiescope")
    if options.screenshot:
        screenshot.check(options.screenshot)
    # From here on, as the window takes its time to be built; the loop that reads them comes later.
    signals = Signals(lambda: _end(window))
    # A picture shows what the command line says, and leaves no traces in what is remembered.
    recorded = options.screenshot is not None or options.film is not None
    settings = Settings(fresh=options.fresh or recorded)
    experiment = _experiment(options, settings)
    line = LINES[options.engine](
        (experiment,), speed=options.pace or (FULL if options.screenshot else settings.pace or FILM)
    )
    window = MainWindow(line, experiment, settings, options.theme or settings.theme)
    report_exceptions(window)
    # A picture may be larger than the screen.
    size = options.size or (SIZE if recorded else None)
    if size:
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*size)
        window.restore_layout()
    window.frames.happened.connect(lambda event: collector.settle() if isinstance(event, Ready) else None)
    recorder = _recorder(window, options)
    window.show()
    status = app.exec()
    if signals.number is not None:
        status = 128 + signals.number
    elif recorder:
        # A film takes seconds to be written: a signal that comes then ends the program as it ends any other.
        signals.close()
        recorder.finish()
    if not window.ended:
        # The thread is inside the import of torch, which can't be interrupted, and which Python must not be taken
        # down around: the settings are written, nothing else is pending.
        logging.shutdown()
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(status)
    signals.close()
    return status


def _recorder(window: MainWindow, options: WindowOptions) -> Photographer | Camera | None:
    """Whoever waits for a picture of the window, and ends the program when it is taken."""
    if options.presses or options.film:
        # Nobody who just opens the window waits for what films it.
        from gui.film.presser import Presser

        presser = Presser(window, options.presses)
    if options.screenshot:
        return Photographer(window, options.screenshot)
    if options.film:
        from gui.film.camera import Camera

        camera = Camera(window, options.film, options.seconds, options.film_width)
        presser.pressed.connect(camera.show_key)
        return camera
    return None


def _end(window: MainWindow) -> None:
    window.close()
    # Every loop there is: that of a menu or a dialog, too.
    QApplication.exit()


def _experiment(options: WindowOptions, settings: Settings) -> Experiment:
    experiment = options.experiment or settings.experiment or parse({})
    steps = options.steps or (PICTURE_STEPS if options.screenshot else None)
    return experiment.with_values({"steps": steps}) if steps else experiment


def report_exceptions(window: MainWindow) -> None:
    """An exception in a slot becomes a sentence in the window, not its end."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("an exception in the window", exc_info=(kind, error, trace))
        window.report(f"Something went wrong in the window: {kind.__name__}: {error}; {logs.details()}")

    sys.excepthook = report
