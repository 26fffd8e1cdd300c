"""What is to be remembered is written when it has changed, so that an end without a goodbye loses nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from core.experiment import Experiment
from gui.window.docks import Docks
from gui.window.geometry import open_large
from gui.window.settings import LAYOUT_VERSION, Settings

DELAY = 1000  # milliseconds without another change

CHANGES = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.Move,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ParentChange,
        QEvent.Type.WindowStateChange,
    }
)


def restore(window: QMainWindow, docks: Docks, settings: Settings, size: QSize) -> None:
    """Be as large, and have everything where it was, when the window was last closed; at first ``size``."""
    geometry, layout = settings.geometry, settings.layout
    if geometry is None or not window.restoreGeometry(geometry):
        open_large(window, size)
    docks.arrange()
    if layout is not None:
        docks.restore(layout)


class Remembering(QObject):
    """Watches the window, its docks and the experiment in force; a full screen is a lecture's, and not remembered."""

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._experiment: Experiment | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.now)
        for watched in (window, *window.findChildren(QDockWidget)):
            watched.installEventFilter(self)

    def notice(self, experiment: Experiment) -> None:
        """This one is in force."""
        if experiment != self._experiment:
            self._experiment = experiment
            self._timer.start()

    def now(self) -> None:
        """Write everything."""
        self._timer.stop()
        if not self._window.isFullScreen():
            self._settings.remember(geometry=self._window.saveGeometry(), layout=self._window.saveState(LAYOUT_VERSION))
        if self._experiment is not None:
            self._settings.remember_experiment(self._experiment)

    def stop(self) -> None:
        """Write no more by itself."""
        self._timer.stop()
        for watched in (self._window, *self._window.findChildren(QDockWidget)):
            watched.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in CHANGES:
            self._timer.start()
        return False
