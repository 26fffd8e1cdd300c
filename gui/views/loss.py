"""The loss over the steps: of the whole training and validation sets, their floors, and everything that was changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.losses import TrainingLoss, ValidationLoss
from gui.design.theme import Theme
from gui.plots.loss_state import LAYOUTS, SINCE, LossState
from gui.plots.losses import Course, course, stays_of
from gui.race.looks import looks
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.loss_choices import LossChoices
from gui.views.loss_header import LossHeader, quieten
from gui.views.loss_now import Now, loss_seen
from gui.views.loss_words import headline, summary
from gui.widgets.controls import ToolButton

if TYPE_CHECKING:
    from gui.plots.ghost import Ghost
    from gui.plots.loss_plot import LossPlot
    from gui.plots.losses import SeedBand
    from gui.plots.table import Table

LOW = 110  # pixels of a plot; lower, there is no room for words beside its numbers


class LossView(View):
    """Follows the run from its first step on; the headline says how far above the floor it is."""

    name: ClassVar[str] = "loss"
    log_steps_chosen = Signal(bool)  # whether equal lengths are equal ratios from now on
    flag_clicked = Signal(int)  # a change that a person asked for, by its step
    ghost_pinned = Signal(int, bool)  # the number of a ghost that is to stay, or not
    ghost_removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: LossPlot | None = None  # made when there is something to draw: it brings pyqtgraph with it
        self._state = LossState()
        self._now = Now()
        self._ghosts: tuple[Ghost, ...] = ()
        self._bands: tuple[SeedBand, ...] = ()
        self._at_start: tuple[tuple[int, str], dict[str, object]] = ((-1, ""), {})
        self._sampled = False
        self._room: tuple[object, ...] = ()  # beside the plot, when the buttons were placed
        self._choices = LossChoices(self)
        self._choices.chosen.connect(self._choose)
        self._head = LossHeader(self.header, self._choices.layouts)
        self._head.since_wanted.connect(self._choices.lay_out_since)
        self._batches = self._batches_button()
        self._check()

    @property
    def title(self) -> str:
        return self.tr("Loss")

    @property
    def state(self) -> LossState:
        """What is chosen now."""
        return self._state

    @state.setter
    def state(self, state: LossState) -> None:
        self._state = state
        self._check()
        self.redraw()
        self.log_steps_chosen.emit(state.log_steps)

    def next_steps(self) -> None:
        """The next way to lay out the steps; since the change where something was changed."""
        changed = self.moment is not None and bool(self.moment[1].marks)
        offered = LAYOUTS if changed else tuple(layout for layout in LAYOUTS if layout != SINCE)
        now = offered.index(self._state.steps) if self._state.steps in offered else -1
        self.state = replace(self._state, steps=offered[(now + 1) % len(offered)])

    def toggle_ghosts(self) -> None:
        """The runs before this one, or not."""
        self.state = replace(self._state, ghosts=not self._state.ghosts)

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """The runs that were before this one."""
        self._ghosts = tuple(ghosts)
        self.redraw()

    def show_bands(self, bands: Sequence[SeedBand]) -> None:
        """Between which losses the lanes were with other seeds."""
        self._bands = tuple(bands)
        self.redraw()

    def use_theme(self, theme: Theme) -> None:
        self._head.use_theme(theme)
        quieten(self._batches, theme, theme.muted)
        super().use_theme(theme)
        self._head.fit()

    def present(self, presented: bool) -> None:
        super().present(presented)
        self._head.present(presented)

    def needs(self) -> frozenset[Need[Any]]:
        # What is not drawn beside a sample's curve would cost the most where there is one.
        return frozenset() if self._sampled else frozenset({TrainingLoss(), ValidationLoss()})

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        return frozenset() if lane.losses.sampled else frozenset({TrainingLoss()})

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        from gui.plots.loss_told import Beside, Told

        if self._at_start[0] != (snapshot.run, lane.name):
            # Marks tell what came; of what they had changed already nobody can say what was before.
            since = {key for mark in lane.marks for key, _ in mark.changes}
            known = {key: value for key, value in lane.experiment.model_dump().items() if key not in since}
            self._at_start = (snapshot.run, lane.name), known
        if self._sampled != (lane.losses.sampled > 0):
            self._sampled = not self._sampled
            self.needs_changed.emit()
        plot = self.plot or self._build_plot()
        variance = snapshot.facts.variance if snapshot.facts is not None else math.nan
        of_all = looks(snapshot.lanes)
        now, *lanes = self._now.of(snapshot, (lane, *self.lanes))
        several = [Beside(each, of_all[each.name].label, of_all[each.name].style) for each in lanes]
        beside = several if len(several) > 1 else ()
        told = Told(snapshot.run, now, variance, self._at_start[1], self._ghosts, beside, self._bands)
        plot.show_losses(told, self._state, self.theme)
        plot.show_seen(snapshot.seen, loss_seen(lane), self.theme.decoder(lane.experiment.decoder, lane.dial))
        self._fit_buttons(plot)
        return True

    def render_ahead(self, ahead: Ahead) -> bool:
        if ahead.floors is None:
            return False
        from gui.plots.loss_told import NO_RUN, Told

        plot = self.plot or self._build_plot()
        plot.show_losses(Told(NO_RUN, ahead.lane(), ahead.floors.variance, {}, ()), self._state, self.theme)
        self._fit_buttons(plot)
        return True

    def _fit_buttons(self, plot: LossPlot) -> None:
        room = (plot.size(), plot.left.fixedWidth, plot.names.fixedWidth, plot.bottom.fixedHeight, self.presented)
        if room != self._room:
            self._room = room
            self._place_batches()

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        newest = self._course(lane).newest if snapshot.seen is None else loss_seen(lane)
        hinted = self.plot is not None and self.plot.sliver and not self.presented
        self._head.say(*headline(lane, newest), hinted=hinted)
        self._place_batches()  # what it asks for changes with its letters
        plot = self.plot
        if plot is not None:
            described = summary(snapshot, lane, self._course(lane), plot.stays)
            if described != plot.accessibleDescription():
                plot.setAccessibleDescription(described)

    def table(self) -> Table:
        """What is drawn, as numbers."""
        assert self.plot is not None, "nothing was drawn yet"
        assert self.plot.course is not None, "nothing was drawn yet"
        known = self.plot.course
        return known.table([stay.name for stay in stays_of(known, self.plot.stays)])

    def _course(self, lane: LaneSnapshot) -> Course:
        """The one that is drawn, if any is."""
        drawn = self.plot.course if self.plot is not None else None
        return drawn or course(lane)

    def _batches_button(self) -> ToolButton:
        """In the corner beside the steps, where nothing else is."""
        action = self._choices.batches
        button = ToolButton(self)
        button.hide()
        button.setObjectName("loss-batches")
        button.setText(self.tr("batches"))
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.setCheckable(True)
        button.setProperty("role", "quiet")
        button.clicked.connect(action.trigger)
        return button

    def _choose(self, state: LossState) -> None:
        self.state = state

    def _check(self) -> None:
        self._choices.show_state(self._state)
        self._head.name_layout(self._state.steps)
        self._batches.setChecked(self._state.batches)

    def _place_batches(self) -> None:
        """At the left of the steps' numbers, if there is room."""
        plot, button = self.plot, self._batches
        if plot is None:
            return
        # What these have asked for: they may not have got it yet.
        size, room = button.sizeHint(), (plot.left.fixedWidth or 0, plot.bottom.fixedHeight or 0)
        button.setGeometry(0, plot.height() - size.height(), size.width(), size.height())
        fits = size.width() <= room[0] and size.height() <= room[1]
        button.setVisible(fits and not self.presented and plot.height() >= self.theme.px(LOW))

    def _build_plot(self) -> LossPlot:
        from gui.plots.loss_plot import LossPlot

        self.plot = plot = LossPlot()
        # Later: a header that changes its height must not lay out a plot that is being laid out.
        plot.resized.connect(self.redraw, Qt.ConnectionType.QueuedConnection)
        plot.menu_wanted.connect(self._open_menu)
        plot.telling.chosen.connect(self.flag_clicked)
        self.page.addWidget(plot, 1)
        self._batches.setParent(plot)
        return plot

    def _open_menu(self, at: QPoint) -> None:
        from gui.plots.ghost_menu import fill
        from gui.plots.menu import open_menu

        assert self.plot is not None, "a menu is asked for on the plot"
        pointed = self.plot.whose(QPointF(self.plot.mapFromGlobal(at)))
        ghosts = self._ghosts if self._state.ghosts else ()
        report: Callable[[str], None] = getattr(self.window(), "report", lambda _: None)
        open_menu(
            *(self.plot, at, "loss", self.table, self._choices.all, report),
            lambda menu: fill(menu, ghosts, pointed, self.ghost_pinned.emit, self.ghost_removed.emit),
        )
