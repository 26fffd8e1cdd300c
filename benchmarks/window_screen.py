"""A virtual screen for benchmarks that need a real window: Xvfb, for as long as they run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QEventLoop, QTimer

SIZE = (1440, 900)


@contextmanager
def virtual_screen(size: tuple[int, int] = SIZE) -> Iterator[None]:
    """``DISPLAY`` and Qt's platform name an X server of our own; to be entered before Qt starts."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        os.environ["DISPLAY"] = f":{server.stdout.readline().strip()}"
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        server.terminate()
        server.wait()


def wait(seconds: float) -> None:
    """Let the window live for so long. (``QTest.qWait`` would hold the interpreter lock, and nothing would train.)"""
    loop, timer = _alarm()
    timer.start(round(1000 * seconds))
    loop.exec()


@cache
def _alarm() -> tuple[QEventLoop, QTimer]:
    """Made once: every connection to a new loop costs references of None, which benchmarks/soak.py counts."""
    loop, timer = QEventLoop(), QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    return loop, timer
