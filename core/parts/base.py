"""What can be asked of a lane. A new kind is a file beside this one and a line in ``core/parts/__init__.py``.

A view imports the need from here: nothing in this room imports torch before it is asked to compute something.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol

from core.messages.needs import Answer, Need, Part
from core.messages.snapshot import Array

if TYPE_CHECKING:
    from torch import Tensor

    from core.messages.moment import Moment
    from core.training.model import Pass
    from core.training.state import LaneState
    from core.training.trainer import Trainer


class Subject(Protocol):
    """What a part may look at: a lane between two steps."""

    @property
    def trainer(self) -> Trainer:
        """The network, its settings and its data."""

    @property
    def moment(self) -> Moment:
        """Which state it is in."""

    def shown(self) -> Pass:
        """The fixed examples through the network, made once however many ask for it."""

    def axes(self, count: int) -> Tensor:
        """The ``count`` leading principal axes of the training set, rows of length 1, (count, d₀), float64."""

    def unique(self, count: int) -> bool:
        """Whether there is one leading principal subspace of this dimension."""

    def spectrum(self, count: int) -> tuple[Tensor, Tensor]:
        """At least ``count`` leading variances (m,), and their axes as rows of length 1 (m, d₀), float64."""

    @property
    def measured(self) -> Mapping[Need[Any], Part]:
        """What was measured last, each with its moment."""

    def state(self) -> LaneState:
        """Everything there is."""

    def past(self) -> Sequence[tuple[int, LaneState]]:
        """What is kept of the way that led here, the oldest first, and why: the more, the longer."""


@dataclass(frozen=True)
class Taken(Generic[Answer]):
    """What is to be copied from the device, and the answer that it makes."""

    tensors: Sequence[Tensor]
    answer: Callable[[Sequence[Array]], Answer]  # from the copies, in the same order


@dataclass(frozen=True)
class Copied(Need[Answer]):
    """A need that is answered in every snapshot, at its moment: little more than a copy."""

    def take(self, subject: Subject) -> Taken[Answer] | None:
        """What to copy; ``None`` if there is nothing of the kind."""
        raise NotImplementedError


@dataclass(frozen=True)
class Measured(Need[Answer]):
    """A need that takes time: it is answered now and then, within a share of the time.

    ``expedite`` says that it is due at once after every change.
    """

    share: ClassVar[float]  # of the time, at most
    per_second: ClassVar[float]  # times, at most
    longest: ClassVar[float] = math.inf  # seconds between two answers, if that takes no more than a tenth of the time
    expedite: ClassVar[bool] = False

    def pieces(self, subject: Subject) -> Generator[None, None, Answer]:
        """Compute one piece at a time and return the answer: nobody's command waits for longer than a piece."""
        raise NotImplementedError
