"""How far W stretches what it sees: its singular values, all of them 1 where Wᵀ and W⁺ are the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts import figures as parts
from gui.design.theme import Theme
from gui.painting import numbers
from gui.plots.table import Table
from gui.views.ahead import Ahead
from gui.views.base import View

if TYPE_CHECKING:
    from gui.plots.values_plot import ValuesPlot

_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SWATCH = 10  # pixels of a layer's colour beside its name
OLD = 1.5  # seconds; figures that are older are pale


class SingularValuesView(View):
    """A staircase for every layer, the largest value first, and the figures of W that say the same in a number."""

    name: ClassVar[str] = "singular_values"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: ValuesPlot | None = None  # made when there is something to draw: it brings pyqtgraph with it
        self._shown: tuple[object, ...] = ()
        self._at = QLabel()
        self._at.setObjectName("singular_values-at")
        self._at.setAccessibleName(self.tr("The moment that the figures belong to"))
        self._at.setProperty("role", "muted")
        self.header.left.addWidget(self._at)
        self._table = Figures(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self._table)
        self.page.addLayout(self._row, 1)

    @property
    def title(self) -> str:
        return self.tr("Singular values")

    def use_theme(self, theme: Theme) -> None:
        self._shown = ()
        self._at.setFont(theme.font())
        super().use_theme(theme)

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({parts.Figures()})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        part = lane.part(parts.Figures())
        if part is None:
            return False
        plot = self.plot or self._build_plot()
        old = is_old(snapshot, lane, part)
        shown = (snapshot.run, lane.name, part.moment, old, plot.size())
        if shown != self._shown:
            self._shown = shown
            of_layers = _colours(self.theme, len(part.layers))
            plot.show_values(part.layers, of_layers, self.theme, old=old)
            self._table.show_part(part, of_layers)
            # Not only with the other words, later: what is drawn now is of this step.
            self._say_when(part, lane, old=old)
        return True

    def render_ahead(self, ahead: Ahead) -> bool:
        plot = self.plot or self._build_plot()
        counts = [min(pair) for pair in pairwise(ahead.units)]
        plot.show_room(max(counts), self.theme)
        self._table.show_layers(_colours(self.theme, len(counts)))
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        part = lane.part(parts.Figures())
        if part is None or self.plot is None:
            return
        self._say_when(part, lane, old=is_old(snapshot, lane, part))
        layers = [self._describe(number, layer) for number, layer in enumerate(part.layers, 1)]
        self.plot.setAccessibleDescription("\n".join([self._at.text(), *layers[:3]]))

    def _say_when(self, part: parts.FiguresPart, lane: LaneSnapshot, *, old: bool) -> None:
        at, now = numbers.grouped(part.moment.step), numbers.grouped(lane.moment.step)
        self._at.setText(self.tr("at step {0} of {1}").format(at, now) if old else self.tr("at step {0}").format(at))

    def table(self) -> Table:
        """What is drawn, as numbers."""
        part = self.moment[1].part(parts.Figures()) if self.moment is not None else None
        layers = part.layers if part is not None else ()
        most = max((len(layer.singular_values) for layer in layers), default=0)
        rows = [
            [row + 1, *(float(v[row]) if row < len(v) else "" for v in (layer.singular_values for layer in layers))]
            for row in range(most)
        ]
        return Table(("number", *(f"layer_{index + 1}" for index in range(len(layers)))), rows)

    def _describe(self, number: int, layer: parts.LayerFigures) -> str:
        values = layer.singular_values
        ends = numbers.on_plot(float(values[0])), numbers.on_plot(float(values[-1]))
        words = self.tr("Layer {0}: {1} singular values from {2} to {3}, tie gap {4}, {5}.")
        return words.format(number, len(values), *ends, numbers.short(layer.tie_gap), _subspace(layer))

    def _build_plot(self) -> ValuesPlot:
        from gui.plots.values_plot import ValuesPlot

        self.plot = plot = ValuesPlot()
        # Later: a header that changes its height must not lay out a plot that is being laid out.
        plot.resized.connect(self.redraw, Qt.ConnectionType.QueuedConnection)
        plot.menu_wanted.connect(self._open_menu)
        self._row.insertWidget(0, plot, 1)
        return plot

    def _open_menu(self, at: QPoint) -> None:
        from gui.plots.menu import open_menu

        assert self.plot is not None, "a menu is asked for on the plot"
        open_menu(self.plot, at, self.name, self.table, (), getattr(self.window(), "report", print))


def is_old(snapshot: Snapshot, lane: LaneSnapshot, part: parts.FiguresPart) -> bool:
    """Whether the figures are of a moment that has long passed."""
    behind = lane.moment.step - part.moment.step
    return behind > OLD * max(snapshot.steps_per_second, 1.0)


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
        self.setIconSize(QSize(SWATCH, SWATCH))

    def _columns(self) -> tuple[tuple[str, str], ...]:
        return (
            ("", ""),
            ("‖WWᵀ − I‖", self.tr("0 where the rows of W are orthonormal; of WᵀW in a layer wider than what it sees")),
            (self.tr("tie gap"), self.tr("‖Wᵀ − W⁺‖ / ‖W⁺‖: how far the transpose is from the pseudo-inverse")),
            (
                self.tr("off PCA"),
                self.tr(
                    "The largest angle between the filters and the leading principal subspace; where equal variances "
                    "make that no single one, how much the filters capture of what the best could"
                ),
            ),
            (self.tr("at step"), self.tr("The moment that the figures and the curve belong to")),
        )

    def show_part(self, part: parts.FiguresPart, of_layers: Sequence[str]) -> None:
        """The figures of all layers, outermost first."""
        layers, step = part.layers, part.moment.step
        self.show_layers(of_layers)
        for layer, (_, *cells) in zip(layers, self._rows, strict=False):
            for cell, words in zip(cells, _words(layer, step), strict=True):
                cell.setText(words)

    def show_layers(self, of_layers: Sequence[str]) -> None:
        """A row for each, in these colours."""
        while len(self._rows) < len(of_layers):
            self._add_row()
        for row in range(len(self._rows)):
            self.setRowHidden(row, row >= len(of_layers))
        for colour, (name, *_) in zip(of_layers, self._rows, strict=False):
            if name.data(Qt.ItemDataRole.DecorationRole) != QColor(colour):
                name.setData(Qt.ItemDataRole.DecorationRole, QColor(colour))

    def _add_row(self) -> None:
        """It is kept: every new item costs a reference of None, which PySide does not give back."""
        row = len(self._rows)
        self.insertRow(row)
        items = [
            QTableWidgetItem(self.tr("layer {0}").format(row + 1)),
            *(QTableWidgetItem(numbers.NOT_A_NUMBER) for _ in range(4)),
        ]
        for column, item in enumerate(items):
            item.setTextAlignment(_AT_THE_RIGHT)
            self.setItem(row, column, item)
        self._rows.append(items)


def _words(figures: parts.LayerFigures, step: int) -> tuple[str, ...]:
    return (
        numbers.short(figures.orthogonality),
        numbers.short(figures.tie_gap),
        _subspace(figures),
        numbers.grouped(step),
    )


def _subspace(figures: parts.LayerFigures) -> str:
    """How far the filters are from the principal subspace; where equal variances make that no single one, how much of
    what the best could capture these do."""
    translate = QCoreApplication.translate
    if not figures.subspace_unique:
        return translate("SingularValues", "captures {0} %").format(f"{100 * figures.captured:.1f}")
    angle = figures.largest_principal_angle
    return f"{angle:.1f}°" if math.isfinite(angle) else numbers.NOT_A_NUMBER


def _colours(theme: Theme, count: int) -> list[str]:
    """Of the layers; from the fifth on they come again."""
    return list(islice(cycle(theme.layers), count))
