"""The plot of singular values: a staircase for every layer, from the largest down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import Array
from core.parts.figures import LayerFigures
from gui.design.theme import Theme
from gui.painting import colours, numbers
from gui.painting.colours import mixed
from gui.plots.field import Range
from gui.plots.line import Level, Line, Name, Stroke
from gui.plots.plot import Plot
from gui.plots.scales import LINEAR, STEPS

ROOM = 1.1  # above the largest value
PALE = 0.4  # of their colour that values have which are not of now


class ValuesPlot(Plot):
    """Linear both ways, from 0 on: a value of 1 is where the transpose undoes W."""

    def __init__(self) -> None:
        translate = QCoreApplication.translate
        titles = (
            translate("SingularValues", "singular values of W"),
            translate("SingularValues", "singular values"),
            "σ",
        )
        super().__init__(STEPS, (translate("SingularValues", "number"),), LINEAR, titles)
        self.setObjectName("singular_values-plot")
        self.setAccessibleName(translate("SingularValues", "Singular values of every layer, the largest first"))

    def show_room(self, count: int, theme: Theme) -> None:
        """For so many values, none of which is known."""
        self.use_theme(theme)
        self._frame(count, 1.0, theme)

    def show_values(self, layers: Sequence[LayerFigures], of_layers: Sequence[str], theme: Theme, *, old: bool) -> None:
        """Of all layers, in their colours; pale if they are not of now."""
        self.use_theme(theme)
        values = [layer.singular_values for layer in layers]
        self.show_lines(list(_stairs(values, of_layers, theme, PALE if old else 1.0)))
        self._frame(max(map(len, values), default=1), max(1.0, colours.largest(*values)), theme)

    def _frame(self, count: int, largest: float, theme: Theme) -> None:
        self.follow(Range(0.0, float(max(1, count)), 0.0, colours.round_limit(ROOM * largest)))
        level = Name(1.0, (QCoreApplication.translate("SingularValues", "1: Wᵀ = W⁺"), "1"), theme.muted)
        self.show_levels([Level(level, Stroke(theme.floor, 1.4, dashes=True))])


def _stairs(values: Sequence[Array], of_layers: Sequence[str], theme: Theme, share: float) -> Iterator[Line]:
    """The i-th value from i − 1 to i: even a single one can be seen."""
    for number, (each, colour) in enumerate(zip(values, of_layers, strict=True), 1):
        x = np.arange(len(each) + 1).repeat(2)[1:-1]
        stroke = Stroke(mixed(colour, theme.surface, share).name(), smooth=False)
        yield Line(x, each.repeat(2).astype(np.float64), stroke, partial(_read, each, number))


def _read(values: Array, layer: int, index: int) -> tuple[str, ...]:
    words = QCoreApplication.translate("SingularValues", "layer {0}, value {1} of {2}")
    value = f"σ = {numbers.precise(float(values[index // 2]))}"
    return words.format(layer, index // 2 + 1, len(values)), value
