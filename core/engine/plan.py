"""What is known of a run before any of it is built."""

from __future__ import annotations

import torch

from core.datasets import load
from core.engine import memory
from core.engine.comparable import check_comparable, check_names
from core.experiment import Experiment
from core.messages.commands import LaneId


class Plan:
    """A run that somebody wants.

    Raises:
        TiescopeError: if there is no lane, the lanes can't be compared, or the data can't be read.
    """

    def __init__(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...], device: torch.device) -> None:
        check_comparable(experiments)
        check_names(experiments, names)
        self._device = device
        # Read now: what can't be read must be found before there is nothing to go back to.
        width = load(experiments[0].dataset, experiments[0].options).facts.width
        needs = {(width, *each.layers): memory.need((width, *each.layers), each.batch_size) for each in experiments}
        self._largest = max(needs, key=lambda widths: needs[widths])
        self._needed = sum(needs[width, *each.layers] for each in experiments)

    @property
    def fits(self) -> bool:
        """Whether there is room for it beside all that is there."""
        return memory.fits(self._needed, self._device)

    def check(self, given_back: int) -> None:
        """Raises TiescopeError if there is no room for it even with so many bytes more."""
        memory.check(self._largest, self._needed, self._device, given_back)
