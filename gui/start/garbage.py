"""Python's cyclic garbage is collected on the window's thread alone.

Python collects wherever memory happens to be asked for: on the engine's thread, too. If a widget is among what it finds
there, Qt destroys it on the wrong thread, and the program dies, mostly much later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1.0  # seconds between two looks
YOUNG = 5_000  # objects made since the last collection that make another worth while
OLD = 20  # collections of young objects to one of all: what was there at the start is never looked at again


class GarbageCollector(QObject):
    """From now on nobody else collects. To be made on the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._young = 0
        gc.disable()
        # What is there now stays, with what little of it is garbage: looking through it takes as long as the window.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(round(1000 * INTERVAL))

    def settle(self) -> None:
        """Never look again at what is there now, such as all of torch."""
        gc.freeze()

    def look(self) -> None:
        """Collect, if there is enough to be worth it."""
        if gc.get_count()[0] < YOUNG:
            return
        self._young += 1
        gc.collect(1 if self._young % OLD else 2)
