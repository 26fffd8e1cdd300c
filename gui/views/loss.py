"""The loss over the steps: train, validation, the PCA floor, and a mark wherever the decoder was flipped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.experiment.choices import DECODERS
from core.messages import snapshot as messages
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.losses import ValidationLoss
from gui.design.theme import Theme
from gui.painting import colours, curves, ticks
from gui.painting.numbers import figure, widest_figure
from gui.painting.plot import Figure, Line, Mark, Plot
from gui.views.base import View
from gui.views.examine import Examination
from gui.widgets import icons
from gui.widgets.controls import ToolButton
from gui.widgets.legend import Entry, Legend

FALL = 0.02  # of the run: the first fall may leave the plot at the top, or all that follows would be one flat line
FAINT = 0.3  # of its colour that the loss of single batches has, behind their mean
LEGEND = 4, 0  # decimals of a number there, and before a power of ten
LABELS = 24  # flips that can have their symbol; every flip has its line


@dataclass(frozen=True)
class LossState:
    """What a person can choose."""

    logarithmic: bool = True  # the axis of the loss


class LossView(View):
    """A plot that follows the run: from step 0 to now, as high and as low as the losses go after the first fall."""

    name: ClassVar[str] = "loss"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[object, ...] | None = None
        self._range: tuple[float, float] | None = None
        self._range_step = 0
        self._totals = curves.Totals()
        self._mean = math.nan  # where the thick curve of the train loss ends
        self.page.addLayout(self._build_header())
        titles = (self.tr("mean squared error per component"), self.tr("mean squared error"), self.tr("loss"))
        self.plot = Plot(titles, self.tr("PCA floor"), self.tr("step"), self)
        self.plot.setObjectName("loss-plot")
        self.plot.setAccessibleName(self.tr("Loss over the steps"))
        self.plot.resized.connect(self.redraw)
        self.page.addWidget(self.plot, 1)

    @property
    def title(self) -> str:
        return self.tr("Loss")

    @property
    def state(self) -> LossState:
        """What is chosen now."""
        return LossState(self._log.isChecked())

    @state.setter
    def state(self, state: LossState) -> None:
        self._log.setChecked(state.logarithmic)

    def _build_header(self) -> QHBoxLayout:
        # The legend stands above the plot, where it covers nothing.
        entries = (
            Entry((self.tr("train"), self.tr("train", "short"))),
            Entry((self.tr("validation"), self.tr("val.", "short"))),
            Entry((self.tr("PCA floor"), self.tr("floor", "short")), dashed=True),
        )
        self._legend = Legend(entries, widest_figure(*LEGEND), self)
        self._legend.setObjectName("loss-legend")
        self._legend.setToolTip(self.tr("The train loss is the mean over the last fortieth of the mini-batches"))
        self._log = ToolButton(self)
        self._log.setObjectName("loss-log")
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic axis"))
        self._log.setToolTip(self.tr("Logarithmic or linear axis for the loss"))
        self._log.setCheckable(True)
        self._log.setChecked(True)
        self._log.toggled.connect(self._on_log)
        self._examine = ToolButton(self)
        self._examine.setObjectName("loss-examine")
        self._examine.setAccessibleName(self.tr("Examine the loss"))
        self._examine.setToolTip(self.tr("A window with the curves so far: zoom, read values off, export"))
        self._examine.clicked.connect(self._on_examine)
        header = QHBoxLayout()
        header.addWidget(self._legend, 1)
        header.addWidget(self._examine)
        header.addWidget(self._log)
        return header

    def use_theme(self, theme: Theme) -> None:
        self._drawn = None
        self._examine.setIcon(icons.magnifier(theme.text))
        self._legend.show_colours((theme.train, theme.validation, theme.floor))
        super().use_theme(theme)

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({ValidationLoss()})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        content = (
            *(snapshot.run, lane.name, lane.moment, self.plot.size()),
            *(lane.batch_curve.version, lane.batch_curve.end, lane.losses.version, lane.losses.end),
        )
        if content != self._drawn:
            self._drawn = content
            self.plot.show_figure(self._figure(lane.moment.step, lane), self.theme)
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        measured = lane.part(ValidationLoss())
        losses = (self._mean, measured.loss if measured is not None else math.nan, lane.pca_floor)
        self._legend.show_figures([figure(loss, *LEGEND) for loss in losses])

    def _figure(self, step: int, lane: LaneSnapshot) -> Figure:
        points = max(self.plot.width(), 100)
        train = curves.finite(lane.batch_curve.steps, lane.batch_curve.values)
        raw = curves.outline(*train, points)
        marks = [mark for mark in lane.marks if mark.decoder is not None]
        totals = self._totals.of(train[1], lane.batch_curve.version)
        breaks = [mark.step for mark in marks]
        mean = curves.smooth(train[0], totals, points // 2, breaks)
        self._mean = curves.latest(train[0], totals, breaks)
        validation = curves.outline(*curves.finite(lane.losses.steps, lane.losses.validation), points)
        # Mixed here: what shines through takes Qt four times as long to draw.
        faint = colours.mixed(self.theme.train, self.theme.surface, FAINT)
        lines = (
            Line(raw[0], self._height(raw[1]), faint, thick=False),
            Line(mean[0], self._height(mean[1]), QColor(self.theme.train)),
            Line(validation[0], self._height(validation[1]), QColor(self.theme.validation)),
        )
        floor = self._floor(lane.pca_floor)
        late = [line.y[line.x >= step * FALL] for line in (lines[0], lines[2])]
        bottom, top = self._follow(step, np.concatenate(late), floor)
        right = ticks.end(step)
        logarithmic = self._log.isChecked()
        return Figure(right, bottom, top, lines, logarithmic, self._marks(marks, right), floor)

    def _on_log(self) -> None:
        self._drawn = self._range = None
        self.redraw()

    def _on_examine(self) -> None:
        if self.moment is not None:
            Examination(*self.moment, self.theme, self.window()).show()

    def _height(self, losses: curves.Losses) -> curves.Losses:
        """The plot's coordinates of these losses."""
        # A loss of exactly zero has no logarithm; it is drawn where the eye takes it for zero.
        return np.log10(np.maximum(losses, 1e-30)) if self._log.isChecked() else losses

    def _floor(self, floor: float) -> float | None:
        """Where it is drawn: a code as wide as the data has the floor 0, which a logarithmic axis can't show."""
        shown = math.isfinite(floor) and (floor > 1e-12 or not self._log.isChecked())
        return float(self._height(np.array(floor))) if shown else None

    def _follow(self, step: int, heights: curves.Losses, floor: float | None) -> tuple[float, float]:
        if floor is not None:
            heights = np.append(heights, floor)
        if step < self._range_step:
            self._range = None
        self._range_step = step
        if len(heights):
            self._range = curves.steady(float(heights.min()), float(heights.max()), self._range)
        return self._range or (-1.0, 0.0)

    def _marks(self, flips: Sequence[messages.Mark], right: float) -> tuple[Mark, ...]:
        """A line for every flip, symbols where there is room for them, the newest first."""
        if not flips:
            return ()
        room = right * self.plot.room(max((decoder.title for decoder in DECODERS.values()), key=len))
        labelled: list[int] = []
        for flip in reversed(flips):
            if len(labelled) < LABELS and (not labelled or labelled[-1] - flip.step > room):
                labelled.append(flip.step)
        last = {flip.step: DECODERS[flip.decoder].title for flip in flips if flip.decoder is not None}
        return tuple(Mark(step, symbol if step in labelled else "") for step, symbol in last.items())
