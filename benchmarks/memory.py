"""How much memory a program takes, with the processes that it has started."""

from __future__ import annotations

import multiprocessing
import os
import resource
from pathlib import Path

MIB = 2**20


def resident() -> int:
    """Bytes in memory now, of this process and of those that it has started through :mod:`multiprocessing`.

    What they share with each other, or with anybody else, is shared out among those who share it.
    """
    return _of_all("Pss:")


def allocated() -> int:
    """Bytes of these processes that are in no file: what grows if something leaks, whatever other programs do."""
    return _of_all("Anonymous:")


def _of_all(key: str) -> int:
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid is not None)]
    try:
        return sum(_of(pid, key) for pid in pids)
    except OSError:
        # Only Linux tells them apart: the most there ever was of this process.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _of(pid: int, key: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024
