"""How far W stretches what it sees: its singular values, all of them 1 where Wᵀ and W⁺ are the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from core.messages.needs import Need
from core.messages.snapshot import Array, LaneSnapshot, Snapshot
from core.parts import figures as parts
from gui.design.theme import Theme
from gui.painting import colours, numbers
from gui.painting.plot import Figure, Line, Plot
from gui.views.base import View

_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROOM = 1.1  # above the largest value


class SingularValuesView(View):
    """A staircase for every layer, the largest value first, and the figures of W that say the same in a number."""

    name: ClassVar[str] = "singular_values"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        titles = (self.tr("singular values of W"), self.tr("singular values"), "σ")
        self.plot = Plot(titles, self.tr("1: Wᵀ = W⁺"), self.tr("number"), self)
        self.plot.setObjectName("singular_values-plot")
        self.plot.setAccessibleName(self.tr("Singular values of every layer, the largest first"))
        self.plot.resized.connect(self.redraw)
        self._table = Figures(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.plot, 1)
        row.addWidget(self._table)
        self.page.addLayout(row, 1)

    @property
    def title(self) -> str:
        return self.tr("Singular values")

    def use_theme(self, theme: Theme) -> None:
        self._shown = ()
        super().use_theme(theme)

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({parts.Figures()})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        part = lane.part(parts.Figures())
        if part is None:
            return False
        shown = (snapshot.run, lane.name, part.moment, self.plot.size())
        if shown != self._shown:
            self._shown = shown
            of_layers = _colours(self.theme, len(part.layers))
            self.plot.show_figure(_figure(part.layers, of_layers), self.theme)
            self._table.show_part(part, of_layers)
        return True


class Figures(QTableWidget):
    """A row for every layer, in its colour: what its singular values amount to, and at which step."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 5, parent)
        self._rows: list[list[QTableWidgetItem]] = []
        self.setObjectName("singular_values-figures")
        self.setAccessibleName(self.tr("Figures of W"))
        for column, (words, tip) in enumerate(self._columns()):
            heading = QTableWidgetItem(words)
            heading.setToolTip(tip)
            heading.setTextAlignment(_AT_THE_RIGHT)
            self.setHorizontalHeaderItem(column, heading)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().hide()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setSizeAdjustPolicy(QTableWidget.SizeAdjustPolicy.AdjustToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        # Or it would take the letters that are the window's keys.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)

    def _columns(self) -> tuple[tuple[str, str], ...]:
        return (
            ("", ""),
            ("‖WWᵀ − I‖", self.tr("0 where the rows of W are orthonormal; of WᵀW in a layer wider than what it sees")),
            (self.tr("tie gap"), self.tr("‖Wᵀ − W⁺‖ / ‖W⁺‖: how far the transpose is from the pseudo-inverse")),
            (self.tr("off PCA"), self.tr("The largest angle between the filters and the leading principal subspace")),
            (self.tr("at step"), self.tr("The moment that the figures and the curve belong to")),
        )

    def show_part(self, part: parts.FiguresPart, of_layers: Sequence[str]) -> None:
        """The figures of all layers, outermost first."""
        layers, step = part.layers, part.moment.step
        while len(self._rows) < len(layers):
            self._add_row()
        for row in range(len(self._rows)):
            self.setRowHidden(row, row >= len(layers))
        for layer, colour, (name, *cells) in zip(layers, of_layers, self._rows, strict=False):
            name.setForeground(QColor(colour))
            for cell, words in zip(cells, _words(layer, step), strict=True):
                cell.setText(words)

    def _add_row(self) -> None:
        """It is kept: every new item costs a reference of None, which PySide does not give back."""
        row = len(self._rows)
        self.insertRow(row)
        items = [QTableWidgetItem(self.tr("layer {0}").format(row + 1)), *(QTableWidgetItem() for _ in range(4))]
        for column, item in enumerate(items):
            item.setTextAlignment(_AT_THE_RIGHT)
            self.setItem(row, column, item)
        self._rows.append(items)


def _words(figures: parts.LayerFigures, step: int) -> tuple[str, ...]:
    angle = figures.largest_principal_angle
    return (
        numbers.short(figures.orthogonality),
        numbers.short(figures.tie_gap),
        f"{angle:.1f}°" if math.isfinite(angle) else numbers.NOT_A_NUMBER,
        str(step),
    )


def _figure(layers: Sequence[parts.LayerFigures], of_layers: Sequence[str]) -> Figure:
    values = [layer.singular_values for layer in layers]
    most = max(1, *(len(each) for each in values))
    top = colours.round_limit(ROOM * max(1.0, colours.largest(*values)))
    lines = [_staircase(each, colour) for each, colour in zip(values, of_layers, strict=True)]
    return Figure(most, 0.0, top, lines, logarithmic=False, floor=1.0)


def _staircase(values: Array, colour: str) -> Line:
    """The i-th value from i − 1 to i: even a single one can be seen."""
    edges = np.arange(len(values) + 1).repeat(2)[1:-1]
    return Line(edges, np.nan_to_num(values).repeat(2), QColor(colour))


def _colours(theme: Theme, count: int) -> list[str]:
    """Of the layers; from the fifth on they come again."""
    return list(islice(cycle((theme.train, theme.validation, theme.flip, theme.text)), count))
