"""What opens over the window: the list of everything, and the dialog that begins a race.

Imported when they are opened: nobody who opens the window waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from core.messages.commands import Command
from core.messages.snapshot import LaneSnapshot
from gui.design.theme import Theme
from gui.panel.numbers import number
from gui.views.base import View
from gui.window.actions import Actions
from gui.window.commands import Commands


def open_palette(
    window: QWidget, commands: Commands, actions: Actions, views: Mapping[str, View], *, keys_first: bool
) -> None:
    """Let a person type the name of anything; before anything is typed all of it, or what has a key."""
    from gui.window import findable
    from gui.window.palette import Palette

    titles = {name: view.title for name, view in views.items()}
    found = findable.items(commands, actions, titles)
    first = findable.keys(actions) if keys_first else ()
    Palette(found, lambda query: findable.settings(commands, query, number), window, first).show()


def open_race(
    window: QWidget, lane: LaneSnapshot, theme: Theme, button: QWidget, send: Callable[[Command], int]
) -> None:
    """Let a person choose below the button what lanes are to differ in."""
    from gui.race.dialog import RaceDialog

    dialog = RaceDialog(lane, theme, window)
    dialog.chosen.connect(send)
    dialog.show_below(button)
