"""The states of a lane's past that are kept, for whoever saves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.messages.needs import Part
from core.messages.wire import message
from core.parts.base import Copied, Subject, Taken


@message
@dataclass(frozen=True, eq=False)
class KeptState:
    """A :class:`core.training.state.LaneState` as a file has it, and ``why`` it is kept: the more, the longer."""

    why: int
    header: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, eq=False)
class KeptStatesPart(Part):
    """All of them, the oldest first; but for those in which the lane had diverged, from which nothing goes on."""

    states: tuple[KeptState, ...]


@dataclass(frozen=True)
class KeptStates(Copied[KeptStatesPart]):
    """Of the lane: to be asked when they are wanted and not in every snapshot, for they are many."""

    def take(self, subject: Subject) -> Taken[KeptStatesPart]:
        from core.training.state_tensors import to_tensors

        found = []
        for why, state in subject.past():
            if state.diverged:
                continue
            header, tensors = to_tensors(state)
            for tensor in tensors.values():
                tensor.flags.writeable = False
            found.append(KeptState(why, header, tensors))
        part = KeptStatesPart(subject.moment, tuple(found))
        return Taken((), lambda _: part)
