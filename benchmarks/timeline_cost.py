"""What the past costs: keeping states beside the training, going back to one of them, and the memory of a long run.

``python -m benchmarks.timeline_cost`` prints the tables of README.md. Recording is processor time of a run that keeps
states against one that may keep none, by turns from the first step on, so that it counts what comes most at first. A
look back is the time from the command to the answer of a running engine that nobody else asks for anything.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from functools import partial

import torch

from benchmarks.interleave import spread
from benchmarks.memory import resident
from benchmarks.networks import dashed
from core.engine.engine import Engine
from core.engine.lanes import ROOM
from core.engine.session import Session
from core.experiment import Experiment
from core.messages.commands import Command, Envelope, LookAt, Stop, Watch
from core.messages.receiver import Receiver
from core.messages.reports import Report, ReportQueue
from core.messages.snapshot import Past, Snapshot
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions

NEEDS = (Filters(0), Reconstructions(), TrainingLoss(), ValidationLoss(), Figures())
PATIENCE = 120.0  # seconds
BURST = 20  # steps
SENDER = "benchmark"


def main() -> None:
    """Print a line for every network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[64, 1024])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10.0, help="of training in which states are kept")
    parser.add_argument("--looks", type=int, default=100)
    parser.add_argument("--long", type=int, default=0, metavar="STEPS", help="memory of an 8×8 run of so many steps")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print("| network | recording / none | states | MiB | look, ms | 99 % | complete, ms | 99 % |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for units in arguments.units:
        experiment = Experiment(layers=(units,), batch_size=128)
        ratios, states, nbytes = [], 0, 0
        for _ in range(arguments.rounds):
            ratio, states, nbytes = recording(experiment, arguments.seconds)
            ratios.append(ratio)
        first, whole = looks(experiment, arguments.looks, 3000 if units < 500 else 200)
        columns = [dashed((784, units)), spread(ratios).text(digits=3), f"{states}", f"{nbytes / 2**20:.0f}"]
        for times in (first, whole):
            columns += [f"{spread(times).median * 1e3:.0f}", f"{sorted(times)[int(len(times) * 0.99)] * 1e3:.0f}"]
        print(f"| {' | '.join(columns)} |", flush=True)
    if arguments.long:
        long_run(arguments.long)


def recording(experiment: Experiment, seconds: float) -> tuple[float, int, int]:
    """How many times as long a run takes that keeps states, how many it keeps, and their bytes.

    There are two of each, for where a network lies in memory makes as much of a difference.
    """
    runs = [Session((experiment,), torch.device("cpu"), room=room) for room in (0, ROOM, 0, ROOM)]
    spent = [0.0] * len(runs)
    while max(spent) < seconds:
        for index, session in enumerate(runs):
            start = time.thread_time()
            session.advance(BURST)
            spent[index] += time.thread_time() - start
    kept = runs[1].lanes[0].timeline.kept
    return (spent[1] + spent[3]) / (spent[0] + spent[2]), len(kept.steps), kept.nbytes


def looks(experiment: Experiment, count: int, steps: int) -> tuple[list[float], list[float]]:
    """Seconds until a kept step is shown while training goes on, and until all of it is measured."""
    engine = Watched(experiment)
    engine.until(lambda report: isinstance(report, Snapshot) and report.step >= steps)
    first, whole = [], []
    choose = random.Random(0)
    assert engine.newest is not None
    kept = engine.newest.lanes[0].kept.steps.tolist()
    for _ in range(count):
        start = time.perf_counter()
        number = engine.send(LookAt(choose.choice(kept)))
        past = engine.until(partial(answers, number))
        first.append(time.perf_counter() - start)
        if not (isinstance(past, Past) and past.complete):
            engine.until(lambda report: isinstance(report, Past) and report.complete)
        whole.append(time.perf_counter() - start)
    engine.close()
    return first, whole


def answers(number: int, report: Report) -> bool:
    """Whether it shows the past that was asked for by the command of this number."""
    return isinstance(report, Past) and report.acknowledged.get(SENDER, 0) >= number


def long_run(steps: int) -> None:
    """Print what a run's memory grows by between a tenth of its steps and its end."""
    session = Session((Experiment(dataset="digits8x8", layers=(16,), batch_size=128),), torch.device("cpu"))
    session.advance(steps // 10)
    before = resident()
    session.advance(steps - steps // 10)
    kept = session.lanes[0].timeline.kept
    grown = (resident() - before) / 2**20
    states = f"{len(kept.steps)} states, {kept.nbytes / 2**20:.1f} MiB"
    print(f"\n{steps} steps: {states}; grown by {grown:.1f} MiB since a tenth of them")


class Watched:
    """An engine and whoever reads it."""

    def __init__(self, experiment: Experiment) -> None:
        self._queue, self._receiver = ReportQueue(), Receiver()
        self._engine = Engine((experiment,), self._queue)
        self._sent = 0
        self.newest: Snapshot | None = None
        self.send(Watch.all(NEEDS))
        self._engine.start()

    def send(self, command: Command) -> int:
        """A command; its number."""
        self._sent += 1
        self._engine.send(Envelope(SENDER, self._sent, command))
        return self._sent

    def until(self, condition: Callable[[Report], bool]) -> Report:
        """The next report of which ``condition`` holds."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            for report in self._receiver.take(self._queue.take()):
                if isinstance(report, Snapshot):
                    self.newest = report
                if condition(report):
                    return report
            time.sleep(0.0005)
        raise TimeoutError("the engine did not answer")

    def close(self) -> None:
        """End it."""
        self._engine.send(Envelope(SENDER, 0, Stop()))
        self._engine.join(5.0)


if __name__ == "__main__":
    main()
