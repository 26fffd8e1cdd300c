"""How the decoder inverts every layer."""

from __future__ import annotations

from dataclasses import dataclass

from core.linear_algebra.path import Path
from core.messages.needs import Part
from core.messages.wire import message
from core.parts.base import Copied, Subject, Taken

message(Path)


@message
@dataclass(frozen=True)
class Inversion:
    """Of one layer, see :class:`core.linear_algebra.pseudo_inverse.Factor`."""

    path: Path
    condition: float  # of W, or of its dialled version
    measured: bool  # False: a bound from above
    step: int  # at which the condition was looked at


@dataclass(frozen=True, eq=False)
class InversionsPart(Part):
    """Outermost layer first; none if the decoder inverts nothing."""

    layers: tuple[Inversion, ...]


@dataclass(frozen=True)
class Inversions(Copied[InversionsPart]):
    """Of all layers."""

    def take(self, subject: Subject) -> Taken[InversionsPart]:
        model, moment = subject.trainer.model, subject.moment
        found = []
        for layer, mirrored in enumerate(model.mirrored):
            factor = model.factor(layer)
            if factor is not None:
                checked = moment.step - (mirrored.monitor.age - 1)
                found.append(Inversion(factor.path, factor.condition, factor.measured, checked))
        part = InversionsPart(moment, tuple(found))
        return Taken((), lambda _: part)
