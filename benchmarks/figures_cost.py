"""What live figures cost: the engine with a reader 25 times a second against the bare trainer.

``python -m benchmarks.figures_cost`` prints the table of README.md. Both train the same network on the same digits at
the same time, each on one thread of its own: an engine that was paused for the other's turn would have more to bring
up to date than one that runs. Time is processor time of these threads, so that what other programs take does not
count. Beside its steps the engine takes validation losses, measures W, keeps states to go back to and makes snapshots.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor

import torch

from benchmarks.interleave import WARM_UP, Times
from benchmarks.networks import dashed
from core import datasets
from core.engine.engine import Engine
from core.experiment import Experiment
from core.messages.commands import Envelope, Stop, Watch
from core.messages.events import Ended, Failed
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.inversions import Inversions
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions
from core.training.data import DeviceData
from core.training.trainer import Trainer

READS = 25  # a second
TURN = 2.0  # seconds
#: What all views together need, the one that is hidden at first too.
NEEDS = (Filters(0), Reconstructions(), Inversions(), TrainingLoss(), ValidationLoss(), Figures())
BURST = 8  # steps that the bare trainer takes between two looks at the clock
BEGUN = 2000  # steps after which the losses of whole sets are rare: benchmarks/calm_cost.py has what they cost before


class Reader:
    """An outbox emptied :data:`READS` times a second; notes which step was reached when, in processor time."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, int]] = []
        self._last = 0.0

    @property
    def empty(self) -> bool:
        """Whether the last snapshot has been read."""
        return time.perf_counter() - self._last >= 1 / READS

    def put(self, report: Report, /) -> None:
        """Called on the engine's thread."""
        match report:
            case Snapshot():
                self._last = time.perf_counter()
                if report.running and report.lanes:
                    self.seen.append((time.thread_time(), report.step))
            case Failed() | Ended():
                raise RuntimeError(report)


def main() -> None:
    """Print a line for every width of the code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--units", type=int, nargs="+", default=[64, 256])
    arguments = parser.parse_args()
    print("| network | decoder | trainer, ms | engine, ms | engine / trainer, ≤ 1.05 |")
    print("| --- | --- | --- | --- | --- |")
    for units in arguments.units:
        for decoder in ("transpose", "pseudo_inverse"):
            experiment = Experiment(layers=(units,), decoder=decoder, learning_rate=1e-4)
            times = measure(experiment, arguments.turns)
            columns = [dashed((784, units)), decoder, times.of("trainer").text(1e3), times.of("engine").text(1e3)]
            print(f"| {' | '.join(columns)} | {times.ratio('engine', 'trainer').text(digits=3)} |", flush=True)


def measure(experiment: Experiment, turns: int) -> Times:
    """Both at once; the engine sets the number of threads."""
    reader = Reader()
    engine = Engine((experiment,), reader, device="cpu")
    engine.send(Envelope("benchmark", 1, Watch.all(NEEDS)))
    engine.start()
    while len(reader.seen) < 2 or reader.seen[-1][1] < BEGUN:
        time.sleep(0.01)
    trainer = _trainer(experiment)
    found: dict[str, list[float]] = {"trainer": [], "engine": []}
    with ThreadPoolExecutor(1) as thread:
        for _ in range(turns + WARM_UP):
            first = len(reader.seen)
            found["trainer"].append(thread.submit(_turn, trainer).result())
            (begin, low), (end, high) = reader.seen[first], reader.seen[-1]
            found["engine"].append((end - begin) / (high - low))
    engine.send(Envelope("benchmark", 2, Stop()))
    engine.join(10)
    return Times({name: values[WARM_UP:] for name, values in found.items()})


def _trainer(experiment: Experiment) -> Trainer:
    dataset = datasets.load(experiment.dataset, experiment.options)
    train, validation = torch.from_numpy(dataset.train), torch.from_numpy(dataset.validation)
    return Trainer(experiment, DeviceData(train, validation, validation[:20], dataset.variance))


def _turn(trainer: Trainer) -> float:
    begin, first, end = time.thread_time(), trainer.step, time.perf_counter() + TURN
    while time.perf_counter() < end:
        trainer.advance(BURST)
    return (time.thread_time() - begin) / (trainer.step - first)


if __name__ == "__main__":
    main()
