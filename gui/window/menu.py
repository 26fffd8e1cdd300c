"""What the View button opens: which views are there, the theme, what else the window can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def fill(menu: QMenu, docks: Sequence[QAction], sections: Mapping[str, Sequence[QAction]]) -> None:
    """The section "views" follows the actions that show and hide ``docks``; a line is drawn above every other."""
    menu.setObjectName("view-menu")
    menu.addActions(docks)
    for name, actions in sections.items():
        if name != "views":
            menu.addSeparator()
        menu.addActions(actions)
