"""What a calm loss and a slow pace cost, in processor time of the thread that pays it.

First the share of the training that the losses of whole sets take, after so many seconds from the start, for networks
that cost less and more; then the share of a core that an engine uses which is watched at a pace.
``python -m benchmarks.calm_cost``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch

from benchmarks.figures_cost import Reader
from benchmarks.watching_cost import SEEN
from core.engine import device
from core.engine.engine import Engine
from core.engine.lane import Lane
from core.engine.session import Session
from core.experiment import Experiment, parse
from core.messages.commands import Envelope, Stop, Watch

SMALL: dict[str, Any] = {"dataset": "digits8x8", "layers": [16]}
KINDS: tuple[dict[str, Any], ...] = (
    SMALL, {}, {"decoder": "pseudo_inverse"}, {"layers": [256, 32]}, {"layers": [1024]}, {"batch_size": 16},
)  # fmt: skip
AFTER = (3, 10, 20)  # seconds
SECONDS = 8.0  # at a pace


class Counted(Lane):
    """A lane that knows how long its losses took."""

    spent = 0.0

    def evaluate(self, leave: Callable[[], bool] = lambda: False) -> bool:
        start = time.thread_time()
        whole = super().evaluate(leave)
        Counted.spent += time.thread_time() - start
        return whole


def shares(experiment: Experiment) -> list[float]:
    """Of the training's time, after each of :data:`AFTER`."""
    run = Session((experiment,), torch.device("cpu"))
    for lane in run.lanes:
        lane.__class__ = Counted
    Counted.spent, start, found = 0.0, time.thread_time(), []
    for seconds in AFTER:
        while time.thread_time() - start < seconds:
            run.advance(16)
        found.append(Counted.spent / (time.thread_time() - start))
    return found


def paced(experiment: Experiment, pace: str) -> float:
    """The share of a core that the engine's thread uses, from its first snapshot on."""
    reader = Reader()
    engine = Engine((experiment,), reader, device="cpu", speed=pace)
    engine.send(Envelope("benchmark", 1, Watch.all(SEEN)))
    engine.start()
    while not reader.seen:
        time.sleep(0.01)
    start, first = time.perf_counter(), reader.seen[-1][0]
    time.sleep(SECONDS)
    end, last = time.perf_counter(), reader.seen[-1][0]
    engine.send(Envelope("benchmark", 2, Stop()))
    engine.join(10)
    return (last - first) / (end - start)


def main() -> None:
    device.limit_threads()
    for values in KINDS:
        experiment = parse(values)
        found = ", ".join(f"{after} s {share:.1%}" for after, share in zip(AFTER, shares(experiment), strict=True))
        print(f"{_name(experiment)} batch {experiment.batch_size} {experiment.decoder}: {found}")
    for values in (SMALL, {}):
        for pace in ("1", "10", "film"):
            experiment = parse(values)
            print(
                f"{experiment.dataset} {list(experiment.layers)}, pace {pace}: {paced(experiment, pace):.1%} of a core"
            )


def _name(experiment: Experiment) -> str:
    return f"{experiment.dataset} {list(experiment.layers)}"


if __name__ == "__main__":
    main()
