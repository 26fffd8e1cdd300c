"""Adam, by torch's fused kernel where there is one."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence

from core.optimizers.base import Parameters, Settings, add_weight_decay

BETAS = (0.9, 0.999)  # section 2 of the reference
EPSILON = 1e-8

log = logging.getLogger(__name__)


class Adam:
    """The kernel behind ``torch.optim.Adam(fused=True)``, called directly: the class costs a multiple of it here.

    Its name is private to torch, so that a torch without it, or with other arguments, is stepped by the public
    ``torch.optim.adam.adam``.

    Reference: Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """

    name = "adam"
    title = "Adam"
    keys = ("learning_rate", "weight_decay")

    def update(self, blocks: Sequence[Parameters], settings: Settings) -> None:
        add_weight_decay(blocks, settings.weight_decay)
        if not _fused(blocks, settings.learning_rate):
            _functional(blocks, settings.learning_rate)


def _fused(blocks: Sequence[Parameters], learning_rate: float) -> bool:
    """Take the step with the kernel; False if this torch has no such kernel: then nothing was changed."""
    import torch

    for block in blocks:
        block.steps.add_(1)
    try:
        torch._fused_adam_(
            [block.flat for block in blocks],
            [block.gradient for block in blocks],
            [block.first for block in blocks],
            [block.second for block in blocks],
            [],
            [block.steps for block in blocks],
            lr=learning_rate,
            beta1=BETAS[0],
            beta2=BETAS[1],
            weight_decay=0.0,
            eps=EPSILON,
            amsgrad=False,
            maximize=False,
        )
    except (AttributeError, TypeError, NotImplementedError) as error:  # no name, other arguments, not on this device
        _log_once(f"{type(error).__name__}: {error}".partition("\n")[0])
        for block in blocks:
            block.steps.sub_(1)
        return False
    return True


def _functional(blocks: Sequence[Parameters], learning_rate: float) -> None:
    from torch.optim.adam import adam

    adam(
        [block.flat for block in blocks],
        [block.gradient for block in blocks],
        [block.first for block in blocks],
        [block.second for block in blocks],
        [],
        [block.steps for block in blocks],
        foreach=False,
        # A step count on a device can't be read while steps are recorded.
        capturable=any(block.steps.is_cuda for block in blocks),
        lr=learning_rate,
        beta1=BETAS[0],
        beta2=BETAS[1],
        weight_decay=0.0,
        eps=EPSILON,
        amsgrad=False,
        maximize=False,
    )


@functools.cache
def _log_once(reason: str) -> None:
    log.warning("torch's fused Adam can't be used, steps take longer (%s)", reason)
