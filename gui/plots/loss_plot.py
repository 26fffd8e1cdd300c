"""The plot of the loss: what is drawn of a lane, of the floors, and of the runs before this one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import LaneSnapshot, Mark
from core.parts.losses import TrainingLoss, ValidationLoss
from gui.design.theme import Theme
from gui.painting import numbers
from gui.painting.colours import mixed
from gui.plots import ticks
from gui.plots.cursor import Seen
from gui.plots.field import Range
from gui.plots.follow import last_decade, steady
from gui.plots.ghost import Ghost
from gui.plots.line import Area, Level, Line, Name, Stroke
from gui.plots.loss_state import LossState
from gui.plots.losses import SHOWN, Course, SeedBand, course, outline, stays_of, words_of
from gui.plots.plot import Plot
from gui.plots.ribbon import Flag, Piece
from gui.plots.scales import LOG_LOSS, LOG_STEPS, STEPS
from gui.plots.story import Account, Stay, accounts, sentence, stays, symbol

GHOSTS_ABOVE = 2.0  # times the highest loss of this run: as far as those of earlier ones are shown
PALE, PINNED, FAINT = 0.4, 0.6, 0.35  # of their colour that ghosts, those that are pinned, and batches have
SLIVER, LATE, SOME = 24.0, 1000, 10  # pixels, steps: what is narrower, after so many, and as soon as so many are there
STRONG = 3.0  # pixels: the looked-at lane beside others
NO_RUN = -1  # whose floors are shown before there is one
FIRST = 1.8  # times what the mean costs: room for the loss of a network's first weights


@dataclass(frozen=True, eq=False)
class Beside:
    """Another lane of the run, or how the looked-at one is told from it: by words, and by the dashes of its line."""

    lane: LaneSnapshot
    label: str
    style: tuple[float, ...]

    @property
    def content(self) -> tuple[object, ...]:
        """What decides how it is drawn."""
        lane, part = self.lane, self.lane.part(TrainingLoss())
        moment = part.moment if part is not None else None
        return self.label, self.style, lane.name, lane.losses.version, lane.losses.end, lane.marks, moment


@dataclass(frozen=True, eq=False)
class Told:
    """What is drawn: a lane, what always answering with the mean would cost, and what was known before its changes.

    Of several lanes that are shown ``all_lanes`` has every one, the looked-at one among them.
    """

    run: int
    lane: LaneSnapshot
    variance: float
    at_start: dict[str, object]
    ghosts: Sequence[Ghost]
    all_lanes: Sequence[Beside] = ()
    bands: Sequence[SeedBand] = ()

    @property
    def others(self) -> list[Beside]:
        """All but the looked-at one."""
        return [each for each in self.all_lanes if each.lane.name != self.lane.name]

    @property
    def own(self) -> Beside:
        """How the looked-at one is told from the others."""
        return next((each for each in self.all_lanes if each.lane.name == self.lane.name), Beside(self.lane, "", ()))


@dataclass(frozen=True)
class Pencil:
    """How a course is drawn: how much of its colour it has, whose it is, and its line."""

    share: float
    name: str
    width: float
    pattern: tuple[float, ...] = ()
    head: bool = False  # a dot at its end
    validation: bool = False  # that of the validation set, too


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
        value = f"{when}: {numbers.at_step(loss)}" if math.isfinite(loss) else when
        y = self.up.place(loss) if loss > 0 else math.nan
        self.cursor.show_seen(Seen(self.across.place(step), y, colour, (value, when)))

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
        self.show_areas([] if state.since_change else [self._area(band, theme) for band in told.bands])
        self.show_lines(list(self._lines(told, known, ghosts, state, theme)))
        names = [
            Name(
                *(ghost.course.newest, ghost.names),
                *(mixed(ghost.stays[-1].colour(theme), theme.text, 0.7).name(), ghost.number),
            )
            for ghost in ghosts
        ]
        names += [self._end(each, theme) for each in told.all_lanes]
        self.show_levels(list(_levels(lane, told.variance, theme)), names if not state.since_change else ())
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
        values = np.concatenate([known.train, known.validation])
        healthy = [each.lane.losses.train for each in told.others if not each.lane.diverged]
        values = np.concatenate([values, *healthy]).astype(np.float64)
        # A ghost that was lost must not press flat what is looked at.
        high = GHOSTS_ABOVE * np.max(values[np.isfinite(values)], initial=told.variance if told.variance > 0 else 0.0)
        values = np.concatenate([values, *(np.minimum(ghost.course.train, high) for ghost in ghosts)])
        values = np.concatenate([values, *(np.minimum(band.most, high) for band in told.bands)])
        values = np.concatenate([values, *(np.minimum(band.least, high) for band in told.bands)])
        if not len(known.train):
            values = np.append(values, FIRST * told.variance)
        floors = [floor for floor in (told.lane.pca_floor, told.lane.validation_floor) if floor > SHOWN]
        values = np.append(values, floors)
        values = np.log10(values[np.isfinite(values) & (values > 0)])
        if not len(values):
            return self._heights
        before = self._heights if self._begun(told) else None
        return steady(float(values.min()), float(values.max()), before, 0.06, 0.07)

    def _begun(self, told: Told) -> bool:
        """Whether it is the run that was drawn before, or the first one, of which the floors were."""
        return self._known[:1] in ((told.run,), (NO_RUN,))

    def _area(self, band: SeedBand, theme: Theme) -> Area:
        floor = 10 ** (self._heights[0] if self._heights else -45)
        return Area(
            band.steps,
            np.maximum(band.least, floor),
            np.maximum(band.most, floor),
            theme.decoder(band.decoder, band.dial),
        )

    def _end(self, told: Beside, theme: Theme) -> Name:
        """The name of a lane, where its curve is now."""
        loss = course(told.lane).newest
        lane = told.lane
        colour = mixed(theme.decoder(lane.experiment.decoder, lane.dial), theme.text, 0.7).name()
        return Name(loss, (f"{told.label} · {numbers.at_step(loss)}", told.label), colour, needed=1)

    def _lines(
        self, told: Told, known: Course, ghosts: Sequence[Ghost], state: LossState, theme: Theme
    ) -> Iterator[Line]:
        if state.batches and not state.since_change:
            faint = Stroke(mixed(theme.muted, theme.surface, FAINT).name(), 1.0, smooth=False)
            shown = self.field.shown_range()
            places = np.linspace(shown.left, shown.right, max(int(self.field.boundingRect().width()), 2))
            edges = 10**places if state.log_steps else places
            yield Line(*outline(told.lane.batch_curve, edges), faint)
        for ghost in ghosts:
            share = PINNED if ghost.pinned else PALE
            for line in self._course(ghost.course, ghost.stays, state, theme, Pencil(share, ghost.title, 1.6)):
                yield replace(line, of=ghost.number)
        for other in told.others:
            lane = other.lane
            lived = stays(lane.marks, lane.decoder_at_start, None, lane.moment.step)
            pencil = Pencil(1.0, other.label, 1.6, other.style, head=True)
            yield from self._course(course(lane), lived, state, theme, pencil)
        own = told.own
        pencil = Pencil(1.0, own.label, STRONG if told.others else 2.0, own.style, head=True, validation=True)
        yield from self._course(known, self.stays, state, theme, pencil)

    def _course(
        self, known: Course, stays: Sequence[Stay], state: LossState, theme: Theme, pencil: Pencil
    ) -> Iterator[Line]:
        share, name = pencil.share, pencil.name
        decoders = stays_of(known, stays)
        floor = 10 ** (self._heights[0] if self._heights else -45)
        pieces = list(known.pieces())
        kinds = ((known.validation, True), (known.train, False)) if pencil.validation else ((known.train, False),)
        for values, validation in kinds:
            for piece in pieces:
                stay = decoders[piece.start]
                pale = share if piece is pieces[-1] or not state.since_change else min(share, 0.6)
                colour = mixed(stay.colour(theme), theme.surface, pale).name()
                points = np.flatnonzero(np.isfinite(values[piece])) + piece.start
                x = known.steps[points] - (known.steps[piece][0] if state.since_change else 0)
                # A loss of 0 has no logarithm: it is drawn at the bottom, and read as it is.
                y = np.where(values[points] > 0, values[points], floor)
                describe = partial(self._describe, known, points, stay, validation, name)
                head = piece is pieces[-1] and not validation and pencil.head
                width, pattern = (min(pencil.width, 2.0), ()) if validation else (pencil.width, pencil.pattern)
                yield Line(x, y, Stroke(colour, width, dots=validation, pattern=pattern), describe, head)

    def _describe(
        self, known: Course, points: npt.NDArray[np.intp], stay: Stay, validation: bool, name: str, index: int
    ) -> tuple[str, ...]:
        words = words_of(known, int(points[index]), stay, validation_first=validation)
        return (name, *words) if name else words

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


def _levels(lane: LaneSnapshot, variance: float, theme: Theme) -> Iterator[Level]:
    """The floors, and what the mean would cost: who has learned no more than that is recognised."""
    translate = QCoreApplication.translate
    shown = (
        (
            lane.pca_floor,
            (
                translate("Loss", "PCA floor, train {0}"),
                translate("Loss", "PCA floor, train {0}"),
                translate("Loss", "floor, train {0}"),
                translate("Loss", "floor {0}"),
            ),
            True,
        ),
        (
            lane.validation_floor,
            (
                translate("Loss", "PCA floor, validation {0}"),
                translate("Loss", "PCA floor, val. {0}"),
                translate("Loss", "floor, val. {0}"),
                translate("Loss", "val. {0}"),
            ),
            False,
        ),
        (variance, (translate("Loss", "mean {0}"),), None),
    )
    for value, names, dashes in shown:
        if math.isfinite(value) and value > SHOWN:
            figure = numbers.at_step(value)
            colour = theme.floor if dashes is not None else mixed(theme.muted, theme.surface, 0.6).name()
            stroke = Stroke(
                colour, 1.4 if dashes is not None else 1.0, dots=dashes is False, dashes=dashes is not False
            )
            yield Level(Name(value, tuple(name.format(figure) for name in names), theme.muted), stroke)
