"""What stands around the views: the toolbar, the bands, margins between the cards and the edges, caption and status."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QMenu

from core.experiment import Experiment
from gui.bands import BANDS
from gui.bands.base import Band, BandBar
from gui.design.theme import Theme
from gui.window.actions import Actions
from gui.window.caption import Caption
from gui.window.margins import Margins
from gui.window.status import StatusBar
from gui.window.toolbar import Toolbar


class Bars:
    """Puts them into the window from top to bottom: Tab goes through them in this order."""

    def __init__(self, window: QMainWindow, actions: Actions, menu: QMenu) -> None:
        self._window, self._actions = window, actions
        self.toolbar = Toolbar(actions, menu)
        window.addToolBar(self.toolbar)
        self._margins = Margins(window)
        self.bands: tuple[Band, ...] = ()
        self._band_bars: list[BandBar] = []
        self.caption = Caption()
        self.status = StatusBar()

    def add_bands(self, experiment: Experiment) -> None:
        """After the docks are made, whose place is between them."""
        self.bands = tuple(band() for band in BANDS)
        for side in ("left", "right"):
            self._margins.add(side)
        for band in self.bands:
            self._window.addToolBarBreak(band.area)
            self._window.addToolBar(band.area, bar := BandBar(band))
            self._band_bars.append(bar)
            band.said.connect(self.caption.say)
            band.offer(self._actions.on_bar(band.name))
            band.begin(experiment)
        self._margins.add("above")
        self._window.addToolBarBreak(Qt.ToolBarArea.BottomToolBarArea)
        self._window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.caption)
        self._margins.add("below")  # the later, the nearer to the views
        self._window.setStatusBar(self.status)

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours, and keep these distances."""
        self.toolbar.use_theme(theme)
        self.caption.use_theme(theme)
        self.status.use_theme(theme)
        self._margins.use_theme(theme)
        for bar in self._band_bars:
            bar.use_theme(theme)
