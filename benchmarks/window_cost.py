"""What the window takes from training: steps per second while it is painted, against the same engine left alone.

One process, one engine; the window is shown and hidden by turns (A B A B …), so that both see the same machine.
Run with ``python -m benchmarks.window_cost [key=value …]`` for the experiment, as in ``layers=[64] batch_size=256``.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from benchmarks.interleave import spread
from benchmarks.window_screen import SIZE, virtual_screen, wait
from core.experiment import parse
from core.experiment.assignments import parse_assignments
from core.messages.snapshot import Snapshot
from gui.window.settings import Settings
from gui.window.window import MainWindow

ROUNDS = 24
SECONDS = 1.2  # of a turn
SETTLE = 0.3  # after showing or hiding: the first frame is dearer than those that follow
WARM_UP = 4.0  # the loss has fallen and the plot is full


@dataclass(frozen=True)
class Turn:
    """What happened while the window was shown, or was not."""

    steps_per_second: float
    frames_per_second: float
    busy: float  # share of a core that the window's thread used


class Bench:
    """A window over an engine, and counts of what both do."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._frames = 0
        window.frames.shown.connect(self._count)

    def _count(self, _: Snapshot) -> None:
        self._frames += 1

    def turn(self, shown: bool) -> Turn:
        """Training for a while with the window on the screen, or with nobody who looks."""
        if shown:
            self._window.show()
            self._window.frames.start()
        else:
            self._window.hide()
            self._window.frames.stop()
        wait(SETTLE)
        steps, frames, start, busy = self.step, self._frames, time.perf_counter(), time.thread_time()
        wait(SECONDS)
        took = time.perf_counter() - start
        return Turn((self.step - steps) / took, (self._frames - frames) / took, (time.thread_time() - busy) / took)

    @property
    def step(self) -> int:
        """Of the engine, this very moment."""
        session = self._window.link._engine._session
        return session.step if session else 0


def main(words: list[str]) -> None:
    experiment = parse(parse_assignments(words))
    app = QApplication([])
    window = MainWindow(experiment, Settings(fresh=True), "light")
    window.resize(*SIZE)
    bench = Bench(window)
    window.show()
    while not bench.step:
        wait(0.05)
    wait(WARM_UP)
    shown, hidden = [], []
    for _ in range(ROUNDS):
        shown.append(bench.turn(shown=True))
        hidden.append(bench.turn(shown=False))
    size = f"{window.width()}×{window.height()}"
    window.close()
    app.quit()
    # Each turn against the two halves of its neighbours: what the machine does slowly falls out.
    ratios = [a.steps_per_second / b.steps_per_second for a, b in zip(shown, hidden, strict=True)]
    print(
        f"{experiment.dataset} {list(experiment.layers)} batch {experiment.batch_size}, window {size}, {ROUNDS} rounds"
    )
    print("medians (quartiles)")
    print(f"  steps/s with the window     {spread([turn.steps_per_second for turn in shown]).text(digits=0)}")
    print(f"  steps/s without             {spread([turn.steps_per_second for turn in hidden]).text(digits=0)}")
    print(f"  ratio                       {spread(ratios).text(digits=3)}")
    print(f"  frames/s                    {spread([turn.frames_per_second for turn in shown]).text()}")
    print(f"  the window's thread, cores  {spread([turn.busy for turn in shown]).text()}")


if __name__ == "__main__":
    with virtual_screen():
        main(sys.argv[1:])
