"""What the bar at the bottom says of a snapshot."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from gui.status import StatusBar
from tests.gui.snapshots import snapshot


def test_why_steps_are_not_replayed_is_in_the_tool_tip_where_there_is_a_reason(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    shown = snapshot()
    bar.show_snapshot(shown)
    assert bar.toolTip() == ""
    lane = replace(shown.lane, not_replayed="RuntimeError: operation not permitted when stream is capturing")
    bar.show_snapshot(replace(shown, lanes=(lane,)))
    assert "operation not permitted" in bar.toolTip()
