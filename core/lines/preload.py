"""Brings torch's libraries into memory before Python imports it, so that the window stays awake meanwhile.

Python holds its interpreter lock while it loads an extension, which for torch is a fifth of a second in which no
other thread runs. A function called through ctypes gives the lock away: the same work, and nobody waits.
"""

from __future__ import annotations

import ctypes
import os
from importlib.util import find_spec
from pathlib import Path


def preload_torch() -> None:
    """Load what ``import torch`` is going to ask for; where that can't be done, the import does it."""
    package = find_spec("torch")
    if os.name != "posix" or package is None or not package.submodule_search_locations:
        return
    for library in Path(package.submodule_search_locations[0], "lib").glob("libtorch_python.*"):
        load = ctypes.CDLL(None).dlopen
        load.restype = ctypes.c_void_p
        # Never unloaded: torch is about to use it. Null if it failed, and then torch says why.
        load(os.fsencode(library), os.RTLD_LAZY)
