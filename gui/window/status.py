"""The bar at the bottom: where it trains, how fast, how far, how well."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.widgets.elided import Elided
from gui.widgets.words import SIDES, Words
from gui.window import inversion

#: Object name, what a screen reader says, and the widest text to be expected: nothing moves while numbers change.
CELLS = (
    ("status-speed", "Steps per second", "88 888 steps/s"),
    ("status-step", "Step", "step 88 888 888"),
    ("status-epoch", "Epoch", "epoch 8 888.8"),
    ("status-loss", "Loss", "loss 0.08888 · validation 0.08888 · PCA floor 0.08888"),
)


class StatusBar(QStatusBar):
    """Shows one line of a snapshot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        # The device's name may be a long one: it gives way.
        self._device = Elided()
        self._device.setObjectName("status-device")
        self._device.setAccessibleName(self.tr("Device"))
        self._device.setMinimumWidth(self.fontMetrics().horizontalAdvance("Apple") + 2 * SIDES)
        self.addWidget(self._device, 2)
        self._labels: dict[str, Words] = {}
        for name, meaning, widest in CELLS:
            label = Words(widest)
            label.setObjectName(name)
            label.setAccessibleName(self.tr(meaning))
            self._labels[name] = label
            self.addWidget(label)
        # Between the device and the numbers, with most of the room that is left over.
        self._remark = QLabel()
        self._remark.setObjectName("status-inversion")
        self._remark.setAccessibleName(self.tr("How W is inverted"))
        self._remark.setProperty("role", "error")
        self.insertWidget(1, self._remark, 3)

    def say(self, text: str) -> None:
        """What is being waited for, until there is something to show."""
        self.showMessage(text)

    def show_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """The figures of this moment; those that are older say of which step they are."""
        self.clearMessage()
        self._device.say(snapshot.device)
        speed = f"{_grouped(snapshot.steps_per_second)} steps/s" if snapshot.running else self.tr("paused")
        loss = lane.batch_loss if math.isfinite(lane.batch_loss) or snapshot.step else lane.evaluation.train_loss
        texts = {
            "status-speed": speed,
            "status-step": f"step {_grouped(snapshot.step)}",
            "status-epoch": f"epoch {snapshot.epoch:,.1f}".replace(",", " "),
            "status-loss": f"loss {_loss(loss)} · validation {_loss(lane.evaluation.validation_loss)}"
            f" · PCA floor {_loss(lane.pca_floor)}",
        }
        for name, text in texts.items():
            self._labels[name].say(text)
        self._remark.setText(inversion.remark(lane, snapshot.step))
        self.setToolTip("\n".join(filter(None, [inversion.detail(lane), self._speed(lane)])))
        age = snapshot.step - lane.evaluation.step
        tip = self.tr("Mean squared errors per component: of the last mini-batch, and of the validation set")
        when = self.tr("{} steps ago").format(age) if age else self.tr("at this step")
        self._labels["status-loss"].setToolTip(f"{tip} ({when}).")

    def _speed(self, lane: LaneSnapshot) -> str:
        """Why a GPU may be slower than it could be."""
        if lane.not_replayed is None:
            return ""
        return self.tr("steps are taken one kernel at a time: recording one failed ({})").format(lane.not_replayed)


def _loss(value: float) -> str:
    """As wide as most losses are, whatever they are."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.5f}" if value < 10 else f"{value:.1e}"


def _grouped(number: float) -> str:
    """Thousands apart by a thin space."""
    return f"{number:,.0f}".replace(",", "\u2009")
