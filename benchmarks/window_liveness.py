"""How soon the window answers while a network trains, and how long it is ever deaf.

Keys are pressed at random (seeded) moments. An answer is counted when it is painted: the button that shows the key's
effect, and the frame of pictures from a snapshot in which the engine has done what was asked. A timer of 5 ms finds the
gaps between two turns of the event loop.

``python -m benchmarks.window_liveness [--engine thread|process] [key=value …]``, or without any for the network that
Tiescope begins with, the deep one of the README, and one with more units than inputs.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from benchmarks.window_bench import Bench, add_engine, until
from benchmarks.window_screen import virtual_screen, wait
from core.decoders import DECODERS
from core.experiment import Experiment, parse
from core.experiment.assignments import parse_assignments
from gui.painting.canvas import Canvas

NETWORKS = ("layers=[64]", "layers=[256, 32]", "layers=[1024]")
PRESSES = 40  # of each key
HEARTBEAT = 5  # milliseconds
PATIENCE = 10.0  # seconds


class Heartbeat(QObject):
    """The gaps between the event loop's turns, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=HEARTBEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


class Painted(QObject):
    """When a widget was last painted, to the end of the painting."""

    def __init__(self, widget: QObject | None) -> None:
        super().__init__()
        assert widget is not None, "it has another name now"
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()


class Person:
    """Presses keys and looks."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._window = bench, bench.window
        self._pictures = Painted(self._window.findChild(Canvas, "filters-canvas"))
        self._run = Painted(self._window.findChild(QPushButton, "run"))
        self._decoders = {name: Painted(self._window.findChild(QPushButton, f"decoder-{name}")) for name in DECODERS}

    def flip(self) -> tuple[float, float]:
        """Press T; seconds until the button shows it, and until the pictures do."""
        start = self._press(Qt.Key.Key_T)
        decoder = self._window.toolbar.decoder
        button = self._decoders[decoder]
        first = until(lambda: button.at > start, PATIENCE) - start

        def shown() -> bool:
            return self._pictures.at > start and self._bench.lane.experiment.decoder == decoder

        return first, until(shown, PATIENCE) - start

    def toggle(self) -> tuple[float, float]:
        """Press Space; seconds until the button shows it, and until the engine says that it has done it."""
        running = self._bench.newest.running
        start = self._press(Qt.Key.Key_Space)
        first = until(lambda: self._run.at > start, PATIENCE) - start
        return first, until(lambda: self._bench.newest.running != running, PATIENCE) - start

    def _press(self, key: Qt.Key) -> float:
        start = time.perf_counter()
        QTest.keyClick(self._window, key)
        return start


def answer(name: str, seconds: list[float]) -> str:
    """Median, 99th percentile and largest."""
    middle, late = statistics.median(seconds), statistics.quantiles(seconds, n=100, method="inclusive")[98]
    return f"  {name:36} {1000 * middle:6.1f} {1000 * late:8.1f} {1000 * max(seconds):8.1f}   of {len(seconds)}"


def measure(experiment: Experiment, engine: str, presses: int) -> None:
    """Train it in a window of its own, press keys, and print what came of it."""
    chance, importing = random.Random(0), "torch" not in sys.modules
    bench = Bench(experiment, engine)
    window, person, heart = bench.window, Person(bench), Heartbeat()
    bench.open()
    window.activateWindow()  # there is no window manager to give it the keyboard
    while not window.isActiveWindow():
        wait(0.02)
    before, heart.gaps = heart.gaps, []
    buttons: list[float] = []
    pictures, done = [], []
    for _ in range(presses):
        wait(chance.uniform(0.05, 0.4))
        button, picture = person.flip()
        buttons.append(button)
        pictures.append(picture)
        for _ in range(2):
            wait(chance.uniform(0.05, 0.4))
            button, acted = person.toggle()
            buttons.append(button)
            done.append(acted)
    gaps, steps = heart.gaps, bench.step
    bench.close()
    print(
        f"{experiment.dataset} {list(experiment.layers)} batch {experiment.batch_size}, engine: {engine}, "
        f"{steps} steps meanwhile; a command waits for the step under way"
    )
    print("milliseconds from the key press                median      99 %  largest")
    print(answer("T, Space: the button shows it", buttons))
    print(answer("T: pictures of the new decoder", pictures))
    print(answer("Space: the engine has done it", done))
    opening = "the import of torch" if importing else "opening"
    longest, first = (1000 * max(each) for each in (gaps, before))
    print(f"largest gap of the event loop: {longest:.0f} ms while training, {first:.0f} in {opening}")
    print(f"gaps over 100 ms while training: {sum(gap > 0.1 for gap in gaps)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="key=value", help="of the experiment")
    parser.add_argument("--presses", type=int, default=PRESSES, help="of each key")
    add_engine(parser)
    arguments = parser.parse_args()
    with virtual_screen():
        app = QApplication([])
        for words in [arguments.words] if arguments.words else [[network] for network in NETWORKS]:
            measure(parse(parse_assignments(words)), arguments.engine, arguments.presses)
        app.quit()


if __name__ == "__main__":
    main()
