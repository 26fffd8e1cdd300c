"""What somebody wants to see of a lane, and the answer; each kind is a file in ``core/parts``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.messages.moment import Moment
from core.messages.wire import message


@dataclass(frozen=True, eq=False)
class Part:
    """An answer: what it holds was so at ``moment``."""

    moment: Moment

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        message(cls)


Answer = TypeVar("Answer", bound=Part)


@dataclass(frozen=True)
class Need(Generic[Answer]):
    """A question that can be asked at every moment: plain data, hashable. Equal needs have one answer."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        message(cls)
