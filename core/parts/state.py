"""Everything that decides a lane's next step and is told of it, for whoever keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.messages.needs import Part
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class StatePart(Part):
    """A :class:`core.training.state.LaneState` as a file has it, see :mod:`core.training.state_tensors`."""

    header: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class State(Copied[StatePart]):
    """Of the lane."""

    def take(self, subject: Subject) -> Taken[StatePart]:
        from core.training.state_tensors import to_tensors

        header, tensors = to_tensors(subject.state())
        for tensor in tensors.values():
            tensor.flags.writeable = False
        part = StatePart(subject.moment, header, tensors)
        return Taken((), lambda _: part)
