"""Brings pyqtgraph into memory behind the first paint, on a thread of its own: a fifth of a second nobody waits for."""

from __future__ import annotations

import threading
from importlib import import_module


def preload_plots() -> None:
    """Begin now. Whoever imports it before this is done waits for the rest of it."""
    threading.Thread(target=import_module, args=("gui.plots.plot",), name="plots", daemon=True).start()
