"""What can be done with the runs before this one: keep one for longer, or let it go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from gui.plots.ghost import Ghost


def fill(
    menu: QMenu,
    ghosts: Sequence[Ghost],
    pointed: int | None,
    pin: Callable[[int, bool], object],
    remove: Callable[[int], object],
) -> None:
    """At once for the ghost of this number, that was pointed at; all others in menus of their own."""
    for ghost in ghosts:
        if ghost.number == pointed:
            menu.addSection(ghost.names[0])
            _offer(menu, ghost, pin, remove)
            menu.addSeparator()
    others = [ghost for ghost in ghosts if ghost.number != pointed]
    if others:
        every = menu.addMenu(QCoreApplication.translate("Loss", "Earlier runs"))
        for ghost in reversed(others):
            _offer(every.addMenu(ghost.title), ghost, pin, remove)
        menu.addSeparator()


def _offer(menu: QMenu, ghost: Ghost, pin: Callable[[int, bool], object], remove: Callable[[int], object]) -> None:
    translate = QCoreApplication.translate
    keep = menu.addAction(translate("Loss", "Pin: keep it beyond three runs"))
    keep.setCheckable(True)
    keep.setChecked(ghost.pinned)
    keep.toggled.connect(partial(pin, ghost.number))
    menu.addAction(translate("Loss", "Remove"), partial(remove, ghost.number))
