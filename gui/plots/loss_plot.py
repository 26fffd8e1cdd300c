"""The plot of the loss: what of it is drawn anew, from where to where it shows, and what has happened in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import Mark
from core.parts.losses import TrainingLoss, ValidationLoss
from gui.design.theme import Theme
from gui.painting import numbers
from gui.painting.colours import mixed
from gui.plots import ticks
from gui.plots.cursor import Seen
from gui.plots.field import Range
from gui.plots.follow import last_decade, steady
from gui.plots.ghost import Ghost
from gui.plots.line import Area, Line, Name, Stroke
from gui.plots.loss_extent import extent
from gui.plots.loss_levels import levels
from gui.plots.loss_lines import Paper, lines
from gui.plots.loss_state import LossState
from gui.plots.loss_told import NO_RUN, Beside, Told
from gui.plots.losses import Course, SeedBand, course, outline
from gui.plots.plot import Plot
from gui.plots.ribbon import Flag, Piece
from gui.plots.scales import LOG_LOSS, LOG_STEPS, STEPS
from gui.plots.story import Account, Stay, accounts, sentence, stays, symbol

SLIVER, LATE, SOME = 24.0, 1000, 10  # pixels, steps: what is narrower, after so many, and as soon as so many are there
FAINT = 0.35  # of their colour that batches have
LOWEST = -45.0  # the logarithm of a loss below all that are drawn


class LossPlot(Plot):
    """Draws a moment; :attr:`course` is what it has drawn."""

    def __init__(self) -> None:
        translate = QCoreApplication.translate
        aside = translate("Loss", "mean squared error"), translate("Loss", "loss")
        super().__init__(LOG_STEPS, (translate("Loss", "step"),), LOG_LOSS, aside)
        self.setObjectName("loss-plot")
        self.setAccessibleName(translate("Loss", "Loss over the steps"))
        self._aside = aside
        self.course: Course | None = None
        self.told: Told | None = None
        self.stays: tuple[Stay, ...] = ()
        self._known: tuple[object, ...] = ()
        self._heights: tuple[float, float] | None = None
        self._of: tuple[object, ...] = ()
        self._since_change = False
        self._told: tuple[Account, ...] = ()
        self._flagged: tuple[Flag, ...] = ()

    def show_losses(self, told: Told, state: LossState, theme: Theme) -> None:
        """Draw what is not drawn yet."""
        lane = told.lane
        self.told = told
        self.use_theme(theme)
        self._since_change = state.since_change
        self._use_state(state)
        # Pale curves in the decoders' colours would be taken for lanes.
        ghosts = told.ghosts if state.ghosts and not told.all_lanes else ()
        first_dial = told.at_start.get("dial")
        dial = first_dial if isinstance(first_dial, float) else None
        self.stays = stays(lane.marks, lane.decoder_at_start, dial, lane.moment.step)
        parts = (lane.part(TrainingLoss()), lane.part(ValidationLoss()))
        content = (
            *(told.run, lane.name, lane.losses.version, lane.losses.end, lane.marks, theme, state, self.size()),
            *(tuple(ghosts), *(part and part.moment for part in parts), lane.pca_floor, lane.validation_floor),
            *(lane.batch_curve.end if state.batches else 0, tuple(each.content for each in told.all_lanes)),
            tuple(told.bands),
        )
        if content == self._known:
            # In most frames it has got longer by some steps, of which no loss is known.
            self._follow(told, ghosts, state)
        else:
            self._show_course(told, ghosts, state, theme)
            self._known = content
        if state.since_change:
            self.show_story((), ())
        else:
            self.show_story([self._piece(stay, theme) for stay in self.stays], self._flagged)

    def show_seen(self, step: int | None, loss: float, colour: str) -> None:
        """Look at this step, where the training set's loss is this; ``None`` for now."""
        if step is None or self._since_change:
            self.cursor.show_seen(None)
            return
        when = numbers.grouped(step)
        value = numbers.at_step(loss)
        words = (f"{when}: {value}", value, when) if math.isfinite(loss) else (when,)
        y = self.up.place(loss) if loss > 0 else math.nan
        self.cursor.show_seen(Seen(self.across.place(step), y, colour, words))

    @property
    def sliver(self) -> bool:
        """Whether hardly anything can be seen of what came after a late change."""
        if not self._told or self._since_change:
            return False
        start, end = self._told[-1].step, self.stays[-1].end
        shown, width = self.field.shown_range(), self.field.boundingRect().width()
        share = (self.across.place(end) - self.across.place(start)) / (shown.right - shown.left)
        return start >= LATE and end - start >= SOME and share * width < SLIVER

    def _show_course(self, told: Told, ghosts: Sequence[Ghost], state: LossState, theme: Theme) -> None:
        """All that stays until something else is known, or is to be shown."""
        lane = told.lane
        self.course = known = course(lane)
        if not self._begun(told):
            self.follow_again()  # where a person looked in another run is nowhere in this one
        self._heights = self._fitting(told, known, ghosts)
        self._follow(told, ghosts, state)
        self.show_areas([] if state.since_change else [_area(band, self._floor, theme) for band in told.bands])
        paper = Paper(theme, self._floor, state.since_change)
        batches = [self._batches(told, state, theme)] if state.batches and not state.since_change else []
        self.show_lines([*batches, *lines(told, known, self.stays, ghosts, paper)])
        names = [*(_end_of_ghost(ghost, theme) for ghost in ghosts), *(_end(each, theme) for each in told.all_lanes)]
        self.show_levels(list(levels(lane, told.variance, theme)), names if not state.since_change else ())
        self._told = accounts(lane.marks, {"decoder": lane.decoder_at_start, **told.at_start})
        self._flagged = tuple(self._flags(lane.marks))

    def _use_state(self, state: LossState) -> None:
        translate = QCoreApplication.translate
        across = translate("Loss", "steps since the change") if state.since_change else translate("Loss", "step")
        scale = LOG_STEPS if state.log_steps else STEPS
        if (scale, across) != self._of:
            self._of = scale, across
            self.use_scales(scale, (across,), LOG_LOSS, self._aside)

    def _follow(self, told: Told, ghosts: Sequence[Ghost], state: LossState) -> None:
        """From the first step on, from the highest loss to just below the floor."""
        known, step = self.course, told.lane.moment.step
        assert known is not None, "it is shown before it is followed"
        if state.since_change:
            step = max((int(known.steps[piece][-1] - known.steps[piece][0]) for piece in known.pieces()), default=1)
        else:
            step = max(step, *(int(ghost.course.steps[-1]) for ghost in ghosts), 1)
            step = max(step, *(each.lane.moment.step for each in told.all_lanes), 1)
        right = last_decade(step) if state.log_steps else float(ticks.end(max(step, 10)))
        bottom, top = self._heights or (-3.0, 0.0)
        self.follow(Range(self.across.place(0.0), right, bottom, top))

    def _fitting(self, told: Told, known: Course, ghosts: Sequence[Ghost]) -> tuple[float, float] | None:
        """From where to where all values are."""
        found = extent(told, known, ghosts)
        if found is None:
            return self._heights
        return steady(*found, self._heights if self._begun(told) else None, 0.06, 0.07)

    def _begun(self, told: Told) -> bool:
        """Whether it is the run that was drawn before, or the first one, of which the floors were."""
        return self._known[:1] in ((told.run,), (NO_RUN,))

    @property
    def _floor(self) -> float:
        """The lowest loss there is room for."""
        return float(10 ** (self._heights[0] if self._heights else LOWEST))

    def _batches(self, told: Told, state: LossState, theme: Theme) -> Line:
        """As much of those of mini-batches as can be seen."""
        faint = Stroke(mixed(theme.muted, theme.surface, FAINT).name(), 1.0, smooth=False)
        shown = self.field.shown_range()
        places = np.linspace(shown.left, shown.right, max(int(self.field.boundingRect().width()), 2))
        return Line(*outline(told.lane.batch_curve, 10**places if state.log_steps else places), faint)

    def _piece(self, stay: Stay, theme: Theme) -> Piece:
        words = QCoreApplication.translate("Loss", "{0} in force, step {1} to {2}")
        said = words.format(stay.name, numbers.grouped(stay.start), numbers.grouped(stay.end))
        start, end = self.across.place(stay.start), self.across.place(stay.end)
        begun = tuple(each for each in self._told if each.step == stay.start)
        return Piece(start, end, stay.name, stay.colours(theme), said, begun)

    def _flags(self, marks: Sequence[Mark]) -> Iterator[Flag]:
        for mark, each in zip(marks, self._told, strict=True):
            if symbol(mark):
                yield Flag(self.across.place(mark.step), symbol(mark), sentence(each), (each,))


def _area(band: SeedBand, floor: float, theme: Theme) -> Area:
    least, most = np.maximum(band.least, floor), np.maximum(band.most, floor)
    return Area(band.steps, least, most, theme.decoder(band.decoder, band.dial))


def _end(told: Beside, theme: Theme) -> Name:
    """The name of a lane, where its curve is now."""
    loss = course(told.lane).newest
    lane = told.lane
    colour = mixed(theme.decoder(lane.experiment.decoder, lane.dial), theme.text, 0.7).name()
    return Name(loss, (f"{told.label} · {numbers.at_step(loss)}", told.label), colour, needed=1)


def _end_of_ghost(ghost: Ghost, theme: Theme) -> Name:
    colour = mixed(ghost.stays[-1].colour(theme), theme.text, 0.7).name()
    return Name(ghost.course.newest, ghost.names, colour, ghost.number)
