"""The heap of this process, which keeps what was freed for later."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Let it give back what it keeps: of a run that is over that may be hundreds of MiB, and would pass for growth."""
    # Only the GNU library has a word for it.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
