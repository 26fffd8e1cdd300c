"""How much memory a program takes, with the processes that it has started."""

from __future__ import annotations

import multiprocessing
import os
import resource
from pathlib import Path

MIB = 2**20


def resident() -> int:
    """Bytes in memory now, of this process and of those that it has started through :mod:`multiprocessing`.

    What they share is counted once where Linux tells it apart; elsewhere it is the most there ever was of this process.
    """
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid is not None)]
    try:
        return sum(_proportional(pid) for pid in pids)
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
