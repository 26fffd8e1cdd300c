"""The fixed examples, reconstructed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class ReconstructionsPart(Part):
    """A row for each of the n fixed examples, see ``RunFacts.examples``."""

    reconstructions: Array  # (n, d)


@dataclass(frozen=True)
class Reconstructions(Copied[ReconstructionsPart]):
    """Of the fixed examples."""

    def take(self, subject: Subject) -> Taken[ReconstructionsPart]:
        moment = subject.moment

        def answer(arrays: Sequence[Array]) -> ReconstructionsPart:
            return ReconstructionsPart(moment, *arrays)

        return Taken([subject.shown().reconstruction], answer)
