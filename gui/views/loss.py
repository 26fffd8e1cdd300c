"""The loss over the steps: of the whole training and validation sets, their floors, and everything that was changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.losses import TrainingLoss, ValidationLoss
from gui.design.theme import Theme
from gui.design.typography import Role
from gui.painting import numbers
from gui.plots.key import Key
from gui.plots.loss_state import LAYOUTS, LINEAR, LOG, SINCE, LossState
from gui.plots.losses import Course, course, stays_of
from gui.race.looks import looks
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.loss_now import Now, loss_seen
from gui.widgets.controls import ToolButton
from gui.widgets.tips import wrapped

if TYPE_CHECKING:
    from gui.plots.ghost import Ghost
    from gui.plots.loss_plot import LossPlot
    from gui.plots.losses import SeedBand
    from gui.plots.table import Table

#: Words that can be pressed: nothing here may be as loud as the curve.
QUIET = """
QToolButton {{ background: transparent; color: {words}; border: 1px solid transparent; padding: 0 4px; min-height: 0; }}
QToolButton:hover {{ color: {text}; background: {raised}; }}
QToolButton:checked {{ color: {text}; background: {raised}; border-radius: 4px; font-weight: normal; }}
QToolButton:focus {{ border: 1px solid {accent}; }}
"""

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
        self._actions = {
            "batches": self._choice(self.tr("Batches"), self.tr("Also the loss of every mini-batch, as a faint band")),
            "ghosts": self._choice(
                self.tr("Ghosts"), self.tr("The last three runs and those that are pinned, pale (G)")
            ),
        }
        self._layouts = self._group()
        self._build_header()
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
        self._figure.setFont(theme.font(Role.HEADLINE))
        self._unit.setFont(theme.font(Role.SMALL))
        for button, colour in ((self._batches, theme.muted), (self._hint, theme.accent)):
            button.setFont(theme.font(Role.SMALL))
            button.setStyleSheet(QUIET.format_map({**vars(theme), "words": colour}))
        self._key.use_theme(theme)
        super().use_theme(theme)
        self._fit_header()

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
        floor = lane.pca_floor
        in_floors = floor > 1e-12 and math.isfinite(newest)
        self._figure.setText(numbers.times(newest / floor) if in_floors else numbers.on_plot(newest))
        unit = self.tr("× floor") if in_floors else self.tr("mean squared error")
        few = lane.losses.sampled
        self._unit.setText(self.tr("{0}, over {1} examples").format(unit, numbers.grouped(few)) if few else unit)
        self._hinted = self.plot is not None and self.plot.sliver and not self.presented
        self._fit_header()
        self._place_batches()  # what it asks for changes with its letters
        if self.plot is not None and (described := self._summary(snapshot, lane)) != self.plot.accessibleDescription():
            self.plot.setAccessibleDescription(described)

    def table(self) -> Table:
        """What is drawn, as numbers."""
        assert self.plot is not None, "nothing was drawn yet"
        assert self.plot.course is not None, "nothing was drawn yet"
        known = self.plot.course
        return known.table([stay.name for stay in stays_of(known, self.plot.stays)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit_header()
        return super().eventFilter(watched, event)

    def _course(self, lane: LaneSnapshot) -> Course:
        """The one that is drawn, if any is."""
        drawn = self.plot.course if self.plot is not None else None
        return drawn or course(lane)

    def _summary(self, snapshot: Snapshot, lane: LaneSnapshot) -> str:
        """What the plot shows, for whoever does not see it."""
        known = self._course(lane)
        if not len(known.steps):
            return self.tr("No loss was measured yet.")
        first, now = numbers.at_step(float(known.train[0])), numbers.at_step(known.newest)
        words = self.tr("From {0} at step {1} to {2} at step {3}; the floor of the training set is {4}.").format(
            first, int(known.steps[0]), now, int(known.steps[-1]), numbers.at_step(lane.pca_floor)
        )
        if snapshot.seen is not None:
            seen = self.tr("Step {0} is seen again: {1}.")
            words = f"{words} {seen.format(snapshot.seen, numbers.at_step(loss_seen(lane)))}"
        piece = self.plot.stays[-1] if self.plot is not None and self.plot.stays else None
        return f"{words} {self.tr('Decoder now: {0}.').format(piece.name)}" if piece is not None else words

    def _build_header(self) -> None:
        self._figure, self._unit = QLabel(numbers.NOT_A_NUMBER), QLabel()
        self._figure.setObjectName("loss-figure")
        self._figure.setAccessibleName(self.tr("Loss of the training set, in floors"))
        self._unit.setObjectName("loss-unit")
        self._unit.setProperty("role", "muted")
        self._fitted: tuple[object, ...] = ()
        self._hinted = False
        self._key_names = ((self.tr("train"), self.tr("validation")), (self.tr("train"), self.tr("val.", "short")))
        self._key = Key()
        self._key.setAccessibleName(self.tr("Solid: train, dotted: validation"))
        self._key.setObjectName("loss-key")
        self.header.left.addWidget(self._figure)
        self.header.left.addWidget(self._unit)
        self._hint = ToolButton()
        self._hint.setObjectName("loss-hint")
        self._hint.setText(self.tr("→ since the change"))
        self._hint.setToolTip(
            wrapped(self.tr("The last change is a sliver here: let every piece begin where the axis does (L)"))
        )
        self._hint.clicked.connect(lambda: self._lay_out(SINCE))
        self._hint.hide()
        self._steps = ToolButton()
        self._steps.setObjectName("loss-steps")
        self._steps.setAccessibleName(self.tr("How the steps are laid out"))
        self._steps.setToolTip(wrapped(self.tr("Log steps, linear steps, or steps since the change (L)")))
        self._steps.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._steps)
        menu.addActions(list(self._layouts.values()))
        self._steps.setMenu(menu)
        self.header.left.addWidget(self._hint)
        self.header.right.addWidget(self._key)
        self.header.right.addWidget(self._steps)
        # In the corner beside the steps, where nothing else is.
        self._batches = self._corner("batches", self.tr("batches"))
        self.header.installEventFilter(self)

    def _corner(self, name: str, words: str) -> ToolButton:
        action = self._actions[name]
        button = ToolButton(self)
        button.hide()
        button.setObjectName(f"loss-{name}")
        button.setText(words)
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.setCheckable(True)
        button.setProperty("role", "quiet")
        button.clicked.connect(action.trigger)
        return button

    def _choice(self, words: str, tip: str) -> QAction:
        action = QAction(words, self)
        action.setToolTip(tip)
        action.setCheckable(True)
        action.triggered.connect(self._choose)
        return action

    def _group(self) -> dict[str, QAction]:
        """One of the ways to lay out the steps."""
        group, made = QActionGroup(self), {}
        for layout, words, tip in (
            (LOG, self.tr("Log steps"), self.tr("Equal lengths are equal ratios of steps")),
            (LINEAR, self.tr("Linear steps"), self.tr("Equal lengths are equal numbers of steps")),
            (SINCE, self.tr("Since the change"), self.tr("Log steps, and every piece from its own start")),
        ):
            made[layout] = action = group.addAction(words)
            action.setObjectName(f"loss-steps-{layout}")
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setData(layout)
        group.triggered.connect(lambda action: self._lay_out(action.data()))
        return made

    def _lay_out(self, layout: str) -> None:
        self.state = replace(self._state, steps=layout)

    def _choose(self) -> None:
        batches, ghosts = (self._actions[name].isChecked() for name in ("batches", "ghosts"))
        self.state = replace(self._state, batches=batches, ghosts=ghosts)

    def _check(self) -> None:
        for name, action in self._actions.items():
            action.setChecked(bool(getattr(self._state, name)))
        self._layouts[self._state.steps].setChecked(True)
        names = {LOG: self.tr("log steps"), LINEAR: self.tr("linear steps"), SINCE: self.tr("since change")}
        self._steps.setText(names[self._state.steps])
        self._batches.setChecked(self._state.batches)

    def _fit_header(self) -> None:
        """What there is no room for goes whole."""
        header, line = self.header, self.header.layout()
        assert line is not None, "made with it"
        of = (
            *(header.width(), self.theme.zoom, self._figure.sizeHint().width(), self._unit.text(), self.presented),
            *(self._hinted, self._steps.text()),
        )
        if of == self._fitted:
            return
        self._fitted = of
        long, short = self._key_names
        # The key, the unit, the hint, and the button.
        for names, unit, hint, button in (
            *((long, True, True, True), (short, True, True, True), (None, True, True, True)),
            *((None, False, True, True), (None, False, False, True), (None, False, False, False)),
        ):
            self._key.setVisible(names is not None)
            self._key.say(*(names or short))
            self._unit.setVisible(unit)
            self._hint.setVisible(hint and self._hinted)
            self._steps.setVisible(button and not self.presented)
            for layout in (header.left, header.right, line):
                layout.invalidate()  # what was shown or hidden just now is told by events that come later
            if line.sizeHint().width() <= header.width():
                break
        # Now: the letters may have another size, and a figure that is cut off for a moment is seen.
        line.activate()

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
        choices = [*self._layouts.values(), *self._actions.values()]
        open_menu(
            *(self.plot, at, "loss", self.table, choices, report),
            lambda menu: fill(menu, ghosts, pointed, self.ghost_pinned.emit, self.ghost_removed.emit),
        )
