"""How long a person waits: from the start of the interpreter to the first paint, and from there to the first step.

Every start is a fresh process with a warm file cache; ``python -m benchmarks.window_start [--engine thread|process]``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping

STARTS = 9
EXPENSIVE = 0.005  # seconds; imports that cost less are not listed


def child(engine: str) -> None:
    """The application as its command starts it, closed after its first step; prints when things happened."""
    times: dict[str, float] = {}

    from gui.start.imports import hasten

    hasten()  # as the command does

    from gui.start import app
    from gui.window.window import MainWindow

    times["imported"] = time.monotonic()

    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent, QShowEvent

    from benchmarks.memory import resident
    from core.messages.events import Event, Ready
    from core.messages.snapshot import Snapshot

    def note(name: str) -> None:
        times.setdefault(name, time.monotonic())

    class Watched(MainWindow):
        """Notes when it is painted and what it hears."""

        def paintEvent(self, event: QPaintEvent) -> None:
            # Fires once the whole window is painted and handed to the screen, before what the window itself does then.
            QTimer.singleShot(0, lambda: note("painted"))
            super().paintEvent(event)

        def showEvent(self, event: QShowEvent) -> None:
            super().showEvent(event)
            self.frames.happened.connect(self._hear)
            self.frames.shown.connect(self._look)

        def _hear(self, event: Event) -> None:
            if isinstance(event, Ready):
                note("ready")

        def _look(self, snapshot: Snapshot) -> None:
            if snapshot.step and "trained" not in times:
                note("trained")
                times["memory"] = resident()
                QTimer.singleShot(0, self.close)

    vars(app)["MainWindow"] = Watched
    app.run_window(app.WindowOptions(fresh=True, engine=engine))
    print(json.dumps(times))


def start(engine: str) -> Mapping[str, float]:
    """One start: seconds between what a person waits for, and bytes of all processes then."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", f"from benchmarks.window_start import child; child({engine!r})"],
        capture_output=True,
        text=True,
        check=True,
    )
    times = json.loads(done.stdout.splitlines()[-1])
    return {
        "interpreter to imports done": times["imported"] - began,
        "interpreter to first paint": times["painted"] - began,
        "first paint to the engine ready": times["ready"] - times["painted"],
        "engine ready to first step shown": times["trained"] - times["ready"],
        "interpreter to first step shown": times["trained"] - began,
        "memory at the first step": times["memory"],
    }


def expensive_imports() -> list[tuple[float, str]]:
    """What the first paint imports, with the seconds of each module alone, the dearest first."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-c",
            "from gui.start.imports import hasten; hasten(); import gui.start.app",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = []
    for line in done.stderr.splitlines():
        own, _, name = (part.strip() for part in line.removeprefix("import time:").split("|"))
        if own.isdigit() and int(own) / 1e6 >= EXPENSIVE:
            found.append((int(own) / 1e6, name))
    return sorted(found, reverse=True)


def main() -> None:
    from benchmarks.interleave import spread
    from benchmarks.memory import MIB
    from benchmarks.window_bench import add_engine
    from benchmarks.window_screen import virtual_screen

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_engine(parser)
    parser.add_argument("--starts", type=int, default=STARTS)
    arguments = parser.parse_args()
    with virtual_screen():
        start(arguments.engine)  # warms the file cache
        starts = [start(arguments.engine) for _ in range(max(2, arguments.starts))]
    print(f"engine: {arguments.engine}; seconds, medians (quartiles) of {len(starts)} fresh processes")
    for name in starts[0]:
        found = spread([each[name] for each in starts])
        print(f"  {name:34} {found.text(1 / MIB, 0) + ' MiB' if name.startswith('memory') else found.text()}")
    print("imports before the first paint, seconds by themselves")
    for seconds, name in expensive_imports():
        print(f"  {name:48} {seconds:.3f}")


if __name__ == "__main__":
    main()
