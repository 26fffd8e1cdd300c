"""A run: lanes that differ in what is compared, step by step on the same batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from core.engine.comparable import SHARED
from core.engine.lane import Lane
from core.engine.lane_clock import LaneClock
from core.engine.lanes import Lanes
from core.engine.pending import PendingLane
from core.engine.transfer import Transfer
from core.engine.travelling import PROPOSE_EVERY
from core.errors import TiescopeError
from core.messages.commands import LaneId
from core.messages.needs import Need
from core.training.advance import Losses, advance

ALTERNATE = 8  # steps between lanes that have other batches: they are seen side by side
#: What makes a step another one, beside the decoder.
OTHER_STEP = frozenset({"activation", "output_activation", "optimizer", "batch_size", "noise"})


class Session(Lanes):
    """Takes the steps of its lanes side by side."""

    stepping = 0.0  # seconds inside of steps so far
    each = False  # whether every step is kept

    @property
    def step(self) -> int:
        """Steps taken by the lane furthest behind, of those that go on."""
        return min(lane.moment.step for lane in self.active or self.lanes)

    @property
    def end(self) -> int:
        """The step at which the run ends; 0 if it does not."""
        return self.lanes[0].experiment.steps  # the same in all lanes

    def take(self, needs: Mapping[LaneId, Collection[Need[Any]]], transfer: Transfer) -> list[PendingLane]:
        """All lanes as they are, each with the answers to its needs."""
        back = self.run_before is not None and not self.changed_last()
        forth = self.run_after is not None and not self.undone_last()
        return [
            lane.take(
                needs.get(lane.name, ()),
                transfer,
                can_undo=back or bool(self.changed_last(lane.name)),
                can_redo=forth or bool(self.undone_last(lane.name)),
            )
            for lane in self.lanes
        ]

    def advance(self, count: int, leave: Callable[[], bool] = lambda: False) -> list[Lane]:
        """Take up to ``count`` steps in every lane that goes on; the lanes that have diverged in them.

        Lanes that are behind come first, until they have caught up. No lane goes beyond a step at which its losses are
        due before they are taken, beyond one at which they are what it is to stop at, or beyond one that is to be kept.
        ``leave`` is asked after every step and every piece of that: true ends it there.
        """
        diverged: list[Lane] = []
        left = False

        def last() -> bool:
            nonlocal left
            left = leave()
            return left

        while not left and self.active:
            group, ahead, alternate = self._furthest_behind()
            left = not all(lane.evaluate(leave) for lane in group)
            if left or count <= 0 or any(lane.reached for lane in group):
                break
            before = group[0].moment.step
            ways = [lane.due - before for lane in group]
            ways += [ahead - before] if ahead is not None else []
            ways += [ALTERNATE] if alternate else []
            ways += [1] if self.each else []
            most = max(1, min(count, PROPOSE_EVERY - before % PROPOSE_EVERY, *ways))
            decoders = [lane.decoder_in_force for lane in group]
            start, clock = time.perf_counter(), LaneClock(len(group))
            losses = _advance(group, most, last, clock)
            seconds, taken = time.perf_counter() - start, max(map(len, losses))
            self.stepping += seconds
            self.price.took(decoders, taken, seconds)
            for lane, decoder, share in zip(group, decoders, clock.shares(), strict=True):
                lane.price.took((decoder,), taken, share * seconds)
            diverged += [lane for lane, each in zip(group, losses, strict=True) if not lane.absorb(each)]
            for lane in group:
                if not lane.diverged and lane.moment.step % PROPOSE_EVERY == 0:
                    lane.propose()
                lane.keep(single=self.each)
            count -= taken
            if diverged:
                break
        return diverged

    def change(self, values: Mapping[str, Any], lane: LaneId | None = None, near: int = 0) -> None:
        """Change settings of one lane or all; nothing is changed if one of them can't be.

        ``near`` says how few steps a hand takes to turn the dial on.
        """
        chosen = self.chosen(lane)
        self.check_shared(values, len(self.lanes) - len(chosen))
        changed = [each.changed(values) for each in chosen]
        if not OTHER_STEP.isdisjoint(values):
            self.price.forget()
            for each in chosen:
                each.price.forget()
        for each, experiment in zip(chosen, changed, strict=True):
            each.change(experiment, near)

    def check_shared(self, values: Mapping[str, Any], others: int) -> None:
        """Raises TiescopeError if one of these keys must be the same in the ``others``, which it is not chosen for."""
        for key in SHARED:
            if key in values and others > 0:
                raise TiescopeError(f"{key} must be the same in all lanes of a run, or they can't be compared.", key)

    @property
    def full_speed(self) -> float:
        """Steps per second if nothing but steps is done; 0 if that is not known."""
        return self.price.full_speed([lane.decoder_in_force for lane in self.active])

    def _furthest_behind(self) -> tuple[Sequence[Lane], int | None, bool]:
        """The lanes to go on with, which stand at one place, and the step of the next ones if they are ahead; whether
        these are to be passed by a little, because others stand where they stand."""
        steps = {lane.moment.step for lane in self.active}
        behind = min(steps)
        ahead = min(steps - {behind}, default=None)
        first = next(lane for lane in self.active if lane.moment.step == behind)
        group = [each for each in self.active if each.moment.step == behind and _together(first, each)]
        near = [each for each in self.active if each.moment.step <= behind + ALTERNATE]
        alternate = any(not _share_batches(first, each) for each in near)
        return group, ahead, alternate


def _share_batches(one: Lane, other: Lane) -> bool:
    """Whether both have the same batches, one after the other."""
    return one.source.feed is other.source.feed and one.experiment.batch_size == other.experiment.batch_size


def _together(one: Lane, other: Lane) -> bool:
    """Whether both are given the same batch next: what a lane that diverged had drawn is worth nothing."""
    return _share_batches(one, other) and one.trainer.place == other.trainer.place


def _advance(
    lanes: Sequence[Lane], count: int, leave: Callable[[], bool], clock: Callable[[int], None]
) -> list[Losses]:
    """Take up to ``count`` steps, at most a burst; if one fails, those before it are told all the same."""
    try:
        return advance([lane.trainer for lane in lanes], count, leave, clock)
    except Exception:
        for lane in lanes:
            lane.absorb(lane.trainer.read())
        raise
