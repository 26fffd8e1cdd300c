"""The codes of the fixed examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class CodesPart(Part):
    """A row for each of the n fixed examples."""

    codes: Array  # (n, k_N)


@dataclass(frozen=True)
class Codes(Copied[CodesPart]):
    """Of the fixed examples."""

    def take(self, subject: Subject) -> Taken[CodesPart]:
        moment = subject.moment

        def answer(arrays: Sequence[Array]) -> CodesPart:
            return CodesPart(moment, *arrays)

        return Taken([subject.shown().code], answer)
