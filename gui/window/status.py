"""The bar at the bottom: what trains, how fast, how far, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from core.messages.needs import Need
from core.messages.pace import FILM, FULL
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.inversions import Inversions
from gui.design.theme import Theme
from gui.design.typography import Role
from gui.painting.numbers import grouped
from gui.widgets.elided import Elided
from gui.widgets.steady_label import SteadyLabel
from gui.window.inversion import InversionWords


class StatusBar(QStatusBar):
    """Shows one line of a snapshot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._inversions = InversionWords(self)
        self.setContentsMargins(16, 0, 8, 4)  # its first words stand below those of the gauges
        self._stop = Elided()
        self._stop.setObjectName("status-stop")
        self._stop.setAccessibleName(self.tr("Where it will pause"))
        self.addWidget(self._stop, 2)
        self._remark = QLabel()
        self._remark.setObjectName("status-inversion")
        self._remark.setAccessibleName(self.tr("How W is inverted"))
        self._remark.setProperty("role", "error")
        self.addWidget(self._remark)
        self._labels: dict[str, SteadyLabel] = {}
        for name, meaning, widest in self._cells():
            label = SteadyLabel(widest, sides=1)
            label.setObjectName(name)
            label.setAccessibleName(meaning)
            self._labels[name] = label
            self.addWidget(label)
        # The device's name may be a long one: it gives way.
        self._device = Elided()
        self._device.setObjectName("status-device")
        self._device.setAccessibleName(self.tr("Device"))
        self._device.setMinimumWidth(self.fontMetrics().horizontalAdvance("Apple M8"))
        self.addWidget(self._device)

    def _cells(self) -> Iterable[tuple[str, str, list[str]]]:
        """Object name, what a screen reader says, and the widest texts to be expected."""
        yield "status-pace", self.tr("Pace"), [self.tr("film · full speed here {0}/s").format(grouped(88_888))]
        yield "status-speed", self.tr("Steps per second"), [self._speed(88_888), self.tr("paused")]
        yield "status-step", self.tr("Step"), [self._step(88_888_888)]
        yield "status-epoch", self.tr("Epoch"), [self._epoch(88_888.8)]

    def needs(self) -> frozenset[Need[Any]]:
        """What it shows of a lane, whatever else is in sight."""
        return frozenset({Inversions()})

    def use_theme(self, theme: Theme) -> None:
        """Small, whatever else is large."""
        for label in (self._stop, self._remark, self._device, *self._labels.values()):
            label.setFont(theme.font(Role.SMALL))

    def say(self, text: str) -> None:
        """What is being waited for, until there is something to show."""
        # Where the words stand that come next, not where Qt would put them.
        self._stop.say(text)
        self._device.say("")
        for label in self._labels.values():
            label.say("")
        self._remark.clear()

    def show_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """The figures of this moment; those that are older say of which step they are."""
        self._device.say(snapshot.device)
        self._stop.say(self._stops(snapshot) if snapshot.seen is None else self._meanwhile(snapshot))
        texts = {
            "status-pace": self._pace(snapshot),
            "status-speed": self._goes(snapshot),
            "status-step": self._step(lane.moment.step),
            "status-epoch": self._epoch(lane.epoch),
        }
        for name, text in texts.items():
            self._labels[name].say(text)
        remark = self._inversions.remark(lane)
        if remark != self._remark.text():
            self._remark.setText(remark)
        self.setToolTip("\n".join(filter(None, [self._inversions.detail(lane), self._not_replayed(lane)])))

    def _goes(self, snapshot: Snapshot) -> str:
        if snapshot.seen is not None:
            return self.tr("the past")
        return self._speed(snapshot.steps_per_second) if snapshot.running else self.tr("paused")

    def _meanwhile(self, snapshot: Snapshot) -> str:
        """What becomes of the present while the past is seen."""
        speed = snapshot.steps_per_second
        return self.tr("trains on meanwhile, {0}").format(self._speed(speed)) if speed else self.tr("paused meanwhile")

    def _pace(self, snapshot: Snapshot) -> str:
        """What pace it goes at, and what it could do here."""
        names = {FILM: self.tr("film"), FULL: self.tr("full speed")}
        name = names.get(snapshot.pace) or self.tr("{0} a frame").format(snapshot.pace)
        if snapshot.pace == FULL or not snapshot.full_speed:
            return name
        return self.tr("{0} · full speed here {1}/s").format(name, grouped(snapshot.full_speed))

    def _stops(self, snapshot: Snapshot) -> str:
        """Where it pauses by itself, if anywhere."""
        places = []
        if snapshot.stop_at_floor is not None:
            places.append(self.tr("{0} × floor").format(f"{snapshot.stop_at_floor:g}"))
        if snapshot.stop_step is not None:
            places.append(self._step(snapshot.stop_step))
        return self.tr("stops at {0}").format(self.tr(" or ").join(places)) if places else ""

    def _speed(self, steps_per_second: float) -> str:
        return self.tr("{0} steps/s").format(grouped(steps_per_second))

    def _step(self, step: int) -> str:
        return self.tr("step {0}").format(grouped(step))

    def _epoch(self, epoch: float) -> str:
        return self.tr("epoch {0}").format(grouped(epoch, 1))

    def _not_replayed(self, lane: LaneSnapshot) -> str:
        """Why a GPU may be slower than it could be."""
        if lane.not_replayed is None:
            return ""
        return self.tr("steps are taken one kernel at a time: recording one failed ({0})").format(lane.not_replayed)
