"""What W⁺ costs: a whole training step with it against one with Wᵀ, and against ``torch.linalg.pinv`` with autograd.

``python -m benchmarks.step_price`` prints the table of README.md. Tiescope's two steps are the trainer's own, with
the safety checks and the limit to the gradient; the third is a loop over torch's modules with the same batches and
the same optimizer kernel.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import torch
from torch.nn import functional

from benchmarks.interleave import Times, interleave
from benchmarks.networks import dashed, random_data, trainer
from benchmarks.student import TiedNetwork
from core.training.data import DeviceData

TARGETS = {(784, 64): 1.3, (784, 256, 32): 1.75, (3072, 512): 2.1, (64, 256): 1.5}
BATCH = 256
RATE = 1e-4


def main() -> None:
    """Print a line for every shape and number of threads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="of every line")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    print("| network | threads | Wᵀ, ms | W⁺, ms | linalg.pinv, ms | W⁺ / Wᵀ | target | linalg.pinv / Wᵀ |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for threads in arguments.threads:
        torch.set_num_threads(threads)
        for widths, target in TARGETS.items():
            print(_line(widths, threads, target, measure(widths, arguments.seconds)), flush=True)


def measure(widths: tuple[int, ...], seconds: float) -> Times:
    """The three steps by turns."""
    data = random_data(widths[0])
    return interleave(
        {
            decoder: trainer(widths, data, decoder=decoder, batch_size=BATCH, learning_rate=RATE).advance
            for decoder in ("transpose", "pseudo_inverse")
        }
        | {"pinv": _autograd(widths, data)},
        seconds,
    )


def _autograd(widths: tuple[int, ...], data: DeviceData) -> Callable[[int], None]:
    network = TiedNetwork(widths, pinv=True)
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE, fused=True)
    generator = torch.Generator().manual_seed(0)

    def advance(count: int) -> None:
        for _ in range(count):
            batch = data.train[torch.randint(len(data.train), (BATCH,), generator=generator)]
            loss = functional.mse_loss(network(batch), batch)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()

    return advance


def _line(widths: tuple[int, ...], threads: int, target: float, times: Times) -> str:
    columns = [dashed(widths), str(threads)]
    columns += [times.of(name).text(1e3) for name in times.turns]
    columns += [times.ratio("pseudo_inverse", "transpose").text(), f"≤ {target}"]
    columns += [times.ratio("pinv", "transpose").text(digits=1)]
    return f"| {' | '.join(columns)} |"


if __name__ == "__main__":
    main()
