"""The row of gauges: what W is like in five figures, and the one sentence that says what that amounts to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from core.messages.events import Event, Stopped
from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.traces import Traces, read
from gui.bands.base import Band
from gui.bands.gauge import BESIDE, HEIGHT, Gauge
from gui.bands.gauge_traces import shapes
from gui.bands.sentence import SentenceLine
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.painting import numbers
from gui.panel.words import title
from gui.race.table import RaceTable
from gui.sentences.facts import gather
from gui.sentences.rules import sentence

OLD = 1.5  # seconds; figures that are older are pale
SENTENCE = 3 * STEP  # pixels high
FIRST_TO_GO = ("step_time", "off_pca", "dead", "sigma")


class GaugesBand(Band):
    """Below the views. Everything in it is written by the clock of words; nothing moves while numbers change."""

    name: ClassVar[str] = "gauges"
    area: ClassVar[Qt.ToolBarArea] = Qt.ToolBarArea.BottomToolBarArea

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moment: tuple[Snapshot, LaneSnapshot] | None = None
        self._shown: tuple[LaneSnapshot, ...] = ()
        self._many = 1  # lanes; of several there is a table in the gauges' place
        self._answered: object = None
        self._sampled = False  # the curve is a sample's: losses of whole sets are not mixed with it
        self._stopped_at: int | None = None  # step at which it paused by itself
        self._drawn: tuple[object, ...] = ()
        column, row = QVBoxLayout(self), QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what is in it gives way
        self._gauges = {
            "tie_gap": Gauge("tie_gap", self.tr("tie gap"), "8.8·10⁻⁸"),
            "sigma": Gauge("sigma", "σ", "8.888 … 8.888"),
            "off_pca": Gauge("off_pca", self.tr("off PCA"), "88.8 %"),
            "dead": Gauge("dead", self.tr("dead"), "88 / 88"),
            "step_time": Gauge("step_time", self.tr("a step"), "8.88 ms", "W⁺ 8.88"),
        }
        for name, gauge in self._gauges.items():
            row.addWidget(gauge)
            gauge.widened.connect(self._arrange)
            view = "filters" if name == "dead" else "singular_values"
            gauge.clicked.connect(lambda _=False, view=view: self.view_wanted.emit(view))
        self.sentence = SentenceLine()
        self.table = RaceTable()
        self.table.hide()
        self.table.sent.connect(self.sent)
        self.table.chosen.connect(self.lane_chosen)
        self.table.muted.connect(self.lane_muted)
        self.table.alone.connect(self.lane_alone)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table)
        column.addWidget(self.sentence)
        self.sentence.said.connect(self.said)
        self._arrange()

    @property
    def title(self) -> str:
        return self.tr("Gauges")

    def needs(self) -> frozenset[Need[Any]]:
        always: frozenset[Need[Any]] = frozenset({Figures(), DeadUnits(), Traces()})
        return always if self._sampled else always | {TrainingLoss(), ValidationLoss()}

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        figures: frozenset[Need[Any]] = frozenset({Figures(), DeadUnits()})
        return figures if lane.losses.sampled else figures | {TrainingLoss()}

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot, shown: Sequence[LaneSnapshot] = ()) -> None:
        self._moment, self._shown = (snapshot, lane), tuple(shown) or (lane,)
        many = len(snapshot.lanes)
        if many != self._many:
            self._many = many
            self.table.setVisible(many > 1)
            if many > 1:
                self.table.show_lanes(snapshot, lane, self._shown)
            self._arrange()
        if self._sampled != (lane.losses.sampled > 0):
            self._sampled = not self._sampled
            self.needs_changed.emit()

    def hear(self, event: Event) -> None:
        if isinstance(event, Stopped):
            self._stopped_at = event.step
            self.write()  # it stands still: no other snapshot need come

    def present(self, presented: bool) -> None:
        # The hall reads it in the caption.
        self.sentence.setVisible(not presented)
        self.table.present(presented)
        self._arrange()

    def use_theme(self, theme: Theme) -> None:
        for gauge in self._gauges.values():
            gauge.use_theme(theme)
        self.sentence.use_theme(theme)
        self.table.use_theme(theme)
        self._drawn = ()
        super().use_theme(theme)
        self._arrange()
        self.write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def write(self) -> None:
        if self._moment is None or not self.in_sight:
            return
        snapshot, lane = self._moment
        if self._many > 1:
            self.table.show_lanes(snapshot, lane, self._shown)
        self._write_figures(snapshot, lane)
        traces = lane.part(Traces())
        drawn = (traces.moment if traces is not None else None, snapshot.run, len(lane.marks))
        if traces is not None and drawn != self._drawn:
            self._drawn = drawn
            for name, shape in shapes(traces, lane, self.theme).items():
                self._gauges[name].trace(shape)
        answered = (
            snapshot.run,
            snapshot.acknowledged,
            snapshot.running,
            snapshot.seen,
            lane.marks[-1:],
            self._stopped_at,
        )
        facts = gather(snapshot, lane, self._stopped_at, self._shown)
        awaited = snapshot.seen is not None and _awaited(lane)
        # What stands still is read beside the other figures of its step.
        at_once = not awaited and (answered != self._answered or not snapshot.running)
        self.sentence.say(sentence(facts), at_once=at_once)
        if not awaited:
            self._answered = answered

    def _write_figures(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        figures, dead = lane.part(Figures()), lane.part(DeadUnits())
        reading, units = read(figures, dead), sum(lane.experiment.layers)
        behind = 0 if figures is None else lane.moment.step - figures.moment.step
        old = behind > OLD * max(snapshot.steps_per_second, 1.0)
        at = self.tr("At step {0}.").format(numbers.grouped(figures.moment.step)) if figures is not None else ""
        pca = self.tr("The largest angle between the filters and the leading principal subspace.")
        label, angle = self.tr("off PCA"), numbers.NOT_A_NUMBER
        if math.isfinite(reading.angle):
            angle = f"{reading.angle:.0f}°" if reading.angle >= 1 or not reading.angle else f"{reading.angle:.1g}°"
        elif math.isfinite(reading.captured):
            label, angle = self.tr("of PCA"), f"{100 * reading.captured:.1f} %"
            pca = self.tr(
                "Equal variances leave no single principal subspace: the share that the filters capture "
                "of the variance that the best linear code of this width captures."
            )
        said = {
            "tie_gap": (self.tr("tie gap"), _steady(reading.tie_gap),
                        self.tr("‖Wᵀ − W⁺‖ / ‖W⁺‖: how far the transpose is from the pseudo-inverse; 0 where the "
                                "rows of W are orthonormal.")),
            "sigma": ("σ", f"{_stretch(reading.least)} … {_stretch(reading.most)}",
                      self.tr("The least and the largest singular value of W: all of them are 1 where Wᵀ = W⁺.")),
            "off_pca": (label, angle, pca),
        }  # fmt: skip
        for name, (words, figure, tip) in said.items():
            self._gauges[name].say(words, figure, "", f"{tip}\n{at}", old=old)
        count = numbers.NOT_A_NUMBER if dead is None else f"{reading.dead:.0f} / {units}"
        tip = self.tr("Units that do the same whatever comes in, over the training set or {0} examples of it.")
        self._gauges["dead"].say(
            self.tr("dead"), count, "", tip.format(0 if dead is None else dead.examples), old=False
        )
        self._write_step_time(snapshot, lane)

    def _write_step_time(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        decoder, prices = lane.experiment.decoder, snapshot.step_seconds
        here = prices.get(decoder)
        other = "pseudo_inverse" if decoder == "transpose" else "transpose"
        figure = numbers.NOT_A_NUMBER if here is None else self.tr("{0} ms").format(numbers.on_plot(1000 * here, 2))
        remark = "" if other not in prices else f"{title('decoder', other)} {numbers.on_plot(1000 * prices[other], 2)}"
        tip = self.tr("What a step of training takes, measured inside the steps whatever the pace, by decoder:")
        lines = [f"{title('decoder', name)}: {numbers.on_plot(1000 * price, 3)} ms" for name, price in prices.items()]
        self._gauges["step_time"].say(self.tr("a step"), figure, remark, "\n".join([tip, *lines]), old=False)

    def _arrange(self) -> None:
        """In equal columns where each has enough of one, else with equal gaps.

        Where there is too little room the traces go first, then what a step takes, then others.
        """
        room, high = self.width(), self.theme.px(HEIGHT)
        traced = sum(gauge.width_of(traced=True) for gauge in self._gauges.values()) <= room
        widths = {name: gauge.width_of(traced=traced) for name, gauge in self._gauges.items()}
        for name in FIRST_TO_GO:
            if sum(widths.values()) > room:
                del widths[name]
        spare = max(room - sum(widths.values()), 0) // max(len(widths), 1)
        equal = room // max(len(widths), 1)
        for name, gauge in self._gauges.items():
            gauge.let_trace(traced)
            gauge.setVisible(name in widths and self._many == 1)
            if name in widths:
                gauge.setFixedSize(equal if equal >= max(widths.values()) else widths[name] + spare, high)
        self.sentence.setFixedHeight(self.theme.px(SENTENCE))
        self.sentence.setContentsMargins(self.theme.px(BESIDE), 0, self.theme.px(BESIDE), 0)
        above = high if self._many == 1 else self.table.sizeHint().height()
        self.table.setFixedHeight(self.table.sizeHint().height())
        self.setFixedHeight(above + (0 if self.sentence.isHidden() else self.theme.px(SENTENCE)))
        layout = self.layout()
        assert layout is not None, "made with it"
        layout.activate()


def _stretch(value: float) -> str:
    """A singular value with three decimals, which say how near it is to 1."""
    return numbers.on_plot(value) if not 0.001 <= value < 10 else f"{value:.3f}".removeprefix("0")


def _steady(value: float) -> str:
    """A ratio with two digits, the last one also where it is 0: what follows stays where it is."""
    return numbers.on_plot(value, 2) if not 1e-4 <= value < 0.995 else f"{value:#.2g}".removeprefix("0")


def _awaited(lane: LaneSnapshot) -> bool:
    """Whether the loss of the step that is seen is still to come: the curve has that of an earlier one."""
    part, curve = lane.part(TrainingLoss()), lane.losses
    return not (curve.sampled or (part is not None and part.moment == lane.moment) or lane.moment.step in curve.steps)
