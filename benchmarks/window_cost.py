"""What the window takes from training: steps per second while it is painted, against the same engine left alone.

A window for each engine, on a thread and in a process; they train by turns, shown and hidden (A B C D A …), so that all
see the same machine, and are painted equally often. What each takes of memory, and how long it takes to start, is that
of fresh processes. ``python -m benchmarks.window_cost [key=value …]``, with an experiment as in ``layers=[64]``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.interleave import spread
from benchmarks.memory import MIB
from benchmarks.window_bench import Bench, until
from benchmarks.window_screen import virtual_screen, wait
from benchmarks.window_start import start
from core.experiment import parse
from core.experiment.assignments import parse_assignments
from core.lines import LINES
from gui.start.garbage import GarbageCollector

ROUNDS = 24
SECONDS = 1.2  # of a turn
FRAMES = 5  # a second, for every engine: as many as one in a process makes within its share of the time
SETTLE = 0.3  # after showing or hiding: the first frame is dearer than those that follow
WARM_UP = 4.0  # the loss has fallen and the plot is full
STARTS = 5


@dataclass(frozen=True)
class Turn:
    """What happened while the window was shown, or was not."""

    steps_per_second: float
    frames_per_second: float
    busy: float  # share of a core that the window's thread used


class Contender:
    """A window over an engine that rests while another has its turn."""

    def __init__(self, bench: Bench, frames: float) -> None:
        self._bench = bench
        bench.open()
        self._clock = QTimer(bench.window, timerType=Qt.TimerType.PreciseTimer, interval=round(1000 / frames))
        self._clock.timeout.connect(bench.window.frames.tick)
        wait(WARM_UP)
        self._toggle()

    def turn(self, *, shown: bool, seconds: float) -> Turn:
        """Training for a while with the window on the screen, or with nobody who looks."""
        bench, window = self._bench, self._bench.window
        window.setVisible(shown)
        wait(SETTLE)
        self._toggle()
        window.frames.stop()  # its own pace depends on what a frame costs
        if shown:
            self._clock.start()
        steps, frames, begin, busy = bench.step, bench.frames, time.perf_counter(), time.thread_time()
        wait(seconds)
        took, busy = time.perf_counter() - begin, time.thread_time() - busy
        painted = (bench.frames - frames) / took
        self._clock.stop()
        window.frames.start()
        # The answer to the pause has the last step, whoever has looked in between.
        self._toggle()
        took = time.perf_counter() - begin
        return Turn((bench.step - steps) / took, painted, busy / took)

    def _toggle(self) -> None:
        """Run or pause, and see that it was done."""
        window, running = self._bench.window, self._bench.newest.running
        window.training.toggle_running()
        until(lambda: self._bench.newest.running != running and window.link.settled(self._bench.newest))


def report(turns: Mapping[str, Sequence[tuple[Turn, Turn]]]) -> None:
    """Medians and quartiles, an engine a column."""
    names = list(turns)
    shown = {name: [turn for turn, _ in pairs] for name, pairs in turns.items()}
    hidden = {name: [turn for _, turn in pairs] for name, pairs in turns.items()}
    rows = {
        "steps/s with the window": [spread([t.steps_per_second for t in shown[n]]).text(digits=0) for n in names],
        "steps/s without": [spread([t.steps_per_second for t in hidden[n]]).text(digits=0) for n in names],
        # Each turn against its neighbour: what the machine does slowly falls out.
        "ratio": [
            spread([a.steps_per_second / b.steps_per_second for a, b in turns[name]]).text(digits=3) for name in names
        ],
        "frames/s": [spread([t.frames_per_second for t in shown[n]]).text() for n in names],
        "the window's thread, cores": [spread([t.busy for t in shown[n]]).text() for n in names],
        # Processor time: the same whatever else runs on the machine.
        "… milliseconds of it a frame": [
            spread([1000 * t.busy / t.frames_per_second for t in shown[n] if t.frames_per_second]).text(digits=1)
            for n in names
        ],
    }
    print_rows(names, rows)
    first, *others = names
    for other in others:
        pairs = zip(shown[other], shown[first], strict=True)
        ratios = spread([a.steps_per_second / b.steps_per_second for a, b in pairs])
        print(f"  {other} / {first}, steps/s with the window: {ratios.text(digits=3)}")


def report_starts(starts: Mapping[str, Sequence[Mapping[str, float]]]) -> None:
    """Memory and seconds of fresh programs, an engine a column."""
    some = next(iter(starts.values()))[0]
    rows = {}
    for key in some:
        scale, digits = (1 / MIB, 0) if key.startswith("memory") else (1, 2)
        words = f"{key}, MiB" if key.startswith("memory") else f"{key}, s"
        rows[words] = [spread([each[key] for each in found]).text(scale, digits) for found in starts.values()]
    print_rows(list(starts), rows)


def print_rows(names: Sequence[str], rows: Mapping[str, Sequence[str]]) -> None:
    """A table."""
    print(f"  {'':34}" + "".join(f"{name:>24}" for name in names))
    for words, cells in rows.items():
        print(f"  {words:34}" + "".join(f"{cell:>24}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="key=value", help="of the experiment")
    parser.add_argument("--engine", choices=tuple(LINES), help="only this one, instead of all by turns")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a turn")
    parser.add_argument("--frames", type=float, default=FRAMES, help="looks a second; compare the frames/s below")
    parser.add_argument("--starts", type=int, default=STARTS, help="of fresh processes, for each engine")
    arguments = parser.parse_args()
    experiment = parse(parse_assignments(arguments.words))
    names = [arguments.engine] if arguments.engine else list(LINES)
    with virtual_screen():
        app = QApplication([])
        garbage = GarbageCollector(app)  # as Tiescope itself has it: looking through all of torch takes 30 ms
        benches = {name: Bench(experiment, name) for name in names}
        contenders = {name: Contender(bench, arguments.frames) for name, bench in benches.items()}
        garbage.settle()
        turns: dict[str, list[tuple[Turn, Turn]]] = {name: [] for name in names}
        for _ in range(arguments.rounds):
            for name, contender in contenders.items():
                shown = contender.turn(shown=True, seconds=arguments.seconds)
                turns[name].append((shown, contender.turn(shown=False, seconds=arguments.seconds)))
        size = benches[names[0]].window.size()
        for bench in benches.values():
            bench.close()
        app.quit()
        starts = {name: [start(name) for _ in range(arguments.starts)] for name in names}
    print(
        f"{experiment.dataset} {list(experiment.layers)} batch {experiment.batch_size}, "
        f"window {size.width()}×{size.height()}, {arguments.rounds} rounds; medians (quartiles)"
    )
    report(turns)
    if arguments.starts > 1:
        report_starts(starts)


if __name__ == "__main__":
    main()
