"""What the bar at the bottom says of a snapshot."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.messages.snapshot import LaneSnapshot
from core.parts.losses import LossPart, ValidationLoss
from gui.widgets.elided import Elided
from gui.widgets.steady_label import SteadyLabel
from gui.window.status import StatusBar
from tests.gui.conftest import lane
from tests.gui.snapshots import snapshot


def test_why_steps_are_not_replayed_is_in_the_tool_tip_where_there_is_a_reason(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    shown = snapshot()
    bar.show_snapshot(shown, lane(shown))
    assert bar.toolTip() == ""
    bar.show_snapshot(shown, replace(lane(shown), not_replayed="RuntimeError: not permitted when stream is capturing"))
    assert "not permitted" in bar.toolTip()


def test_a_device_with_a_long_name_takes_no_room_from_the_figures(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    shown = snapshot()
    bar.show_snapshot(shown, lane(shown))
    width, loss = bar.minimumSizeHint().width(), bar.findChild(SteadyLabel, "status-loss")
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    assert shown.facts is not None
    facts = replace(shown.facts, device="NVIDIA GeForce RTX 4090 Laptop GPU")
    bar.show_snapshot(replace(shown, facts=facts), lane(shown))
    assert bar.minimumSizeHint().width() == width
    assert isinstance(loss, SteadyLabel)
    assert loss.width() >= loss.sizeHint().width()
    device = bar.findChild(Elided, "status-device")
    assert isinstance(device, Elided)
    assert device.text() == device.toolTip() == "NVIDIA GeForce RTX 4090 Laptop GPU"


CELLS = ("speed", "step", "epoch", "loss", "validation", "floor")


def cells(bar: StatusBar) -> dict[str, SteadyLabel]:
    found = {name: bar.findChild(SteadyLabel, f"status-{name}") for name in CELLS}
    return {name: label for name, label in found.items() if isinstance(label, SteadyLabel)}


def with_losses(lane: LaneSnapshot, loss: float) -> LaneSnapshot:
    """All that the bar calls a loss."""
    parts = {**lane.parts, ValidationLoss(): LossPart(lane.moment, loss)}
    return replace(lane, batch_loss=loss, pca_floor=loss, parts=parts)


def test_nothing_moves_while_numbers_change(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1280, bar.sizeHint().height())
    bar.show()
    places = set()
    for step, loss in ((1, 0.03452), (99_999, 3.1e-8), (12_345_678, 16.63), (20_000_000, 1e30), (7, float("nan"))):
        now = replace(snapshot(), steps_per_second=step / 1000)
        bar.show_snapshot(now, replace(with_losses(lane(now), loss), moment=Moment(step), epoch=step / 1437))
        QApplication.processEvents()
        places.add(tuple((label.x(), label.width()) for label in cells(bar).values()))
        for label in cells(bar).values():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width()
    assert len(places) == 1


def test_no_loss_is_shown_as_0_and_large_ones_keep_their_digits(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    moment = snapshot()
    for loss, words in ((0.0345212, "0.03452"), (3.1e-8, "3.1e−08"), (16.63, "16.6")):
        bar.show_snapshot(moment, with_losses(lane(moment), loss))
        texts = {name: label.text() for name, label in cells(bar).items()}
        assert texts["loss"] == f"loss {words}"
        assert texts["validation"] == f"validation {words}"
        assert texts["floor"] == f"PCA floor {words}"
