"""How time and memory of a step grow with the width of the code and of the input, the batch, the layers and the lanes.

``python -m benchmarks.growth`` prints the table of README.md and draws growth.svg beside it. Along each axis the sizes
take turns; the operation count is that of the matrix products alone. Memory is what a fresh process holds more after
it has built the lanes and taken a few steps; next to it, what :mod:`core.engine.memory` asks for before it lets one
build.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import torch

from benchmarks.growth_plot import Series, draw
from benchmarks.interleave import Spread, interleave
from benchmarks.networks import dashed, random_data, trainer
from benchmarks.run_length import MIB, resident
from core.engine import memory
from core.training.advance import advance
from core.training.data import DeviceData

PLOT = Path(__file__).with_suffix(".svg")


@dataclass(frozen=True)
class Size:
    """All that the price of a step depends on."""

    widths: tuple[int, ...] = (784, 64)
    batch: int = 128
    lanes: int = 1

    @property
    def operations(self) -> int:
        """Floating-point operations of the matrix products of a step with Wᵀ.

        Two to answer and three for the derivative; below the first layer one more, for the layer further out.
        """
        products = [(5 if layer == 0 else 6) * k * d for layer, (d, k) in enumerate(pairwise(self.widths))]
        return 2 * self.lanes * self.batch * sum(products)

    @property
    def text(self) -> str:
        """As the table's first column has it."""
        lanes = f", {self.lanes} lanes" if self.lanes > 1 else ""
        return f"{dashed(self.widths)}, batch {self.batch}{lanes}"


BASE = Size()
AXES: dict[str, tuple[Size, ...]] = {
    "code width": tuple(replace(BASE, widths=(784, units)) for units in (16, 64, 256, 1024)),
    "input width": tuple(replace(BASE, widths=(inputs, 64)) for inputs in (64, 256, 784, 3072)),
    "batch": tuple(replace(BASE, batch=batch) for batch in (32, 128, 512, 2048)),
    "layers": tuple(replace(BASE, widths=(784, 256, 128, 64, 32)[: layers + 1]) for layers in (1, 2, 3, 4)),
    "lanes": tuple(replace(BASE, lanes=lanes) for lanes in (1, 2, 4)),
}


def main() -> None:
    """Print the table, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of every axis")
    parser.add_argument("--memory-of", type=int, nargs=2, metavar=("AXIS", "SIZE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.memory_of:
        axis, place = arguments.memory_of
        print(_held(list(AXES.values())[axis][place]))
        return
    print("| network | ms per step | times the first | operations, times the first | GFLOP/s | MiB | asked for, MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    series = []
    for axis, (name, sizes) in enumerate(AXES.items()):
        times = measure(sizes, arguments.seconds)
        for place, (size, each) in enumerate(zip(sizes, times, strict=True)):
            print(_line(size, each, sizes[0], times[0], _held_in_child(axis, place)), flush=True)
        series.append(Series(name, [(s.operations / 1e9, t.median * 1e3) for s, t in zip(sizes, times, strict=True)]))
    PLOT.write_text(draw(series), encoding="utf-8")


def measure(sizes: Sequence[Size], seconds: float) -> list[Spread]:
    """Seconds per step of every size, by turns."""
    data = {size.widths[0]: random_data(size.widths[0]) for size in sizes}
    times = interleave({size.text: _lanes(size, data[size.widths[0]]) for size in sizes}, seconds)
    return [times.of(size.text) for size in sizes]


def _lanes(size: Size, data: DeviceData) -> Callable[[int], None]:
    trainers = [trainer(size.widths, data, batch_size=size.batch) for _ in range(size.lanes)]

    def take(count: int) -> None:
        advance(trainers, count, lambda: False)

    return take


def _held(size: Size) -> float:
    """Bytes by which this process grows while ``size`` is built and trained."""
    data = random_data(size.widths[0])
    _lanes(Size((8, 4)), random_data(8))(3)  # what torch sets up at its first step is not the network's
    before = resident()
    lanes = _lanes(size, data)
    lanes(20)
    return resident() - before


def _held_in_child(axis: int, place: int) -> float:
    command = [sys.executable, "-m", "benchmarks.growth", "--memory-of", str(axis), str(place)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _line(size: Size, time: Spread, first: Size, first_time: Spread, held: float) -> str:
    columns = [
        size.text,
        time.text(1e3),
        f"{time.median / first_time.median:.2f}",
        f"{size.operations / first.operations:.2f}",
        f"{size.operations / time.median / 1e9:.0f}",
        f"{held / MIB:.1f}",
        f"{size.lanes * memory.need(size.widths, size.batch) / MIB:.1f}",
    ]
    return f"| {' | '.join(columns)} |"


if __name__ == "__main__":
    main()
