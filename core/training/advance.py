"""Steps of several trainers side by side: step by step, each batch gathered once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from core.experiment import Experiment
from core.training.feed import Batch, Feed, Place

Losses = npt.NDArray[np.float32]


class Steps(Protocol):
    """What takes steps: :class:`core.training.trainer.Trainer`."""

    feed: Feed
    place: Place
    experiment: Experiment

    @property
    def full(self) -> bool:
        """Whether :meth:`read` must be called before the next step."""

    @property
    def lost(self) -> bool:
        """Whether the run was found lost though its loss is finite."""

    def take(self, batch: Batch) -> None:
        """Take one step."""

    def read(self) -> Losses:
        """The losses of the steps since the last call."""


def nobody(_: int) -> None:
    """Nobody asks who has taken a step."""


def advance(
    trainers: Sequence[Steps], steps: int, leave: Callable[[], bool], taken_by: Callable[[int], None] = nobody
) -> list[Losses]:
    """Take up to ``steps`` steps of all ``trainers``, who stand at the same place of the same feed.

    It ends early when ``leave``, asked after every step of all, says so, and within a burst after a trainer's loss
    stopped being finite or its run is lost: that trainer then stands at that step, and its losses end with it; the
    others may be some steps further.

    ``taken_by`` is called with a trainer's number when that has taken a step, and with −1 before the first of them.

    Returns:
        the losses of every trainer's steps, each before its step's update.
    """
    read: list[list[Losses]] = [[np.empty(0, np.float32)] for _ in trainers]
    with torch.inference_mode():
        left = False
        while steps and not left:
            taken, left = _burst(trainers, steps, leave, taken_by)
            steps -= taken
            for trainer, pieces in zip(trainers, read, strict=True):
                losses = trainer.read()
                pieces.append(losses)
                left |= len(losses) < taken or not np.isfinite(losses[-1]) or trainer.lost
    return [np.concatenate(pieces) for pieces in read]


def _burst(
    trainers: Sequence[Steps], most: int, leave: Callable[[], bool], taken_by: Callable[[int], None]
) -> tuple[int, bool]:
    """Take up to ``most`` steps, or as many as can be read at once: how many it were, and whether it was left."""
    first = trainers[0]
    feed, size = first.feed, first.experiment.batch_size
    noisy = any(trainer.experiment.noise for trainer in trainers)
    taken = 0
    while taken < most and not first.full:
        batch = feed.batch(first.place, size, noisy=noisy)
        taken_by(-1)
        for number, trainer in enumerate(trainers):
            trainer.take(batch)
            taken_by(number)
        taken += 1
        if leave():
            return taken, True
    return taken, False
