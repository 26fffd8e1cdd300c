"""Whether a run that goes on for long grows: time per step and memory after 10⁴, 10⁵ and 10⁶ steps.

``python -m benchmarks.run_length`` prints the table of README.md, in a minute or two. The network is tiny, so that
what is kept besides it (the loss of every step, states to go back to, snapshots) would show.
"""

from __future__ import annotations

import os
import time

import torch

from core.engine.session import Session
from core.engine.transfer import AtOnce
from core.experiment import parse
from core.parts.filters import Filters
from core.parts.losses import ValidationLoss
from core.parts.reconstructions import Reconstructions

MARKS = (10_000, 100_000, 1_000_000)
SNAPSHOT_EVERY = 2_000  # steps, as often as the window would ask at this speed, or more often
SPECTRUM = tuple(1 / i for i in range(1, 17))
NEEDS = (Filters(0), Reconstructions(), ValidationLoss())
MIB = 2**20


def main() -> None:
    """Print a line for every mark."""
    torch.set_num_threads(1)
    experiment = parse(
        {"dataset": "gaussian", "spectrum": SPECTRUM, "layers": [4], "batch_size": 16, "learning_rate": 1e-4}
    )
    session = Session((experiment,), torch.device("cpu"))
    print("| steps | µs per step since the line above | resident memory, MiB | since the first line, MiB |")
    print("| --- | --- | --- | --- |")
    first, done = 0.0, 0
    for mark in MARKS:
        start = time.perf_counter()
        _train(session, mark)
        each, done = (time.perf_counter() - start) / (mark - done), mark
        memory = resident()
        first = first or memory
        print(f"| {mark} | {each * 1e6:.1f} | {memory / MIB:.1f} | {(memory - first) / MIB:+.1f} |", flush=True)


def _train(session: Session, until: int) -> None:
    while session.step < until:
        session.advance(min(SNAPSHOT_EVERY, until - session.step))
        for lane in session.lanes:
            for _ in lane.measure(ValidationLoss()):
                pass
            lane.take(NEEDS, AtOnce()).get()


def resident() -> float:
    """Bytes of this process in memory, on Linux."""
    with open("/proc/self/statm", encoding="ascii") as numbers:
        return float(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
