"""What the View button opens: which views are there, the theme, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gui.window.window import MainWindow


def view_menu(window: MainWindow, docks: Sequence[QAction]) -> QMenu:
    """The menu of ``window``, whose docks are shown and hidden by ``docks``."""
    menu = QMenu(window)
    menu.setObjectName("view-menu")
    menu.addActions(docks)
    menu.addAction(window.tr("Restore the layout"), window.restore_layout)
    menu.addSeparator()
    themes = QActionGroup(menu)
    for name, title in (("system", "Theme of the system"), ("light", "Light theme"), ("dark", "Dark theme")):
        action = QAction(window.tr(title), menu)
        action.setObjectName(f"theme-{name}")
        action.setCheckable(True)
        action.setChecked(name == window.theme_name)
        action.triggered.connect(lambda _, chosen=name: window.use_theme(chosen))
        themes.addAction(action)
        menu.addAction(action)
    menu.addSeparator()
    balance = menu.addAction(window.tr("Balance W (linear networks)\tB"), window.balance)
    balance.setObjectName("balance")
    menu.addAction(window.tr("Presentation\tF11"), window.toggle_presentation)
    menu.addAction(window.tr("Keys\t?"), window.keys.show_list)
    return menu
