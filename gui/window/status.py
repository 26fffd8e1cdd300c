"""The bar at the bottom: where it trains, how fast, how far, how well."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.inversions import Inversions
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from gui.painting.numbers import figure, grouped, widest_figure
from gui.widgets.elided import Elided
from gui.widgets.steady_label import SteadyLabel
from gui.window.inversion import InversionWords


class StatusBar(QStatusBar):
    """Shows one line of a snapshot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._inversions = InversionWords(self)
        # The device's name may be a long one: it gives way.
        self._device = Elided()
        self._device.setObjectName("status-device")
        self._device.setAccessibleName(self.tr("Device"))
        self._device.setMinimumWidth(self.fontMetrics().horizontalAdvance("Apple M8"))
        self.addWidget(self._device, 2)
        self._labels: dict[str, SteadyLabel] = {}
        for name, meaning, widest in self._cells():
            label = SteadyLabel(widest, sides=1)
            label.setObjectName(name)
            label.setAccessibleName(meaning)
            self._labels[name] = label
            self.addWidget(label)
        # Between the device and the numbers, with most of the room that is left over.
        self._remark = QLabel()
        self._remark.setObjectName("status-inversion")
        self._remark.setAccessibleName(self.tr("How W is inverted"))
        self._remark.setProperty("role", "error")
        self.insertWidget(1, self._remark, 3)

    def _cells(self) -> Iterable[tuple[str, str, list[str]]]:
        """Object name, what a screen reader says, and the widest texts to be expected."""
        yield "status-speed", self.tr("Steps per second"), [self._speed(88_888), self.tr("paused")]
        yield "status-step", self.tr("Step"), [self._step(88_888_888)]
        yield "status-epoch", self.tr("Epoch"), [self._epoch(88_888.8)]
        yield "status-loss", self.tr("Loss"), [self._loss(words) for words in widest_figure()]
        yield "status-validation", self.tr("Validation loss"), [self._validation(words) for words in widest_figure()]
        yield "status-floor", self.tr("PCA floor"), [self._floor(words) for words in widest_figure()]

    def needs(self) -> frozenset[Need[Any]]:
        """What it shows of a lane, whatever else is in sight."""
        return frozenset({ValidationLoss(), TrainingLoss(), Inversions()})

    def say(self, text: str) -> None:
        """What is being waited for, until there is something to show."""
        self.showMessage(text)

    def show_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """The figures of this moment; those that are older say of which step they are."""
        self.clearMessage()
        self._device.say(snapshot.device)
        train, validation = lane.part(TrainingLoss()), lane.part(ValidationLoss())
        before = train.loss if train is not None and not lane.moment.step else math.nan
        loss = lane.batch_loss if math.isfinite(lane.batch_loss) else before
        texts = {
            "status-speed": self._speed(snapshot.steps_per_second) if snapshot.running else self.tr("paused"),
            "status-step": self._step(lane.moment.step),
            "status-epoch": self._epoch(lane.epoch),
            "status-loss": self._loss(figure(loss)),
            "status-validation": self._validation(figure(validation.loss if validation is not None else math.nan)),
            "status-floor": self._floor(figure(lane.pca_floor)),
        }
        for name, text in texts.items():
            self._labels[name].say(text)
        remark = self._inversions.remark(lane)
        if remark != self._remark.text():
            self._remark.setText(remark)
        self.setToolTip("\n".join(filter(None, [self._inversions.detail(lane), self._not_replayed(lane)])))
        self._show_tips(self._when(lane, validation))

    def _when(self, lane: LaneSnapshot, validation: LossPart | None) -> str:
        """Which moment the validation loss is of: another one of the same step is one before a change."""
        if validation is None:
            return self.tr("not measured yet")
        age = lane.moment.step - validation.moment.step
        if age:
            return self.tr("{0} steps ago").format(age)
        return self.tr("at this step") if validation.moment == lane.moment else self.tr("before the last change")

    def _show_tips(self, when: str) -> None:
        """Say what the losses are of."""
        tips = {
            "status-loss": self.tr("Mean squared error per component of the last mini-batch"),
            "status-validation": self.tr("Mean squared error per component of the validation set ({0})").format(when),
            "status-floor": self.tr("The least mean squared error that a linear network of these widths can reach"),
        }
        for name, tip in tips.items():
            self._labels[name].setToolTip(tip)

    def _speed(self, steps_per_second: float) -> str:
        return self.tr("{0} steps/s").format(grouped(steps_per_second))

    def _step(self, step: int) -> str:
        return self.tr("step {0}").format(grouped(step))

    def _epoch(self, epoch: float) -> str:
        return self.tr("epoch {0}").format(grouped(epoch, 1))

    def _loss(self, words: str) -> str:
        return self.tr("loss {0}").format(words)

    def _validation(self, words: str) -> str:
        return self.tr("validation {0}").format(words)

    def _floor(self, words: str) -> str:
        return self.tr("PCA floor {0}").format(words)

    def _not_replayed(self, lane: LaneSnapshot) -> str:
        """Why a GPU may be slower than it could be."""
        if lane.not_replayed is None:
            return ""
        return self.tr("steps are taken one kernel at a time: recording one failed ({0})").format(lane.not_replayed)
