"""How long a person waits: from the start of the interpreter to the first paint, and from torch to the first step.

Every start is a fresh process with a warm file cache; ``python -m benchmarks.window_start``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping

STARTS = 9
EXPENSIVE = 0.005  # seconds; imports that cost less are not listed


def child() -> None:
    """The application as its command starts it, closed after its first step; prints when things happened."""
    times: dict[str, float] = {}

    from gui.start.app import WindowOptions, run_window

    times["imported"] = time.monotonic()

    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    from core.engine.engine import Engine
    from gui.window.window import MainWindow

    paint, guard, train = MainWindow.paintEvent, Engine._guard, Engine._train

    def note(name: str) -> None:
        times.setdefault(name, time.monotonic())

    def watched_paint(window: MainWindow, event: QPaintEvent) -> None:
        paint(window, event)
        # Fires once the whole window is painted and handed to the screen.
        QTimer.singleShot(0, lambda: note("painted"))

    def watched_guard(engine: Engine, act: object) -> None:
        note("torch")  # the first thing that the thread does once torch is there
        guard(engine, act)  # type: ignore[arg-type]

    def watched_train(engine: Engine) -> None:
        train(engine)
        if "trained" not in times:
            note("trained")
            QTimer.singleShot(0, QApplication.instance(), lambda: QApplication.instance().closeAllWindows())

    MainWindow.paintEvent, Engine._guard, Engine._train = watched_paint, watched_guard, watched_train
    run_window(WindowOptions(fresh=True))
    times["modules"] = len(sys.modules)
    print(json.dumps(times))


def start() -> Mapping[str, float]:
    """One start, in seconds between what a person waits for."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", "from benchmarks.window_start import child; child()"],
        capture_output=True,
        text=True,
        check=True,
    )
    times = json.loads(done.stdout.splitlines()[-1])
    return {
        "interpreter to imports done": times["imported"] - began,
        "interpreter to first paint": times["painted"] - began,
        "first paint to torch imported": times["torch"] - times["painted"],
        "torch imported to first step": times["trained"] - times["torch"],
        "interpreter to first step": times["trained"] - began,
    }


def expensive_imports() -> list[tuple[float, str]]:
    """What the first paint imports, with the seconds of each module alone, the dearest first."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import gui.start.app"], capture_output=True, text=True, check=True
    )
    found = []
    for line in done.stderr.splitlines():
        own, _, name = (part.strip() for part in line.removeprefix("import time:").split("|"))
        if own.isdigit() and int(own) / 1e6 >= EXPENSIVE:
            found.append((int(own) / 1e6, name))
    return sorted(found, reverse=True)


def main() -> None:
    from benchmarks.interleave import spread
    from benchmarks.window_screen import virtual_screen

    with virtual_screen():
        start()  # warms the file cache
        starts = [start() for _ in range(STARTS)]
    print(f"seconds, medians (quartiles) of {STARTS} fresh processes")
    for name in starts[0]:
        print(f"  {name:32} {spread([each[name] for each in starts]).text()}")
    print("imports before the first paint, seconds by themselves")
    for seconds, name in expensive_imports():
        print(f"  {name:48} {seconds:.3f}")


if __name__ == "__main__":
    main()
