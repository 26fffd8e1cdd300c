"""How long a kept step of the past takes to be on the screen.

python -m benchmarks.window_past [--engine thread|process] [--looks N]
"""

from __future__ import annotations

import argparse
import random
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import Bench, add_engine, until
from benchmarks.window_screen import virtual_screen, wait
from core.experiment import parse
from core.messages.commands import Pause, Run, Step

NETWORKS = {"784–64": ([64], 300), "784–1024": ([1024], 60)}  # layers and steps


def looks(bench: Bench, count: int) -> list[float]:
    """Seconds from a wish to the picture, for moments taken at random."""
    past, found = bench.window.past, []
    drawn: list[float] = []
    past.changed.connect(lambda: drawn.append(time.perf_counter()))
    rng = random.Random(0)
    for _ in range(count):
        assert past.live is not None, "it trains"
        steps = past.live.lanes[0].kept.steps.tolist()
        step = rng.choice([each for each in steps[:-1] if each != past.place])
        drawn.clear()
        begun = time.perf_counter()
        past.go(step)
        until(lambda: drawn)
        QApplication.processEvents()  # painted, too
        found.append(time.perf_counter() - begun)
        wait(0.25)
    past.leave()
    return found


def measure(name: str, layers: list[int], steps: int, engine: str, count: int) -> None:
    """Print a row each for a run that stands and one that goes on."""
    bench = Bench(parse({"dataset": "digits", "layers": layers}), engine)
    bench.open()
    bench.window.send(Pause())
    bench.window.send(Step(steps))
    until(lambda: bench.step >= steps and not bench.newest.running)
    for running in (False, True):
        bench.window.send(Run() if running else Pause())
        times = 1000 * np.array(looks(bench, count))
        middle, worst = np.percentile(times, (50, 99))
        print(f"| {name} | {'goes on' if running else 'stands'} | {middle:.0f} | {worst:.0f} |", flush=True)
    bench.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_engine(parser)
    parser.add_argument("--looks", type=int, default=60)
    options = parser.parse_args()
    with virtual_screen():
        app = QApplication([])
        print("| network | training | median, ms | 99 %, ms |\n| --- | --- | --- | --- |")
        for name, (layers, steps) in NETWORKS.items():
            measure(name, layers, steps, options.engine, options.looks)
        app.quit()


if __name__ == "__main__":
    main()
