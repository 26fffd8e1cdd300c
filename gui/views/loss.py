"""The loss over the steps: train, validation, the PCA floor, and a mark wherever the decoder was flipped."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from core.decoders import DECODERS
from core.snapshot import Flip, LaneSnapshot, Snapshot
from gui.theme import Theme
from gui.views import curves
from gui.views.base import View
from gui.views.loss_axis import LossAxis

FALL = 0.02  # of the run: the first fall may leave the plot at the top, or all that follows would be one flat line
LABELS = 24  # flips that can have their symbol; every flip has its line


class LossView(View):
    """A plot that follows the run: from step 0 to now, as high and as low as the losses go after the first fall."""

    name: ClassVar[str] = "loss"
    title: ClassVar[str] = "Loss"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[object, ...] | None = None
        self._range: tuple[float, float] | None = None
        self._range_step = 0
        self.page.addLayout(self._build_header())
        self._build_plot()
        self.page.addWidget(self._plot, 1)
        self.use_theme(self.theme)

    def _build_header(self) -> QHBoxLayout:
        # The legend stands above the plot, where it covers nothing.
        self._legend = QLabel(self)
        self._legend.setObjectName("loss-legend")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setToolTip(self.tr("The train loss is that of the last mini-batch"))
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._log = QToolButton(self)
        self._log.setObjectName("loss-log")
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic axis"))
        self._log.setToolTip(self.tr("Logarithmic or linear axis for the loss"))
        self._log.setCheckable(True)
        self._log.setChecked(True)
        self._log.toggled.connect(self._on_log)
        header = QHBoxLayout()
        header.addWidget(self._legend, 1)
        header.addWidget(self._log)
        return header

    def _build_plot(self) -> None:
        self._axis = LossAxis("left")
        self._plot = pg.PlotWidget(self, axisItems={"left": self._axis})
        self._plot.setObjectName("loss-plot")
        self._plot.setAccessibleName(self.tr("Loss over the steps"))
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setMinimumSize(160, 90)
        self._plot.enableAutoRange(False)
        self._plot.getViewBox().sigResized.connect(self._on_resized)
        self._flip_lines = self._plot.plot(connect="pairs")
        self._raw = self._plot.plot()
        self._floor = pg.InfiniteLine(
            angle=0, label=self.tr("PCA floor"), labelOpts={"position": 0.02, "anchors": [(0, 0), (0, 0)]}
        )
        self._plot.addItem(self._floor)
        self._train = self._plot.plot()
        self._validation = self._plot.plot()
        self._symbols = [pg.TextItem(anchor=(0, 0)) for _ in range(LABELS)]
        for symbol in self._symbols:
            symbol.hide()
            self._plot.addItem(symbol)

    def use_theme(self, theme: Theme) -> None:
        self._plot.setBackground(theme.surface)
        for side in ("bottom", "left"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.text)
            axis.setTickFont(self.font())
            axis.enableAutoSIPrefix(False)
        self._label_axes()
        faint = QColor(theme.train)
        faint.setAlphaF(0.3)
        self._raw.setPen(faint)
        self._train.setPen(theme.train, width=2.5)
        self._validation.setPen(theme.validation, width=2.5)
        self._floor.setPen(theme.floor, width=2, style=Qt.PenStyle.DashLine)
        self._floor.label.setColor(theme.floor)
        self._floor.label.setFont(self.font())
        self._flip_lines.setPen(theme.flip, width=1.5)
        for symbol in self._symbols:
            symbol.setColor(theme.flip)
            symbol.setFont(self.font())
        self._drawn = None
        super().use_theme(theme)

    def _label_axes(self) -> None:
        height, metrics = self._axis.height(), QFontMetricsF(self.font())
        losses = (self.tr("mean squared error per component"), self.tr("mean squared error"), self.tr("loss"))
        fitting = next((words for words in losses if metrics.horizontalAdvance(words) * 1.05 < height), losses[-1])
        style = {"color": self.theme.text, "font-size": f"{self.font().pointSizeF()}pt"}
        for axis, words in ((self._axis, fitting), (self._plot.getAxis("bottom"), self.tr("step"))):
            if axis.labelText != words or axis.labelStyle != style:
                axis.setLabel(words, **style)

    def clear(self) -> None:
        super().clear()
        self._drawn = self._range = None

    def _on_resized(self) -> None:
        self._label_axes()
        self.redraw()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        lane = snapshot.lane
        content = (
            snapshot.step,
            len(lane.train_curve.steps),
            len(lane.validation_curve.steps),
            lane.pca_floor,
            lane.flips,
            self._plot.size(),
        )
        if content == self._drawn:
            return
        self._drawn = content
        points = max(self._plot.width(), 100)
        train = curves.finite(lane.train_curve.steps, lane.train_curve.values)
        raw = curves.outline(*train, points)
        mean = curves.smooth(*train, points // 2, [flip.step for flip in lane.flips])
        validation = curves.outline(*curves.finite(lane.validation_curve.steps, lane.validation_curve.values), points)
        for item, (steps, values) in ((self._raw, raw), (self._train, mean), (self._validation, validation)):
            item.setData(steps.astype(np.float64), self._height(values))
        self._draw_floor(lane.pca_floor)
        late = [values[steps >= snapshot.step * FALL] for steps, values in (raw, validation)]
        self._follow(snapshot.step, np.concatenate(late), lane.pca_floor)
        self._draw_flips(lane.flips, snapshot.step)
        self._draw_legend(lane)

    def _on_log(self, logarithmic: bool) -> None:
        self._axis.logarithmic = logarithmic
        self._axis.picture = None
        self._drawn = self._range = None
        self.redraw()

    def _height(self, losses: curves.Losses) -> curves.Losses:
        """The plot's coordinates of these losses."""
        # A loss of exactly zero has no logarithm; it is drawn where the eye takes it for zero.
        return np.log10(np.maximum(losses, 1e-30)) if self._log.isChecked() else losses

    def _draw_floor(self, floor: float) -> None:
        # A code as wide as the data has the floor 0, which a logarithmic axis can't show.
        shown = math.isfinite(floor) and (floor > 1e-12 or not self._log.isChecked())
        self._floor.setVisible(shown)
        if shown:
            self._floor.setPos(float(self._height(np.array([floor]))[0]))

    def _follow(self, step: int, losses: curves.Losses, floor: float) -> None:
        if self._floor.isVisible():
            losses = np.append(losses, floor)
        if step < self._range_step:
            self._range = None
        self._range_step = step
        if len(losses):
            heights = self._height(losses)
            self._range = curves.steady(float(heights.min()), float(heights.max()), self._range)
        low, high = self._range or (-1.0, 0.0)
        self._plot.setRange(xRange=(0, max(step, 1)), yRange=(low, high), padding=0)

    def _draw_flips(self, flips: tuple[Flip, ...], step: int) -> None:
        (_, right), (bottom, top) = self._plot.viewRange()
        steps = np.array([flip.step for flip in flips], np.float64)
        self._flip_lines.setData(np.repeat(steps, 2), np.tile((bottom, top), len(flips)))
        # Symbols where there is room for them, the newest first.
        room = right / max(self._plot.width(), 1) * QFontMetricsF(self.font()).horizontalAdvance("untied ")
        labelled: list[Flip] = []
        for flip in reversed(flips):
            if len(labelled) < LABELS and (not labelled or labelled[-1].step - flip.step > room):
                labelled.append(flip)
        for place, symbol in enumerate(self._symbols):
            symbol.setVisible(place < len(labelled))
            if place < len(labelled):
                flip = labelled[place]
                at_the_edge = right - flip.step < room
                symbol.setText(DECODERS[flip.decoder].symbol)
                symbol.setAnchor((1 if at_the_edge else 0, 0))
                symbol.setPos(flip.step, top)

    def _draw_legend(self, lane: LaneSnapshot) -> None:
        entries = (
            (self.theme.train, "━", self.tr("train"), float(lane.batch_loss)),
            (self.theme.validation, "━", self.tr("validation"), lane.evaluation.validation_loss),
            (self.theme.floor, "╍", self.tr("PCA floor"), lane.pca_floor),
        )
        plain = "  ".join(f"━ {words} {_figure(value)}" for _, _, words, value in entries)
        room = QFontMetricsF(self.font()).horizontalAdvance(plain) < self._legend.width()
        self._legend.setText(
            "&nbsp; ".join(
                f'<span style="color:{colour}"><b>{line}</b></span>&nbsp;{words}{f"&nbsp;{_figure(value)}" * room}'
                for colour, line, words, value in entries
            )
        )


def _figure(value: float) -> str:
    return f"{value:.4f}" if 1e-3 <= value < 1e3 else f"{value:.2e}" if math.isfinite(value) else "–"
