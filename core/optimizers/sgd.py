"""Stochastic gradient descent with momentum."""

from __future__ import annotations

from collections.abc import Sequence

from core.optimizers.base import Parameters, Settings, add_weight_decay


class Sgd:
    """v ← μ v + g; θ ← θ − η v. The class ``torch.optim.SGD`` computes the same and costs more than the step.

    Reference: Sutskever, Martens, Dahl and Hinton (2013), On the importance of initialization and momentum in deep
    learning, with the learning rate outside v, as torch has it.
    """

    name = "sgd"
    title = "SGD"
    keys = ("learning_rate", "momentum", "weight_decay")

    def update(self, blocks: Sequence[Parameters], settings: Settings) -> None:
        add_weight_decay(blocks, settings.weight_decay)
        for block in blocks:
            step = block.gradient
            if settings.momentum:
                # With the momentum at zero this is what torch.optim.SGD does in its first step, too.
                step = block.first.mul_(settings.momentum).add_(block.gradient)
            block.flat.add_(step, alpha=-settings.learning_rate)
