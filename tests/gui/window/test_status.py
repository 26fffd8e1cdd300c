"""What the bar at the bottom says of a snapshot."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
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
    width, loss = bar.minimumSizeHint().width(), bar.findChild(SteadyLabel, "status-step")
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


CELLS = ("speed", "step", "epoch")


def cells(bar: StatusBar) -> dict[str, SteadyLabel]:
    found = {name: bar.findChild(SteadyLabel, f"status-{name}") for name in CELLS}
    return {name: label for name, label in found.items() if isinstance(label, SteadyLabel)}


def test_nothing_moves_while_numbers_change(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1280, bar.sizeHint().height())
    bar.show()
    places = set()
    for step in (1, 99_999, 12_345_678, 20_000_000, 7):
        now = replace(snapshot(), steps_per_second=step / 1000)
        bar.show_snapshot(now, replace(lane(now), moment=Moment(step), epoch=step / 1437))
        QApplication.processEvents()
        places.add(tuple((label.x(), label.width()) for label in cells(bar).values()))
        for label in cells(bar).values():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width()
    assert len(places) == 1
