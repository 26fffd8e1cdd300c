"""A run: lanes that share their data, seed and batches and differ in what is compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from core.datasets import Dataset, load
from core.engine import memory
from core.engine.lane import Lane
from core.engine.transfer import Taken, transfer_from
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.snapshot import Examples, LaneSnapshot
from core.training.trainer import DeviceData

SHOWN = 20  # fixed examples
PROPOSE_EVERY = 64  # steps between two moments that might be gone back to
SHARED = ("dataset", "spectrum", "seed", "batch_size", "noise", "steps")


class Plan:
    """What is known of a run before any of it is built.

    Raises:
        TiescopeError: if there is no lane, or the lanes can't be compared.
    """

    def __init__(self, experiments: tuple[Experiment, ...], device: torch.device) -> None:
        _comparable(experiments)
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


class Session:
    """Builds the lanes on ``device`` and takes their steps side by side.

    Raises:
        TiescopeError: if there is no lane, or the lanes can't be compared.
    """

    def __init__(self, experiments: tuple[Experiment, ...], device: torch.device) -> None:
        _comparable(experiments)
        first = experiments[0]
        dataset = load(first.dataset, first.options)
        chosen = spread(dataset)
        data = DeviceData(
            train=torch.from_numpy(dataset.train).to(device),
            validation=torch.from_numpy(dataset.validation).to(device),
            examples=torch.from_numpy(dataset.validation[chosen]).to(device),
            variance=dataset.variance,
        )
        self.device = device
        self._transfer = transfer_from(device)
        self.lanes = tuple(Lane(experiment, dataset, data) for experiment in experiments)
        self.examples = _examples(dataset, chosen)

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """With the settings in force."""
        return tuple(lane.trainer.experiment for lane in self.lanes)

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.lanes[0].trainer.step

    @property
    def epoch(self) -> float:
        """Epochs so far, with the fraction of the one under way."""
        return self.lanes[0].trainer.epoch

    @property
    def held(self) -> int:
        """Bytes that can be had again when it is gone, at least."""
        return sum(lane.trainer.held for lane in self.lanes)

    @property
    def good_step(self) -> int:
        """The step that :meth:`rewind` goes back to."""
        return self.lanes[0].trainer.good_step

    def take(self) -> list[Taken[LaneSnapshot]]:
        """All lanes at this moment."""
        return [lane.take(self._transfer) for lane in self.lanes]

    def advance(self, count: int, leave: Callable[[], bool] = lambda: False) -> Lane | None:
        """Take up to ``count`` steps, as many in every lane; the lane whose loss stopped being finite, if one did.

        ``leave`` is asked after every step of the first lane: true ends it there.
        """
        first, *others = self.lanes
        left = False

        def last() -> bool:
            nonlocal left
            left = leave()
            return left

        while count and not left:
            before = self.step
            if not first.advance(min(count, PROPOSE_EVERY - before % PROPOSE_EVERY), last):
                return first
            taken = self.step - before
            for lane in others:
                if not lane.advance(taken):
                    return lane
            count -= taken
            if all(lane.trainer.proved for lane in self.lanes):
                for lane in self.lanes:
                    lane.trust()
            if self.step % PROPOSE_EVERY == 0:
                for lane in self.lanes:
                    lane.propose()
        return None

    def change(self, change: Callable[[Experiment], Experiment], lane: int | None = None) -> None:
        """Change settings of one lane or all; nothing is changed if one of them can't be."""
        if lane is not None and not 0 <= lane < len(self.lanes):
            raise TiescopeError(f"lane must be a whole number from 0 to {len(self.lanes) - 1}, not {lane}.")
        chosen = self.lanes if lane is None else (self.lanes[lane],)
        changed = [change(each.trainer.experiment) for each in chosen]
        for each, experiment in zip(chosen, changed, strict=True):
            each.change(experiment)

    def balance(self) -> None:
        """Give the innermost W of every lane orthonormal rows."""
        for lane in self.lanes:
            lane.balance()

    def rewind(self, factor: float) -> None:
        """All lanes back to the last good moment, with their learning rates multiplied by ``factor``."""
        for lane in self.lanes:
            lane.rewind(factor)


def spread(dataset: Dataset, count: int = SHOWN) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Rows of the validation set to be shown: the first of every label, then the second of every label, …"""
    labels = dataset.validation_labels
    if labels is None:
        return np.arange(min(count, len(dataset.validation)))
    turns = np.zeros(len(labels), np.intp)  # how many of the same label came before
    for label in np.unique(labels):
        where = np.flatnonzero(labels == label)
        turns[where] = np.arange(len(where))
    return np.lexsort((labels, turns))[:count]


def _examples(dataset: Dataset, chosen: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Examples:
    inputs = dataset.validation[chosen]
    inputs.flags.writeable = False
    labels = dataset.validation_labels
    return Examples(
        dataset.facts.shape, inputs, None if labels is None else tuple(str(label) for label in labels[chosen])
    )


def _comparable(experiments: tuple[Experiment, ...]) -> None:
    if not experiments:
        raise TiescopeError("A run needs at least one experiment, and none was given.")
    for key in SHARED:
        if len({getattr(experiment, key) for experiment in experiments}) > 1:
            raise TiescopeError(f"{key} must be the same in all lanes of a run, or they can't be compared.", key)
