"""Numbers about the weights of every layer: what tells Wᵀ from W⁺."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.messages.wire import message
from core.parts.base import Measured, Subject

if TYPE_CHECKING:
    from torch import Tensor


@message
@dataclass(frozen=True, eq=False)
class LayerFigures:
    """Numbers about the weights of one layer with k units over d inputs."""

    orthogonality: float  # ‖WWᵀ − I‖_F; for k > d ‖WᵀW − I‖_F
    tie_gap: float  # ‖D − W⁺‖_F / ‖W⁺‖_F with D = Wᵀ, whatever decoder is in force
    singular_values: Array  # (min(k, d),) of W, descending
    largest_principal_angle: float  # degrees, between the layer's filters and the leading principal subspace
    subspace_unique: bool = True  # whether equal variances leave one such subspace; if not, the angle says nothing
    captured: float = (
        math.nan
    )  # of what the best linear code captures of the variance, the filters' share; NaN if unique


@dataclass(frozen=True, eq=False)
class FiguresPart(Part):
    """Outermost layer first."""

    layers: tuple[LayerFigures, ...]


@dataclass(frozen=True)
class Figures(Measured[FiguresPart]):
    """Of all layers, a piece for each."""

    share: ClassVar[float] = 0.0035
    per_second: ClassVar[float] = 4
    longest: ClassVar[float] = 1.0

    def pieces(self, subject: Subject) -> Generator[None, None, FiguresPart]:
        from core.linear_algebra.figures import weight_figures

        model, moment = subject.trainer.model, subject.moment
        figures: list[LayerFigures] = []
        seen: Tensor | None = None
        for layer in range(model.depth):
            # In float64 and on the CPU: no GPU is good at both, and MPS has no float64.
            weight = model.weight(layer).cpu().double()
            seen = weight if seen is None else weight @ seen
            width = min(seen.shape)
            spectrum = None if subject.unique(width) else subject.spectrum(width)
            found = weight_figures(weight, seen, subject.axes(width), spectrum)
            values: Array = found.singular_values.float().numpy()
            values.flags.writeable = False
            angle = found.largest_principal_angle
            figures.append(
                LayerFigures(found.orthogonality, found.tie_gap, values, angle, spectrum is None, found.captured)
            )
            yield
        return FiguresPart(moment, tuple(figures))
