"""What the sentence under the views is made of: plain numbers and names of one moment of one lane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.experiment.choices import DECODERS
from core.messages.snapshot import LaneSnapshot, Mark, Snapshot
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.traces import read
from gui.panel.words import title
from gui.race.as_it_was import as_it_was
from gui.race.columns import one_floor
from gui.race.looks import looks
from gui.race.newest_loss import newest_loss
from gui.race.standing import lags, standing

AGAIN = 1.05  # times what it was before a change: a loss that is no more has come back


@dataclass(frozen=True)
class Flip:
    """The last change, where that was one of the decoder."""

    before: str  # symbol of the decoder
    after: str
    loss_before: float  # of the training set
    loss_after: float
    steps: int  # since then
    back_after: int | None = None  # steps after which the loss was again what it had been; None if it is not yet


@dataclass(frozen=True)
class Race:
    """How lanes side by side stand, by their labels."""

    first: str  # has the least loss
    second: str
    ratio: float  # of the first one's loss to the floor; NaN where they have not the same
    loss: float  # of the first one
    factor: float  # of the second one's loss to that
    late: str = ""  # a lane that has to catch up …
    at: int = 0  # … and its step


@dataclass(frozen=True)
class Facts:
    """Numbers are NaN where nothing is known. Losses are of whole sets, mean squared errors per component."""

    step: int = 1000
    running: bool = True
    decoder: str = "Wᵀ"  # symbol
    activation: str = "linear"
    linear: bool = True
    width: int = 64  # units of the narrowest layer
    loss: float = math.nan
    validation: float = math.nan
    floor: float = math.nan
    mean: float = math.nan  # what always answering with the mean costs
    tie_gap: float = math.nan
    least: float = math.nan  # singular values
    most: float = math.nan
    dead: int = 0
    units: int = 64
    noise: float = 0.0
    diverged: bool = False
    speed: float = 0.0  # steps per second
    stopped: bool = False  # it has just paused by itself where it was to
    ramp: float | None = None  # how far the dial that turns by itself is from where it began (0) to its end (1)
    flip: Flip | None = None
    race: Race | None = None
    seen: bool = False  # a moment of the past that is looked at again
    tried: bool = False  # with a decoder that was not in force there
    fell: float = math.nan  # the share of the loss that the last half of the steps took away, as far as it is known

    @property
    def ratio(self) -> float:
        """The loss as so many times the floor."""
        return self.loss / self.floor if self.floor > 0 else math.nan


def gather(
    snapshot: Snapshot, lane: LaneSnapshot, stopped_at: int | None = None, shown: Sequence[LaneSnapshot] = ()
) -> Facts:
    """The facts of this moment; at the step ``stopped_at`` it has paused by itself. ``shown`` are the lanes of a race
    that are on the stage."""
    seen = snapshot.seen is not None
    tried = seen and not _was_in_force(lane)
    if seen:
        lane = as_it_was(lane)
    experiment, dead = lane.experiment, lane.part(DeadUnits())
    reading = read(lane.part(Figures()), dead)
    decoder = experiment.decoder
    return Facts(
        step=lane.moment.step,
        running=snapshot.running or seen,
        decoder=title("decoder", decoder),
        activation=title("activation", experiment.activation),
        linear=experiment.activation == "linear",
        width=min(experiment.layers),
        loss=newest_loss(lane, lane.part(TrainingLoss()), "train"),
        validation=newest_loss(lane, lane.part(ValidationLoss()), "validation"),
        floor=lane.pca_floor,
        mean=snapshot.facts.variance if snapshot.facts else math.nan,
        tie_gap=reading.tie_gap,
        least=reading.least,
        most=reading.most,
        dead=0 if dead is None else round(reading.dead),
        units=sum(experiment.layers),
        noise=experiment.noise,
        diverged=lane.diverged,
        speed=snapshot.steps_per_second,
        stopped=not snapshot.running and stopped_at == snapshot.step,
        ramp=_ramp(decoder, lane.dial),
        flip=_flip(lane),
        race=_race(snapshot, shown),
        seen=seen,
        tried=tried,
        fell=_fell(lane),
    )


def _race(snapshot: Snapshot, shown: Sequence[LaneSnapshot]) -> Race | None:
    if len(shown) < 2:
        return None
    of_all, standings = looks(snapshot.lanes), [standing(snapshot, lane) for lane in shown]
    ahead = max(each.step for each in standings)
    late = next((each for each in standings if lags(each, ahead)), None)
    going = sorted(
        (each for each in standings if math.isfinite(each.loss)), key=lambda each: (each.diverged, each.loss)
    )
    if len(going) < 2 or going[0].diverged:
        return None
    first, second, *_ = going
    return Race(
        of_all[first.name].label,
        of_all[second.name].label,
        first.ratio if one_floor(standings) else math.nan,
        first.loss,
        math.inf if second.diverged else second.loss / first.loss if first.loss > 0 else math.nan,
        of_all[late.name].label if late is not None else "",
        late.step if late is not None else 0,
    )


def _was_in_force(lane: LaneSnapshot) -> bool:
    """Whether the decoder is one that the step that is seen had, before a change at it or after."""
    step, found = lane.moment.step, {lane.decoder_at_start}
    for mark in lane.marks:
        if mark.decoder is not None and mark.step < step:
            found = {mark.decoder}
        elif mark.decoder is not None and mark.step == step:
            found.add(mark.decoder)
    return lane.experiment.decoder in found


def _ramp(decoder: str, dial: float | None) -> float | None:
    """The decoder chosen has its place at an end of the dial, and is there only when a ramp is over."""
    end = DECODERS[decoder].place_on_dial
    if dial is None or end not in (0.0, 1.0) or dial == end:
        return None
    return dial if end else 1 - dial


def _flip(lane: LaneSnapshot) -> Flip | None:
    if not lane.marks or lane.marks[-1].decoder is None:
        return None
    *earlier, mark = lane.marks
    before = next((name for each in reversed(earlier) if (name := each.decoder)), lane.decoder_at_start)
    symbols = title("decoder", before), title("decoder", str(mark.decoder))
    return Flip(*symbols, mark.before, mark.after, lane.moment.step - mark.step, _back_after(lane, mark))


def _back_after(lane: LaneSnapshot, mark: Mark) -> int | None:
    curve = lane.losses
    if not len(curve.steps):
        return None
    since = (curve.segment == curve.segment[-1]) & (curve.steps > mark.step)
    back = curve.steps[since & (curve.train <= AGAIN * mark.before)]
    return int(back[0]) - mark.step if len(back) else None


def _fell(lane: LaneSnapshot) -> float:
    curve = lane.losses
    if not len(curve.steps):
        return math.nan
    here = curve.segment == curve.segment[-1]
    steps, losses = curve.steps[here], curve.train[here]
    early = losses[steps - steps[0] <= (steps[-1] - steps[0]) / 2]
    return 1 - float(losses[-1] / early[-1]) if len(early) and len(losses) > 4 else math.nan
