"""Needs of the tests' own: what nobody else can tell about who is asked, when and how often."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar, cast

import numpy as np

from core.messages.needs import Need, Part
from core.parts import PARTS
from core.parts.base import Copied, Measured, Subject, Taken
from core.parts.probe import Probe

Asked = queue.SimpleQueue[int]


@dataclass(frozen=True, eq=False)
class Nothing(Part):
    """An answer that holds nothing but its moment."""


@dataclass(frozen=True)
class Noted(Measured[Nothing]):
    """Puts the step at which it is measured into ``asked`` and does some ``work``."""

    asked: Asked = field(default_factory=queue.SimpleQueue)
    work: Callable[[], Any] = field(default=int)
    share: ClassVar[float] = 1.0
    per_second: ClassVar[float] = 1e9
    expedite: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Generator[None, None, Nothing]:
        self.asked.put(subject.moment.step)
        self.work()
        yield
        return Nothing(subject.moment)


@dataclass(frozen=True)
class Endless(Measured[Nothing]):
    """Is never done once ``begun``, which it tells, until it is ``let``."""

    begun: Asked = field(default_factory=queue.SimpleQueue)
    let: Asked = field(default_factory=queue.SimpleQueue)
    share: ClassVar[float] = 1.0
    per_second: ClassVar[float] = 1e9
    expedite: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Generator[None, None, Nothing]:
        self.begun.put(subject.moment.step)
        while self.let.empty():
            yield
        return Nothing(subject.moment)


@dataclass(frozen=True)
class Counted(Copied[Nothing]):
    """Puts the step at which it is taken into ``asked``."""

    asked: Asked = field(default_factory=queue.SimpleQueue)

    def take(self, subject: Subject) -> Taken[Nothing]:
        self.asked.put(subject.moment.step)
        part = Nothing(subject.moment)
        return Taken((), lambda _: part)


@dataclass(frozen=True)
class FailingMeasured(Measured[Nothing]):
    """Fails as long as ``mended`` is empty."""

    mended: Asked = field(default_factory=queue.SimpleQueue)
    share: ClassVar[float] = 1.0
    per_second: ClassVar[float] = 1e9
    expedite: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Generator[None, None, Nothing]:
        yield
        if self.mended.empty():
            raise ZeroDivisionError("division by zero")
        return Nothing(subject.moment)


@dataclass(frozen=True)
class FailingCopied(Copied[Nothing]):
    """Fails as long as ``mended`` is empty."""

    mended: Asked = field(default_factory=queue.SimpleQueue)

    def take(self, subject: Subject) -> Taken[Nothing]:
        if self.mended.empty():
            raise ZeroDivisionError("division by zero")
        part = Nothing(subject.moment)
        return Taken((), lambda _: part)


#: What can't be asked without saying what for.
SPECIAL: dict[type[Any], Need[Any]] = {Probe: Probe.of(np.linspace(-1, 1, 48, dtype=np.float32).reshape(3, 16))}
#: One need of every kind in the registry, for data with 16 components.
EVERY: tuple[Need[Any], ...] = tuple(SPECIAL.get(kind) or cast(Any, kind)() for kind in PARTS)


def arrays_of(value: object) -> list[np.ndarray[Any, Any]]:
    """All that an answer holds, however deep."""
    match value:
        case np.ndarray():
            return [value]
        case Mapping():
            return [array for each in value.values() for array in arrays_of(each)]
        case tuple() | list():
            return [array for each in value for array in arrays_of(each)]
    if is_dataclass(value):
        return [array for each in fields(value) for array in arrays_of(getattr(value, each.name))]
    return []


def so_far(asked: Asked) -> list[int]:
    """What has been put there since last asked."""
    found = []
    while not asked.empty():
        found.append(asked.get())
    return found
