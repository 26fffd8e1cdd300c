"""Brings pyqtgraph into memory once the window stands, before torch is imported beside it: a fifth of a second.

On the window's own thread: it makes classes of Qt's, which PySide is not made to do on two threads at once.
"""

from __future__ import annotations

from importlib import import_module


def preload_plots() -> None:
    """Import what plots are made of."""
    import_module("gui.plots.plot")
