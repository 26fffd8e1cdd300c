"""What the window takes from the training of several lanes: steps per second while all of them are painted, against the
same engine left alone.

Shown and hidden by turns, as in :mod:`benchmarks.window_cost`, and beside it a window over a single lane.
The lanes differ in the decoder. ``python -m benchmarks.race_cost [key=value …]``, with an experiment as in
``layers=[64]``.
"""

from __future__ import annotations

import argparse

from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import Bench, add_engine
from benchmarks.window_cost import FRAMES, ROUNDS, SECONDS, Contender, Turn, report
from benchmarks.window_screen import virtual_screen
from core.experiment import parse
from core.experiment.assignments import parse_assignments

LANES = ("transpose", "pseudo_inverse", "untied")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="key=value", help="of the experiment")
    add_engine(parser)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a turn")
    parser.add_argument("--frames", type=float, default=FRAMES, help="looks a second; compare the frames/s below")
    arguments = parser.parse_args()
    experiment = parse(parse_assignments(arguments.words))
    lanes = [experiment.with_values({"decoder": decoder}) for decoder in LANES]
    with virtual_screen():
        app = QApplication([])
        benches = {
            "one lane": Bench(lanes[0], arguments.engine),
            f"{len(lanes)} lanes": Bench(lanes[0], arguments.engine, *lanes[1:]),
        }
        contenders = {name: Contender(bench, arguments.frames) for name, bench in benches.items()}
        turns: dict[str, list[tuple[Turn, Turn]]] = {name: [] for name in benches}
        for _ in range(arguments.rounds):
            for name, contender in contenders.items():
                shown = contender.turn(shown=True, seconds=arguments.seconds)
                turns[name].append((shown, contender.turn(shown=False, seconds=arguments.seconds)))
        report(turns)
        for bench in benches.values():
            bench.close()
        app.quit()


if __name__ == "__main__":
    main()
