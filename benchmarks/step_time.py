"""How close a training step is to the matrix products it can't do without, and how far from the usual loop.

``python -m benchmarks.step_time`` prints the table of README.md. A step of a network with one layer and Wᵀ needs five
products, two to answer and three for the derivative; the derivative of the input is not asked for. The usual loop is
the one a student writes: torch.nn, DataLoader, torch.optim.Adam, and the loss read at every step.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.interleave import Times, interleave
from benchmarks.networks import dashed, random_data, trainer
from benchmarks.student import TiedNetwork
from core.training.data import DeviceData


@dataclass(frozen=True)
class Case:
    """A network with what its step is allowed to take, as a multiple of the products and of the loop."""

    widths: tuple[int, int]
    batch: int
    of_products: float | None
    of_loop: float | None


CASES = (Case((784, 64), 256, 1.4, 0.6), Case((3072, 512), 256, 1.15, None), Case((64, 16), 64, None, 0.25))


def main() -> None:
    """Print a line for every case and number of threads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="of every line")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    print("| network | batch | threads | trainer, ms | products, ms | loop, ms | trainer / products | trainer / loop |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for threads in arguments.threads:
        torch.set_num_threads(threads)
        for case in CASES:
            print(_line(case, threads, measure(case, arguments.seconds)), flush=True)


def measure(case: Case, seconds: float) -> Times:
    """The three by turns."""
    data = random_data(case.widths[0])
    return interleave(
        {
            "trainer": trainer(case.widths, data, batch_size=case.batch).advance,
            "products": _products(*case.widths, case.batch),
            "loop": _loop(case, data),
        },
        seconds,
    )


def _products(inputs: int, units: int, batch: int) -> Callable[[int], None]:
    weight, gradient = torch.randn(units, inputs), torch.empty(units, inputs)
    rows, reconstructed = torch.randn(batch, inputs), torch.empty(batch, inputs)
    codes, of_codes = torch.empty(batch, units), torch.empty(batch, units)

    def advance(count: int) -> None:
        for _ in range(count):
            torch.mm(rows, weight.mT, out=codes)
            torch.mm(codes, weight, out=reconstructed)
            torch.mm(reconstructed, weight.mT, out=of_codes)
            torch.mm(codes.mT, reconstructed, out=gradient)
            torch.mm(of_codes.mT, rows, out=gradient)

    return advance


def _loop(case: Case, data: DeviceData) -> Callable[[int], None]:
    network = TiedNetwork(case.widths)
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    batches = _epochs(DataLoader(TensorDataset(data.train), batch_size=case.batch, shuffle=True))
    losses: list[float] = []

    def advance(count: int) -> None:
        for _ in range(count):
            batch = next(batches)
            optimizer.zero_grad()
            loss = functional.mse_loss(network(batch), batch)
            torch.autograd.backward(loss)
            optimizer.step()
            losses.append(loss.item())

    return advance


def _epochs(loader: DataLoader[tuple[Tensor, ...]]) -> Iterator[Tensor]:
    while True:
        for (batch,) in loader:
            yield batch


def _line(case: Case, threads: int, times: Times) -> str:
    columns = [dashed(case.widths), str(case.batch), str(threads)]
    columns += [times.of(name).text(1e3) for name in times.turns]
    columns += [
        times.ratio("trainer", to).text() + (f", ≤ {target}" if target else "")
        for to, target in (("products", case.of_products), ("loop", case.of_loop))
    ]
    return f"| {' | '.join(columns)} |"


if __name__ == "__main__":
    main()
