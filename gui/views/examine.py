"""The loss at rest, to zoom into, to read values off, to export: pyqtgraph does all of that.

The live plot does none of it, for the sake of the training's speed (see benchmarks/README.md). This window costs
nothing while it is closed: pyqtgraph is imported when somebody asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from core.experiment.choices import DECODERS
from core.messages.history import Curve
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.painting.numbers import figure

if TYPE_CHECKING:
    import pyqtgraph

SIZE = (1000, 620)
DECIMALS = 6  # of a loss that is read off


class Examination(QDialog):
    """A window with the curves of one moment; training goes on behind it."""

    def __init__(self, snapshot: Snapshot, lane: LaneSnapshot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examination")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Loss up to step {0}").format(lane.moment.step))
        self.resize(*SIZE)
        self._lane = lane
        self.plot = _plot(lane, theme)
        self.plot.setObjectName("examination-plot")
        self.plot.setAccessibleName(self.windowTitle())
        self.plot.scene().sigMouseMoved.connect(self._read)
        self._values = QLabel(self.tr("Drag to move, wheel or right drag to zoom, right click for axes and export"))
        self._values.setObjectName("examination-values")
        column = QVBoxLayout(self)
        column.addWidget(self.plot, 1)
        column.addWidget(self._values)

    def _read(self, position: QPointF) -> None:
        """The losses at the step under the mouse."""
        item = self.plot.getPlotItem()
        if item.sceneBoundingRect().contains(position):
            self._values.setText(reading(self._lane, item.vb.mapSceneToView(position).x()))


def reading(lane: LaneSnapshot, step: float) -> str:
    """What the curves say nearest to ``step``."""
    parts = []
    words = QCoreApplication.translate("Examination", "{0} {1} at step {2}")
    for name, curve in _curves(lane):
        if len(curve.steps):
            nearest = int(np.argmin(np.abs(curve.steps - step)))
            parts.append(words.format(name, figure(float(curve.values[nearest]), DECIMALS), curve.steps[nearest]))
    return " · ".join([*parts, f"{_floor_name()} {figure(lane.pca_floor, DECIMALS)}"])


def _curves(lane: LaneSnapshot) -> tuple[tuple[str, Curve], tuple[str, Curve]]:
    train = QCoreApplication.translate("Examination", "train")
    validation = Curve(lane.losses.steps, lane.losses.validation)
    return (train, lane.batch_curve), (QCoreApplication.translate("Examination", "validation"), validation)


def _floor_name() -> str:
    return QCoreApplication.translate("Examination", "PCA floor")


def _plot(lane: LaneSnapshot, theme: Theme) -> pyqtgraph.PlotWidget:
    import pyqtgraph

    plot = pyqtgraph.PlotWidget(background=theme.surface)
    item = plot.getPlotItem()
    item.setLogMode(y=True)
    item.addLegend(offset=(-12, 12), labelTextColor=theme.text, labelTextSize="11pt")
    across = QCoreApplication.translate("Examination", "step")
    up = QCoreApplication.translate("Examination", "mean squared error per component")
    for side, words in (("bottom", across), ("left", up)):
        axis = item.getAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setPen(theme.line)
        axis.setTextPen(theme.text)
        axis.setLabel(words, color=theme.text)
    for (name, curve), colour in zip(_curves(lane), (theme.train, theme.validation), strict=True):
        _draw(item, name, curve, colour)
    if lane.pca_floor > 0:
        pen = pyqtgraph.mkPen(theme.floor, width=2, style=Qt.PenStyle.DashLine)
        floor = pyqtgraph.InfiniteLine(np.log10(lane.pca_floor), angle=0, pen=pen, label=_floor_name())
        floor.label.setColor(theme.floor)
        item.addItem(floor)
    for change in lane.marks:
        if change.decoder is None:
            continue
        symbol = DECODERS[change.decoder].title
        mark = pyqtgraph.InfiniteLine(change.step, angle=90, pen=theme.flip, label=symbol)
        mark.label.setColor(theme.flip)
        mark.label.setPosition(0.95)
        item.addItem(mark)
    return plot


def _draw(item: pyqtgraph.PlotItem, name: str, curve: Curve, colour: str) -> None:
    import pyqtgraph

    # A loss of 0 has no logarithm.
    values = np.maximum(curve.values, 1e-30)
    drawn = item.plot(curve.steps, values, pen=pyqtgraph.mkPen(colour, width=1), name=name)
    drawn.setDownsampling(auto=True, method="peak")
    drawn.setClipToView(True)
