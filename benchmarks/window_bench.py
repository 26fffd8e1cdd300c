"""A window to be measured: opened over the engine that is asked for, and what it shows."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from benchmarks.window_screen import SIZE, wait
from core.experiment import Experiment
from core.lines import LINES
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.window.settings import Settings
from gui.window.window import MainWindow

PATIENCE = 60.0  # seconds


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Which way to an engine."""
    parser.add_argument("--engine", choices=tuple(LINES), default=next(iter(LINES)), help="where the training happens")


class Bench:
    """A window over an engine of its own, and the newest that it shows."""

    def __init__(self, experiment: Experiment, engine: str, *others: Experiment) -> None:
        self.line = LINES[engine]((experiment, *others))
        self.window = MainWindow(self.line, experiment, Settings(fresh=True), "light")
        self.window.resize(*SIZE)
        self.frames = 0
        self._newest: Snapshot | None = None
        self.window.frames.shown.connect(self._note)

    @property
    def newest(self) -> Snapshot:
        """What is on the screen."""
        assert self._newest is not None, "nothing was shown yet"
        return self._newest

    @property
    def lane(self) -> LaneSnapshot:
        """Of it, the one that is looked at."""
        lane = self.window.looking.lane(self.newest)
        assert lane is not None, "there is no network"
        return lane

    @property
    def step(self) -> int:
        """Of it; 0 before the first."""
        return self._newest.step if self._newest is not None else 0

    def open(self) -> None:
        """Show it and wait until it trains."""
        self.window.show()
        until(lambda: self.step > 0)

    def close(self) -> None:
        """End the window and its engine."""
        self.window.close()
        assert self.window.ended, "the engine did not end"

    def _note(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self.frames += 1


def until(condition: Callable[[], object], patience: float = PATIENCE) -> float:
    """Let the window live until it is so; when that was, in seconds."""
    give_up = time.perf_counter() + patience
    while not condition():
        if time.perf_counter() > give_up:
            raise TimeoutError("the window did not answer")
        wait(0.002)
    return time.perf_counter()
