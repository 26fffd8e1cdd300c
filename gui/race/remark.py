"""The word beside the name of a lane: how it stands in the race."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import LaneSnapshot
from gui.painting.numbers import grouped


def remark_of(lane: LaneSnapshot, *, late: bool, pale: bool, leads: bool) -> str:
    """What is most remarkable of it; empty if nothing is."""
    translate = QCoreApplication.translate
    step = lane.moment.step
    if lane.diverged:
        return translate("RaceTable", "stands still at step {0}").format(grouped(step))
    if late:
        return translate("RaceTable", "step {0}").format(grouped(step))
    if pale:
        return translate("RaceTable", "hidden")
    return translate("RaceTable", "leads") if leads else ""
