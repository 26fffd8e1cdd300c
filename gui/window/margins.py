"""The window's grey at both sides and below: cards keep from its edges what they keep from each other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from gui.design.theme import Theme
from gui.design.tokens import STEP

SIDES = {
    "left": Qt.ToolBarArea.LeftToolBarArea,
    "right": Qt.ToolBarArea.RightToolBarArea,
    "above": Qt.ToolBarArea.TopToolBarArea,
    "below": Qt.ToolBarArea.BottomToolBarArea,
}


class Margins:
    """Empty bars: a main window has no other way to keep its docks from its edges."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._bars: dict[str, QToolBar] = {}
        self._fillers: dict[str, QWidget] = {}

    def add(self, side: str) -> None:
        """At one side; above and below it comes after what is there already."""
        bar, filler = QToolBar(), QWidget()
        bar.setObjectName(f"margin-{side}")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(filler)
        if side in ("above", "below"):
            self._window.addToolBarBreak(SIDES[side])
        self._window.addToolBar(SIDES[side], bar)
        self._bars[side], self._fillers[side] = bar, filler

    def use_theme(self, theme: Theme) -> None:
        """As wide as the gap between two cards."""
        gap = theme.px(1.5 * STEP)
        for filler in self._fillers.values():
            filler.setFixedSize(gap, gap)
