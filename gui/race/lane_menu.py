"""What can be asked of a lane, as a menu at its row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from gui.race.row import Row


def open_lane_menu(row: Row, at: QPoint, do: Callable[[str], None]) -> None:
    """``at`` is a place in the row; ``do`` is told what was chosen, by its name."""
    translate = QCoreApplication.translate
    menu = QMenu(row.parentWidget())
    menu.setObjectName("lane-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(translate("RaceTable", "Rename"), row.begin_to_rename)
    mute = translate("RaceTable", "Show again") if row.said.pale else translate("RaceTable", "Mute")
    menu.addAction(mute, partial(do, "mute"))
    menu.addAction(translate("RaceTable", "Alone"), partial(do, "alone"))
    menu.addAction(translate("RaceTable", "Drop"), partial(do, "drop"))
    menu.popup(row.mapToGlobal(at))
