"""What is told of a lane's run beside its batches: the losses of whole sets, and a mark for every change."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from core.messages.history import new_version
from core.messages.losses import LossCurve, empty
from core.messages.snapshot import Mark
from core.training.state import ChronicleState

LADDER = (1, 2, 3, 5, 7)  # … and ten times as much, and so on: where losses are taken after a change
COARSER = ((1, 2, 5), (1, 3))  # in a decade where so many would cost more than their share
COARSEST = (1,)  # in one that takes less time than a single evaluation
SHARE = 0.02  # of the steps of a decade
MOST_MARKS = 1000  # kept, the newest: more than a screen has columns for are of no use to anybody
MOST_POINTS = 1 << 14  # kept, the older ones more thinly: a run that is changed all day long
TURNED = ("dial",)  # the keys of a change that comes many times a second while a hand moves

Changes = tuple[tuple[str, Any], ...]


class Chronicle:
    """Of one lane; ``sampled`` as in :class:`core.messages.losses.LossCurve`, ``price`` of a point in steps."""

    def __init__(self, decoder: str, sampled: int, price: float = 0.0) -> None:
        self._sampled, self._price = sampled, price
        self._closely = False
        self._at_leisure = False
        self._told = ChronicleState(empty(sampled, new_version()), (), decoder)

    @property
    def losses(self) -> LossCurve:
        """So far."""
        return self._told.losses

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The newest of them."""
        return self._told.marks

    @property
    def decoder_at_start(self) -> str:
        """In force before the first mark."""
        return self._told.decoder_at_start

    @property
    def changed_at(self) -> int:
        """The step of the last change; 0 before the first."""
        return self._told.changed_at

    @property
    def due(self) -> int:
        """The step after which the losses are to be taken before the next one."""
        return self._told.due

    def look_closely(self, step: int, closely: bool) -> None:
        """Take the losses at every tenth more of the steps since the last change from ``step`` on, or no more."""
        self._closely = closely
        if closely:
            self._told = replace(self._told, due=min(self._told.due, self._next(step)))

    def take_leisure(self, step: int, leisure: bool) -> None:
        """From ``step`` on there is time for all points, whatever they cost, or there is none."""
        self._at_leisure = leisure
        if leisure:
            self._told = replace(self._told, due=min(self._told.due, self._next(step)))

    def state(self) -> ChronicleState:
        """All of it, without a copy."""
        return replace(self._told, losses=replace(self._told.losses, version=0))

    def restore(self, state: ChronicleState) -> None:
        """Go back to ``state``; what was handed out before stays as it is."""
        losses = replace(state.losses, version=new_version(), sampled=self._sampled)
        self._told = replace(state, losses=losses)

    def known(self, step: int) -> float | None:
        """The training set's loss at ``step`` after all changes so far, if it has been taken."""
        losses, told = self._told.losses, self._told
        if not len(losses.steps) or (losses.steps[-1], losses.segment[-1]) != (step, told.segment):
            return None
        return float(losses.train[-1])

    def take(self, step: int, train: float, validation: float) -> None:
        """The losses at ``step``; of those that are not finite there is no point."""
        told = self._told
        losses = told.losses
        if math.isfinite(train) and math.isfinite(validation) and self.known(step) is None:
            losses = _thinned(_appended(losses, step, train, validation, told.segment))
        marks = told.marks
        if marks and math.isnan(marks[-1].after):
            marks = (*marks[:-1], replace(marks[-1], after=train))
        self._told = replace(told, losses=losses, marks=marks, due=self._next(step))

    def pass_over(self, step: int) -> None:
        """They can't be taken at ``step``."""
        self._told = replace(self._told, due=self._next(step))

    def joins(self, step: int, changes: Changes, near: int) -> bool:
        """Whether these belong to the last mark: the same keys without a step between, or the dial within ``near``."""
        told = self._told
        if not told.marks or _keys(told.marks[-1].changes) != _keys(changes):
            return False
        passed = step - told.changed_at
        return passed == 0 or (_keys(changes) == TURNED and passed <= near)

    def join(self, step: int, changes: Changes, near: int) -> None:
        """Add to the last mark what :meth:`joins` it. While a hand moves the losses wait until it rests."""
        told = self._told
        mark = replace(told.marks[-1], changes=changes, after=math.nan)
        passed = step - told.changed_at
        losses = told.losses if passed else self._before_this(step)
        self._told = replace(
            told,
            losses=losses,
            marks=(*told.marks[:-1], mark),
            segment=told.segment + (passed > 0),
            changed_at=step,
            due=step + (near if passed else 0),
        )

    def change(self, step: int, changes: Changes, before: float) -> None:
        """Mark ``changes`` after ``step``, where the training set's loss was ``before``."""
        told = self._told
        marks = (*told.marks, Mark(step, changes, before))[-MOST_MARKS:]
        self._told = replace(told, marks=marks, segment=told.segment + 1, changed_at=step, due=step)

    def _next(self, step: int) -> int:
        """The next step at which the losses are due after ``step``."""
        passed = step - self._told.changed_at
        following = rung(passed, 0.0 if self._at_leisure else self._price)
        return self._told.changed_at + (min(following, passed + 1 + passed // 10) if self._closely else following)

    def _before_this(self, step: int) -> LossCurve:
        """The curve without the point of this segment at ``step``, which is to be taken again."""
        losses = self._told.losses
        if self.known(step) is None:
            return losses
        columns = {name: column[:-1] for name, column in losses.columns.items()}
        return replace(losses.whole(columns), version=new_version())


def rung(passed: int, price: float = 0.0) -> int:
    """The next of 1, 2, 3, 5, 7 × 10ⁿ that is more than ``passed``; of fewer where one costs ``price`` steps."""
    scale = 1
    while True:
        for each in _rungs(scale, price):
            if each * scale > passed:
                return each * scale
        scale *= 10


def _rungs(scale: int, price: float) -> tuple[int, ...]:
    """Of the decade that begins at ``scale``."""
    steps = 9 * scale
    if price > steps:
        return COARSEST
    return next((each for each in (LADDER, *COARSER) if len(each) * price <= SHARE * steps), COARSER[-1])


def _keys(changes: Changes) -> tuple[str, ...]:
    return tuple(key for key, _ in changes)


def _appended(losses: LossCurve, *point: float) -> LossCurve:
    # New arrays: what was handed out stays as it is. There are five points a decade, not five a second.
    columns = losses.columns
    return losses.whole(
        {
            name: np.append(columns[name], np.array([value], columns[name].dtype))
            for name, value in zip(columns, point, strict=True)
        }
    )


def _thinned(losses: LossCurve) -> LossCurve:
    """The curve with every other point of its older half if there are too many."""
    if len(losses.steps) <= MOST_POINTS:
        return losses
    half = len(losses.steps) // 2
    kept = np.r_[0:half:2, half : len(losses.steps)]
    return replace(losses.whole({name: column[kept] for name, column in losses.columns.items()}), version=new_version())
