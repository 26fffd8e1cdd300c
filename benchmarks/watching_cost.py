"""What it costs the engine that somebody watches: with the figures of W and without, by turns on one engine.

Time is processor time of the engine's own thread, so that what other programs take does not count. Then how often the
figures' decompositions are computed under a window as it is at first, where nobody sees them, and with the view of
singular values in front. ``python -m benchmarks.watching_cost [key=value …]``.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch

from benchmarks.figures_cost import Reader
from benchmarks.interleave import WARM_UP, Times
from core.engine.engine import Engine
from core.experiment import Experiment, parse
from core.experiment.assignments import parse_assignments
from core.messages.commands import Envelope, Stop, Watch
from core.messages.needs import Need
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.inversions import Inversions
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions

SEEN: tuple[Need[Any], ...] = (Filters(0), Reconstructions(), Inversions(), TrainingLoss(), ValidationLoss())
WATCHED: Mapping[str, tuple[Need[Any], ...]] = {
    "nothing": (),
    "what is seen at first": SEEN,
    "the figures, too": (*SEEN, Figures()),
}
DECOMPOSITIONS = ("eigh", "eigvalsh", "svd", "svdvals")
TURNS = 8
SECONDS = 2.0  # of a turn
SETTLE = 0.2  # after other needs: their first answer comes at once


def measure(experiment: Experiment, turns: int, seconds: float) -> Times:
    """Processor seconds per step of the engine's thread, snapshots and measurements among them."""
    reader = Reader()
    engine = Engine((experiment,), reader, device="cpu")
    engine.start()
    while len(reader.seen) < 2:
        time.sleep(0.01)
    found: dict[str, list[float]] = {name: [] for name in WATCHED}
    number = 0
    for _ in range(turns + WARM_UP):
        for name, needs in WATCHED.items():
            number += 1
            engine.send(Envelope("benchmark", number, Watch.all(needs)))
            time.sleep(SETTLE)
            first = len(reader.seen)
            time.sleep(seconds)
            (begin, low), (end, high) = reader.seen[first], reader.seen[-1]
            found[name].append((end - begin) / (high - low))
    engine.send(Envelope("benchmark", number + 1, Stop()))
    engine.join(10)
    return Times({name: values[WARM_UP:] for name, values in found.items()})


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How often torch decomposes a matrix while this lasts."""
    counts: Counter[str] = Counter()
    originals = {name: getattr(torch.linalg, name) for name in DECOMPOSITIONS}

    def counting(name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            counts[name] += 1
            return originals[name](*arguments, **options)

        return call

    for name in DECOMPOSITIONS:
        setattr(torch.linalg, name, counting(name))
    try:
        yield counts
    finally:
        for name, original in originals.items():
            setattr(torch.linalg, name, original)


def decompositions(experiment: Experiment, seconds: float) -> tuple[Counter[str], Counter[str]]:
    """Under a window as it is at first, and with the view of singular values in front."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication

    from benchmarks.window_bench import Bench
    from benchmarks.window_screen import wait

    app = QApplication([])
    bench = Bench(experiment, "thread")  # the only engine whose calls can be counted from here
    view = bench.window.views["singular_values"]
    with counted() as at_first:
        bench.open()
        wait(seconds)
    with counted() as in_front:
        toggles = (action for action in bench.window.findChildren(QAction) if action.text() == view.title)
        next(toggles).trigger()
        wait(seconds)
    bench.close()
    app.quit()
    return at_first, in_front


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="key=value", help="of the experiment")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a turn")
    arguments = parser.parse_args()
    experiment = parse(parse_assignments(arguments.words))
    at_first, in_front = decompositions(experiment, arguments.seconds)
    times = measure(experiment, max(2, arguments.turns), arguments.seconds)
    print(f"{experiment.dataset} {list(experiment.layers)} batch {experiment.batch_size}, {experiment.decoder}")
    print(
        "processor milliseconds a step, and as a multiple of what it is if nobody watches anything: medians (quartiles)"
    )
    for name in times.turns:
        print(f"  {name:24} {times.of(name).text(1e3, 3):28} {times.ratio(name, 'nothing').text(digits=3)}")
    print(f"decompositions in {arguments.seconds:g} s: {at_first.total()} under the window as it is at first, ", end="")
    print(f"{in_front.total()} with the singular values in front")


if __name__ == "__main__":
    main()
