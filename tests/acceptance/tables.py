"""The tables of docs/why-transpose.md over many seeds: ``python -m tests.acceptance.tables --seeds 48``.

Prints a cell a line: the least and the most that was seen, the same a quarter wider, and the two seeds at either end.
``--first 1000`` takes other seeds.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch

from core.activations import ACTIVATIONS
from core.experiment import parse
from tests.core.trainers import trainer

STEPS = 3000
WIDER = 0.25
TABLES = {
    (16,): tuple(ACTIVATIONS),
    (32, 8): ("tanh", "leaky_relu", "sigmoid"),
}
DECODERS = ("transpose", "pseudo_inverse", "inverse")


def loss(layers: tuple[int, ...], activation: str, decoder: str, seed: int) -> float:
    """Of the whole training set after :data:`STEPS` steps of Adam at 0.002, batches of 128, on the 8 × 8 digits."""
    settings = {"layers": layers, "activation": activation, "decoder": decoder, "seed": seed}
    learner = trainer(parse({"dataset": "digits8x8", "learning_rate": 2e-3, "batch_size": 128, **settings}))
    learner.advance(STEPS)
    return learner.train_loss()


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=48)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", default="", help="cells whose name has this in it, such as 'tanh' or '(32, 8)'")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    for layers, activations in TABLES.items():
        for activation in activations:
            for decoder in DECODERS:
                cell = f"{layers} {activation} {decoder}"
                if arguments.only not in cell or (decoder == "inverse" and ACTIVATIONS[activation].inverse is None):
                    continue
                losses = np.array([loss(layers, activation, decoder, seed) for seed in seeds])
                low, high = losses.min(), losses.max()
                margin = WIDER * (high - low)
                order = np.argsort(losses)
                ends = ", ".join(f"{seeds[at]}: {losses[at]:.5f}" for at in (*order[:2], *order[-2:]))
                print(
                    f"{cell}: {low:.5f} – {high:.5f}, wider {low - margin:.5f} – {high + margin:.5f} ({ends})",
                    flush=True,
                )


if __name__ == "__main__":
    _main()
