"""The loss over whole sets."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.messages.needs import Part
from core.parts.base import Measured, Subject

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class LossPart(Part):
    """The mean squared error per component."""

    loss: float


def _over(subject: Subject, examples: Tensor) -> Generator[None, None, LossPart]:
    from core.training.evaluation import errors

    moment, loss = subject.moment, 0.0
    for error in errors(subject.trainer.model, examples):
        loss += error
        yield
    return LossPart(moment, loss)


@dataclass(frozen=True)
class ValidationLoss(Measured[LossPart]):
    """Over all examples held back."""

    share: ClassVar[float] = 0.005
    per_second: ClassVar[float] = 2
    longest: ClassVar[float] = 1.0
    expedite: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Generator[None, None, LossPart]:
        return _over(subject, subject.trainer.data.validation)


@dataclass(frozen=True)
class TrainingLoss(Measured[LossPart]):
    """Over the whole training set."""

    share: ClassVar[float] = 0.003
    per_second: ClassVar[float] = 2
    longest: ClassVar[float] = 1.0

    def pieces(self, subject: Subject) -> Generator[None, None, LossPart]:
        return _over(subject, subject.trainer.data.train)
