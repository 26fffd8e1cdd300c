"""A network between two steps as parts look at it: its weights, its answers to the examples, the data's axes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torch import Tensor

from core.engine.answers import Answers
from core.engine.principal import Principal
from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.parts.base import Measured
from core.training.model import Pass
from core.training.state import LaneState
from core.training.trainer import Trainer


class Observed(ABC):
    """A :class:`core.parts.base.Subject` with the answers that were found."""

    def __init__(self, trainer: Trainer, principal: Principal) -> None:
        self.trainer = trainer
        self._principal = principal
        self._answers = Answers(self)
        self._shown: tuple[Moment, Pass] | None = None

    @property
    def moment(self) -> Moment:
        """Which state it is in."""
        return self.trainer.moment

    @property
    def measured(self) -> Mapping[Need[Any], Part]:
        """What was measured last, each with its moment."""
        return self._answers.measured

    def knows(self, need: Measured[Any]) -> bool:
        """Whether ``need`` has been answered at this very moment."""
        return self._answers.knows(need)

    def measure(self, need: Measured[Any]) -> Iterator[None]:
        """Bring the answer to ``need`` up to date, piece by piece."""
        yield from self._answers.measure(need)

    def retry(self) -> None:
        """Try again to answer what failed."""
        self._answers.retry()

    def shown(self) -> Pass:
        """The fixed examples through the network, made once however many ask for it."""
        if self._shown is None or self._shown[0] != self.moment:
            self._shown = self.moment, self.trainer.show()
        return self._shown[1]

    def forget_shown(self) -> None:
        """It is in another state, though perhaps by the name of the same moment."""
        self._shown = None

    def axes(self, count: int) -> Tensor:
        """The ``count`` leading principal axes of the training set, rows of length 1, (count, d₀), float64."""
        return self._principal.axes(count)

    def unique(self, count: int) -> bool:
        """Whether there is one leading principal subspace of this dimension."""
        return self._principal.unique(count)

    def spectrum(self, count: int) -> tuple[Tensor, Tensor]:
        """At least ``count`` leading variances (m,), and their axes as rows of length 1 (m, d₀), float64."""
        return self._principal.spectrum(count)

    @abstractmethod
    def state(self) -> LaneState:
        """Everything there is."""

    @abstractmethod
    def past(self) -> Sequence[tuple[int, LaneState]]:
        """What is kept of the way that led here, the oldest first, and why: the more, the longer."""
