"""How a gradient becomes a step, in place, over whole blocks of parameters.

The kernels are those behind ``torch.optim.SGD(fused=True)`` and ``torch.optim.Adam(fused=True)``, called
directly: the optimizer classes were measured to cost a multiple of the kernel at this size
(``tests/core/training/test_optimizers.py`` holds both against the classes).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from core.experiment import Experiment
from core.training.parameters import Block

BETAS = (0.9, 0.999)  # Kingma and Ba (2015), Adam, section 2
EPSILON = 1e-8


def update(blocks: Sequence[Block], experiment: Experiment) -> None:
    """Take the step that ``experiment``'s optimizer takes from the blocks' gradients, which may be changed."""
    if experiment.weight_decay:
        for block in blocks:
            block.gradient[: block.decayed].add_(block.flat[: block.decayed], alpha=experiment.weight_decay)
    (_adam if experiment.optimizer == "adam" else _sgd)(blocks, experiment)
    for block in blocks:
        block.written()


def _adam(blocks: Sequence[Block], experiment: Experiment) -> None:
    torch._foreach_add_([block.steps for block in blocks], 1)
    torch._fused_adam_(
        [block.flat for block in blocks],
        [block.gradient for block in blocks],
        [block.first for block in blocks],
        [block.second for block in blocks],
        [],
        [block.steps for block in blocks],
        lr=experiment.learning_rate,
        beta1=BETAS[0],
        beta2=BETAS[1],
        weight_decay=0.0,
        eps=EPSILON,
        amsgrad=False,
        maximize=False,
    )


def _sgd(blocks: Sequence[Block], experiment: Experiment) -> None:
    for block in blocks:
        if experiment.momentum:
            # With the momentum at zero this is what torch.optim.SGD does in its first step, too.
            block.first.mul_(experiment.momentum).add_(block.gradient)
            block.flat.add_(block.first, alpha=-experiment.learning_rate)
        else:
            block.flat.add_(block.gradient, alpha=-experiment.learning_rate)
