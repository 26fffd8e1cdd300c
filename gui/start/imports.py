"""What shortens the imports that a person waits for at the start."""

from __future__ import annotations

import gc
import os


def hasten() -> None:
    """Before the window's modules are imported; :class:`gui.start.garbage.GarbageCollector` takes over from here.

    What is imported stays, so that nothing is looked through for garbage. pydantic would read the files of every
    installed package in search of plugins for itself.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
