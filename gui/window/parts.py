"""What the window is made of: bars, bands, settings and views, and what these tell each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from core.experiment import Experiment
from core.messages.commands import Command
from gui.bands.base import Band
from gui.bands.gauges import GaugesBand
from gui.bands.sentence import SentenceLine
from gui.bands.timeline import TimelineBand
from gui.panel.panel import ExperimentPanel
from gui.views import VIEWS
from gui.views.base import View
from gui.views.loss import LossView
from gui.views.reconstructions import ReconstructionsView
from gui.window import menu
from gui.window.actions import Actions
from gui.window.bars import Bars
from gui.window.docks import Docks
from gui.window.looking import Looking
from gui.window.memory import MEMORIES
from gui.window.notice import Notice
from gui.window.place import Place


class Parts:
    """Made from top to bottom: Tab goes through them in this order.

    Args:
        window: theirs.
        actions: that they offer.
        experiment: the one to begin with.
        looking: which lane is looked at.
        send: a command to the engine.
    """

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        experiment: Experiment,
        looking: Looking,
        send: Callable[[Command], int],
    ) -> None:
        view_menu = QMenu(window)
        self.bars = Bars(window, actions, view_menu)
        self.views: dict[str, View] = {view.name: view() for view in VIEWS}
        self.panel = ExperimentPanel(experiment, send)
        self.panel.waiting_changed.connect(self.bars.toolbar.show_waiting)
        self.docks = Docks(window, self.panel, self.views)
        self.bars.add_bands(experiment)
        self.bands = self.bars.bands
        self.drawn: tuple[Band | View, ...] = (*self.bands, *self.views.values())  # all that draws snapshots
        # A hall reads the caption, under which there are figures; others the sentence, under which there is little.
        lines = [(line, line.objectName() == "caption") for line in window.findChildren(SentenceLine)]
        self.notice = Notice(window, Place(window, lines))
        self.loss = cast(LossView, self.views[LossView.name])
        (self.timeline,) = (band for band in self.bands if isinstance(band, TimelineBand))
        (self.gauges,) = (band for band in self.bands if isinstance(band, GaugesBand))
        self._introduce(looking, send)
        self.timeline.offer_memories([actions[f"past-memory-{each}"] for each in MEMORIES])
        menu.fill(view_menu, self.docks.toggles(), actions.in_menu())
        self.bars.toolbar.show_decoder(experiment.decoder)
        self.bars.status.say(QCoreApplication.translate("MainWindow", "starting: importing torch …"))

    def _introduce(self, looking: Looking, send: Callable[[Command], int]) -> None:
        """Who hears whom."""
        digits = cast(ReconstructionsView, self.views[ReconstructionsView.name])
        for band in self.bands:
            band.told.connect(self.notice.say)
            band.view_wanted.connect(self.docks.show_view)
            digits.chosen.connect(band.choose)
            band.lane_muted.connect(looking.mute)
            band.lane_alone.connect(looking.toggle_alone)
        for part in self.drawn:
            part.sent.connect(send)
            part.lane_chosen.connect(looking.look_at)
        track = self.timeline.track
        self.loss.log_steps_chosen.connect(lambda log: track.lay_out(log_steps=log))
