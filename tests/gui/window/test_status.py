"""What the bar at the bottom says of a snapshot."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from gui.widgets.elided import Elided
from gui.widgets.words import Words
from gui.window.status import StatusBar
from tests.gui.snapshots import snapshot


def test_why_steps_are_not_replayed_is_in_the_tool_tip_where_there_is_a_reason(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    shown = snapshot()
    bar.show_snapshot(shown, shown.lane)
    assert bar.toolTip() == ""
    lane = replace(shown.lane, not_replayed="RuntimeError: operation not permitted when stream is capturing")
    bar.show_snapshot(replace(shown, lanes=(lane,)), lane)
    assert "operation not permitted" in bar.toolTip()


def test_a_device_with_a_long_name_takes_no_room_from_the_figures(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show_snapshot(snapshot(), snapshot().lane)
    width, loss = bar.minimumSizeHint().width(), bar.findChild(Words, "status-loss")
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    bar.show_snapshot(replace(snapshot(), device="NVIDIA GeForce RTX 4090 Laptop GPU"), snapshot().lane)
    assert bar.minimumSizeHint().width() == width
    assert isinstance(loss, Words)
    assert loss.width() >= loss.sizeHint().width()
    device = bar.findChild(Elided, "status-device")
    assert isinstance(device, Elided)
    assert device.text() == device.toolTip() == "NVIDIA GeForce RTX 4090 Laptop GPU"
