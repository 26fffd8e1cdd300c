"""A run: lanes that share their data and batches and differ in what is compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import torch

from core.engine import memory
from core.engine.archive import Archive
from core.engine.comparable import SHARED, check_comparable, check_names, free_name
from core.engine.lane import Lane
from core.engine.pending import PendingLane
from core.engine.shared_data import SharedData
from core.engine.step_price import StepPrice
from core.engine.transfer import Transfer
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.messages.needs import Need
from core.timeline.timeline import CommandCount, Timeline
from core.training.advance import Losses, advance
from core.training.replay import Recorder
from core.training.state import LaneState

PROPOSE_EVERY = 64  # steps between two moments that might be gone back to
ROOM = 256 << 20  # bytes for states of the past, of all lanes
ALTERNATE = 8  # steps between lanes that have other batches: they are seen side by side
#: What makes a step another one, beside the decoder.
OTHER_STEP = frozenset({"activation", "output_activation", "optimizer", "batch_size", "noise"})


class Session:
    """Builds the lanes on ``device`` and takes their steps side by side.

    Args:
        experiments: one for each lane.
        names: of the lanes; letters if there are none.
        recorder: makes the recorder of a lane's steps, where they are to be recorded.
        room: bytes for states of the past, of all lanes together.

    Raises:
        TiescopeError: if there is no lane, or the lanes can't be compared.
    """

    def __init__(
        self,
        experiments: tuple[Experiment, ...],
        device: torch.device,
        names: tuple[LaneId, ...] = (),
        recorder: Callable[[], Recorder] | None = None,
        room: int = ROOM,
    ) -> None:
        check_comparable(experiments)
        names = check_names(experiments, names)
        self.shared = SharedData(experiments[0], device)
        self.price = StepPrice()
        self.stepping = 0.0  # seconds inside of steps so far
        self.each = False  # whether every step is kept
        self.run_before = self.run_after = False  # whether undoing, or doing again, leads to another run
        self._device, self._recorder = device, recorder
        self._count = CommandCount()
        self._room = room
        self.lanes: tuple[Lane, ...] = ()
        for name, experiment in zip(names, experiments, strict=True):
            self._add(self._built(name, experiment))

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
        back = self.run_before and not self.changed_last()
        forth = self.run_after and not self.undone_last()
        return [lane.take(needs.get(lane.name, ()), transfer, back=back, forth=forth) for lane in self.lanes]

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
            start = time.perf_counter()
            losses = _advance(group, most, last)
            seconds, taken = time.perf_counter() - start, max(map(len, losses))
            self.stepping += seconds
            self.price.took(decoders, taken, seconds)
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

    def begin_change(self) -> None:
        """Whatever is changed from now on was changed at once."""
        self._count.now += 1

    def changed_last(self, lane: LaneId | None = None) -> tuple[Lane, ...]:
        """The lane, or of all those that would undo the same command, which is the last one; none if there is none."""
        return _latest(self.chosen(lane), lambda each: each.timeline.undo_stamp)

    def undone_last(self, lane: LaneId | None = None) -> tuple[Lane, ...]:
        """The lane, or of all those in which the same command was undone last."""
        return _latest(self.chosen(lane), lambda each: each.timeline.redo_stamp)

    def archive(self, room: int) -> Archive | None:
        """What is to be kept of it, in so many bytes for its past, when another run takes its place; ``None`` if it has
        not begun."""
        if not any(lane.moment.step or lane.timeline.undo_stamp is not None for lane in self.lanes):
            return None
        states = tuple(lane.state() for lane in self.lanes)
        for lane in self.lanes:
            lane.timeline.keep_up_to(room // len(self.lanes))
        timelines = tuple(lane.timeline for lane in self.lanes)
        return Archive(self.experiments, self.names, states, timelines, self._count)

    def live_on(self, archive: Archive) -> None:
        """Be the run that was archived, whose experiments it was built of."""
        self._count = archive.count
        for lane, state, timeline in zip(self.lanes, archive.states, archive.timelines, strict=True):
            lane.begin_at(state, timeline)
        self._divide()

    def fork(self, name: LaneId | None, parent: Lane, state: LaneState, values: Mapping[str, Any]) -> Lane:
        """Another lane that goes on from ``state``, a kept one of ``parent``, with ``values`` chosen there.

        Raises:
            TiescopeError: if the name is taken, there is no room, or the values are not allowed.
        """
        name = name or free_name(self.names)
        self._check_free(name)
        lane = self._built(name, state.trainer.experiment, parent)
        lane.begin_at(state, parent.timeline.until(state.trainer.moment))
        lane.change(lane.changed(values))
        self._add(lane)
        return lane

    def split(self, parent: Lane, lanes: Sequence[tuple[LaneId, Mapping[str, Any]]]) -> None:
        """Lanes of these names in the place of all there are: ``parent`` as it is, each with what is chosen for it.

        Raises:
            TiescopeError: if the names are not distinct, there is no room, or the values are not allowed.
        """
        names = [name for name, _ in lanes]
        if len(set(names)) != len(names) or not all(name.strip() for name in names) or not names:
            raise TiescopeError(f"Lanes need distinct names, not {', '.join(names) or 'none'}.")
        state, made = parent.state(), []
        for name, values in lanes:
            made.append(lane := self._built(name, parent.experiment, parent))
            lane.begin_at(state, parent.timeline.until(state.trainer.moment))
            lane.change(lane.changed(values))
        for old in self.lanes:
            old.give_up()
        self.lanes = tuple(made)
        self.price.forget()
        self._divide()

    def drop(self, lane: Lane) -> None:
        """Give it up.

        Raises:
            TiescopeError: if it is the last one.
        """
        if len(self.lanes) == 1:
            raise TiescopeError("The last lane of a run can't be dropped; reset, or choose another network.")
        lane.give_up()
        self.lanes = tuple(each for each in self.lanes if each is not lane)
        self._divide()

    def rename(self, lane: Lane, name: LaneId) -> None:
        """Call it otherwise.

        Raises:
            TiescopeError: if another one is called so, or the name is empty.
        """
        if name != lane.name:
            self._check_free(name)
            lane.name = name

    def keep_up_to(self, room: int) -> None:
        """So many bytes for states of the past, of all lanes together."""
        self._room = room
        self._divide()

    def _check_free(self, name: LaneId) -> None:
        if not name.strip():
            raise TiescopeError("A lane needs a name.")
        if name in self.names:
            raise TiescopeError(f"A lane is called {name} already; choose another name.")

    def _built(self, name: LaneId, experiment: Experiment, like: Lane | None = None) -> Lane:
        source = like.source if like is not None else self.shared.of(experiment)
        if like is not None:
            needed = memory.need(like.trainer.model.widths, experiment.batch_size)
            memory.check(like.trainer.model.widths, needed, self._device)
        recorder = self._recorder() if self._recorder is not None else None
        return Lane(name, experiment, source, Timeline(self._room, self._count), recorder)

    def _add(self, lane: Lane) -> None:
        self.lanes = (*self.lanes, lane)
        self.price.forget()
        self._divide()
        lane.keep()

    def _divide(self) -> None:
        for lane in self.lanes:
            lane.timeline.keep_up_to(self._room // len(self.lanes))

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


def _latest(lanes: Sequence[Lane], stamp: Callable[[Lane], int | None]) -> tuple[Lane, ...]:
    stamps = [found for lane in lanes if (found := stamp(lane)) is not None]
    return tuple(lane for lane in lanes if stamps and stamp(lane) == max(stamps))


def _advance(lanes: Sequence[Lane], count: int, leave: Callable[[], bool]) -> list[Losses]:
    """Take up to ``count`` steps, at most a burst; if one fails, those before it are told all the same."""
    try:
        return advance([lane.trainer for lane in lanes], count, leave)
    except Exception:
        for lane in lanes:
            lane.absorb(lane.trainer.read())
        raise
