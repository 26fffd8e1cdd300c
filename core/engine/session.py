"""A run: lanes that share their data and batches and differ in what is compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import torch

from core.datasets import load
from core.engine.comparable import SHARED, check_comparable, check_names
from core.engine.lane import Lane
from core.engine.pending import PendingLane
from core.engine.step_price import StepPrice
from core.engine.transfer import Transfer
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.needs import Need
from core.preview import examples_of, spread
from core.training.advance import Losses, advance
from core.training.data import DeviceData
from core.training.feed import Feed
from core.training.replay import Recorder

PROPOSE_EVERY = 64  # steps between two moments that might be gone back to
#: What makes a step another one, beside the decoder.
OTHER_STEP = frozenset({"activation", "output_activation", "optimizer", "batch_size", "noise"})


class Session:
    """Builds the lanes on ``device`` and takes their steps side by side.

    Args:
        experiments: one for each lane.
        names: of the lanes; letters if there are none.
        recorder: makes the recorder of a lane's steps, where they are to be recorded.

    Raises:
        TiescopeError: if there is no lane, or the lanes can't be compared.
    """

    def __init__(
        self,
        experiments: tuple[Experiment, ...],
        device: torch.device,
        names: tuple[LaneId, ...] = (),
        recorder: Callable[[], Recorder] | None = None,
    ) -> None:
        check_comparable(experiments)
        names = check_names(experiments, names)
        first = experiments[0]
        dataset = load(first.dataset, first.options)
        chosen = spread(dataset)
        data = DeviceData(
            train=torch.from_numpy(dataset.train).to(device),
            validation=torch.from_numpy(dataset.validation).to(device),
            examples=torch.from_numpy(dataset.validation[chosen]).to(device),
            variance=dataset.variance,
        )
        feed = Feed(data.train, first.seed)
        self.lanes = tuple(
            Lane(name, experiment, dataset, data, feed, recorder and recorder())
            for name, experiment in zip(names, experiments, strict=True)
        )
        self.price = StepPrice()
        self.stepping = 0.0  # seconds inside of steps so far
        self.examples = examples_of(dataset, chosen)
        self.variance = dataset.variance

    @property
    def names(self) -> tuple[LaneId, ...]:
        """Of the lanes."""
        return tuple(lane.name for lane in self.lanes)

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """With the settings in force."""
        return tuple(lane.experiment for lane in self.lanes)

    @property
    def active(self) -> tuple[Lane, ...]:
        """The lanes that go on."""
        return tuple(lane for lane in self.lanes if not lane.diverged)

    @property
    def step(self) -> int:
        """Steps taken by the lane furthest behind, of those that go on."""
        return min(lane.moment.step for lane in self.active or self.lanes)

    @property
    def end(self) -> int:
        """The step at which the run ends; 0 if it does not."""
        return self.lanes[0].experiment.steps  # the same in all lanes

    @property
    def nbytes(self) -> int:
        """Bytes that can be had again when it is gone, at least."""
        return sum(lane.nbytes for lane in self.lanes)

    def chosen(self, lane: LaneId | None) -> tuple[Lane, ...]:
        """The lane of this name, or all.

        Raises:
            TiescopeError: if there is no such lane.
        """
        if lane is None:
            return self.lanes
        found = tuple(each for each in self.lanes if each.name == lane)
        if not found:
            raise TiescopeError(f"lane must be one of {', '.join(self.names)}, not {lane!r}.")
        return found

    def take(self, needs: Mapping[LaneId, Collection[Need[Any]]], transfer: Transfer) -> list[PendingLane]:
        """All lanes as they are, each with the answers to its needs."""
        return [lane.take(needs.get(lane.name, ()), transfer) for lane in self.lanes]

    def advance(self, count: int, leave: Callable[[], bool] = lambda: False) -> list[Lane]:
        """Take up to ``count`` steps in every lane that goes on; the lanes that have diverged in them.

        Lanes that are behind come first, until they have caught up. No lane goes beyond a step at which its losses are
        due before they are taken, or beyond one at which they are what it is to stop at. ``leave`` is asked after every
        step and every piece of that: true ends it there.
        """
        diverged: list[Lane] = []
        left = False

        def last() -> bool:
            nonlocal left
            left = leave()
            return left

        while not left and self.active:
            group, ahead = self._furthest_behind()
            left = not all(lane.evaluate(leave) for lane in group)
            if left or count <= 0 or any(lane.reached for lane in group):
                break
            before = group[0].moment.step
            ways = [lane.due - before for lane in group]
            most = min(count, PROPOSE_EVERY - before % PROPOSE_EVERY, ahead - before if ahead else count, *ways)
            decoders = [lane.decoder_in_force for lane in group]
            start = time.perf_counter()
            losses = _advance(group, most, last)
            seconds, taken = time.perf_counter() - start, max(map(len, losses))
            self.stepping += seconds
            self.price.took(decoders, taken, seconds)
            diverged += [lane for lane, each in zip(group, losses, strict=True) if not lane.absorb(each)]
            for lane in group:
                if not lane.diverged and lane.moment.step % PROPOSE_EVERY == 0:
                    lane.propose()
            count -= taken
            if diverged:
                break
        return diverged

    def change(self, values: Mapping[str, Any], lane: LaneId | None = None, near: int = 0) -> None:
        """Change settings of one lane or all; nothing is changed if one of them can't be.

        ``near`` says how few steps a hand takes to turn the dial on.
        """
        chosen = self.chosen(lane)
        for key in SHARED:
            if key in values and len(chosen) < len(self.lanes):
                raise TiescopeError(f"{key} must be the same in all lanes of a run, or they can't be compared.", key)
        changed = [each.changed(values) for each in chosen]
        if not OTHER_STEP.isdisjoint(values):
            self.price.forget()
        for each, experiment in zip(chosen, changed, strict=True):
            each.change(experiment, near)

    @property
    def full_speed(self) -> float:
        """Steps per second if nothing but steps is done; 0 if that is not known."""
        return self.price.full_speed([lane.decoder_in_force for lane in self.active])

    def give_up(self) -> None:
        """It is over: its memory is free as soon as nobody holds it, without a search for cycles."""
        for lane in self.lanes:
            lane.give_up()

    def resume(self) -> None:
        """If all lanes stand still, let them try again."""
        if not self.active:
            for lane in self.lanes:
                lane.resume()

    def _furthest_behind(self) -> tuple[Sequence[Lane], int | None]:
        """The lanes to go on with, which stand at one place, and the step of the next ones if they are ahead."""
        steps = {lane.moment.step for lane in self.active}
        behind = min(steps)
        ahead = min(steps - {behind}, default=None)
        first = next(lane for lane in self.active if lane.moment.step == behind)
        # Of one step, and of one place in the data: what a lane that diverged had drawn is worth nothing.
        place = first.trainer.place
        return [each for each in self.active if (each.moment.step, each.trainer.place) == (behind, place)], ahead


def _advance(lanes: Sequence[Lane], count: int, leave: Callable[[], bool]) -> list[Losses]:
    """Take up to ``count`` steps, at most a burst; if one fails, those before it are told all the same."""
    try:
        return advance([lane.trainer for lane in lanes], count, leave)
    except Exception:
        for lane in lanes:
            lane.absorb(lane.trainer.read())
        raise
