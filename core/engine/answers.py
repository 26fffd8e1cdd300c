"""What a lane has answered: what was measured, each with its moment, and copies of the moment that was shown last."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from core.messages.needs import Need, Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Measured, Subject, Taken

Parts = dict[Need[Any], Part]
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PendingParts:
    """Answers of one moment, some of which are still to be copied."""

    known: Parts
    taken: Mapping[Need[Any], Taken[Any]]

    @property
    def tensors(self) -> list[Tensor]:
        """What is to be copied."""
        return [tensor for each in self.taken.values() for tensor in each.tensors]

    def copied(self, arrays: Sequence[Array]) -> Parts:
        """The answers made of the copies of :attr:`tensors`."""
        copies = iter(arrays)
        return {need: each.answer([next(copies) for _ in each.tensors]) for need, each in self.taken.items()}


class Answers:
    """Of one lane, ``subject``, which it belongs to: when that is given up, all its memory is to be free at once."""

    def __init__(self, subject: Subject) -> None:
        self._lane = weakref.ref(subject)
        self.measured: Parts = {}
        self._copies: Parts = {}  # of the last moment that was shown
        self._failed: set[Need[Any]] = set()  # what could not be answered, and is not tried for ever
        self._told: set[Need[Any]] = set()  # what has failed before: no reason to stop the training once more

    @property
    def _subject(self) -> Subject:
        lane = self._lane()
        assert lane is not None, "nobody asks for answers of a lane that is gone"
        return lane

    def restore(self, measured: Mapping[Need[Any], Part]) -> None:
        """Know what was known in an earlier state, and nothing else."""
        self.measured = dict(measured)
        self._copies.clear()
        self._failed.clear()
        self._told.clear()

    def retry(self) -> None:
        """Try again to answer what failed; if it still does, that is logged and nothing else."""
        self._failed.clear()

    def knows(self, need: Measured[Any]) -> bool:
        """Whether ``need`` has been answered at this very moment."""
        part = self.measured.get(need)
        return part is not None and part.moment == self._subject.moment

    def measure(self, need: Measured[Any]) -> Generator[None, None, Part | None]:
        """Bring the answer to ``need`` up to date, piece by piece; not again what failed, until it is asked anew."""
        if need in self._failed:
            return None
        try:
            part: Part = yield from need.pieces(self._subject)
        except Exception:
            if self._is_news(need):
                raise
            return None
        self._told.discard(need)
        self.measured[need] = part
        return part

    def take(self, needs: Collection[Need[Any]]) -> PendingParts:
        """Answers to ``needs`` as far as there are any. What fails is left out from the next time on."""
        moment = self._subject.moment
        known = {need: self.measured[need] for need in needs if need in self.measured}
        known |= {need: part for need, part in self._copies.items() if part.moment == moment and need in needs}
        taken: dict[Need[Any], Taken[Any]] = {}
        self._failed.intersection_update(needs)
        self._told.intersection_update(needs)
        for need in needs:
            if isinstance(need, Copied) and need not in known and need not in self._failed:
                try:
                    found = need.take(self._subject)
                except Exception:
                    if self._is_news(need):
                        raise
                    continue
                self._told.discard(need)
                if found is not None:
                    taken[need] = found
        return PendingParts(known, taken)

    def complete(self, pending: PendingParts, arrays: Sequence[Array]) -> Parts:
        """All answers, with the copies that have come."""
        parts = pending.known | pending.copied(arrays)
        self._copies = {need: part for need, part in parts.items() if isinstance(need, Copied)}
        return parts

    def _is_news(self, need: Need[Any]) -> bool:
        """Remember that ``need`` could not be answered; whether that was not so before."""
        self._failed.add(need)
        if need in self._told:
            log.exception("%s failed again", need)
            return False
        self._told.add(need)
        return True
