"""The lanes of a run: how they are built, come, go and are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from core.engine import memory
from core.engine.archive import Archive
from core.engine.comparable import check_comparable, check_names, free_name
from core.engine.lane import Lane
from core.engine.shared_data import SharedData
from core.engine.step_price import StepPrice
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.timeline.timeline import CommandCount, Timeline
from core.training.replay import Recorder
from core.training.state import LaneState

ROOM = 256 << 20  # bytes for states of the past, of all lanes


class Lanes:
    """Built on ``device``; they share their data and batches as far as they can.

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
        self.price = StepPrice()  # of a step of all of them
        self._device, self._recorder = device, recorder
        self._count = CommandCount()
        self.run_before: int | None = None  # which command has left earlier lanes that undoing leads back to
        self.run_after: int | None = None  # which one has left a later one, that doing again leads to
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
    def nbytes(self) -> int:
        """Bytes that can be had again when it is gone, at least."""
        kept: dict[int, int] = {}
        for lane in self.lanes:
            kept |= lane.holds()  # what is kept may be the same in two lanes
        return sum(lane.trainer.nbytes for lane in self.lanes) + sum(kept.values())

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
        """The lane, or of all those that would undo the same command, which is the last one; none if there is none, or
        if it is an earlier run that undoing leads back to."""
        return _latest(self.chosen(lane), lambda each: each.timeline.undo_stamp, self.run_before)

    def undone_last(self, lane: LaneId | None = None) -> tuple[Lane, ...]:
        """The lane, or of all those in which the same command was undone last; none also if it is a later run that
        doing again leads to."""
        return _latest(self.chosen(lane), lambda each: each.timeline.redo_stamp, self.run_after)

    @property
    def now(self) -> int:
        """Which command is carried out: they are counted."""
        return self._count.now

    def archive(self, room: int) -> Archive | None:
        """What is to be kept of it, in so many bytes for its past, when another run takes its place, or other lanes;
        ``None`` if it has not begun."""
        if not any(lane.moment.step or lane.timeline.undo_stamp is not None for lane in self.lanes):
            return None
        states = tuple(lane.state() for lane in self.lanes)
        timelines = tuple(lane.timeline.copy() for lane in self.lanes)
        for timeline in timelines:
            timeline.keep_up_to(room // len(timelines))
        return Archive(self.experiments, self.names, states, timelines, self._count)

    def live_on(self, archive: Archive) -> None:
        """Be the run that was archived, whose experiments it was built of."""
        self._count = archive.count
        for lane, state, timeline in zip(self.lanes, archive.states, archive.timelines, strict=True):
            lane.begin_at(state, timeline)
        self._divide()

    def fork(self, name: LaneId | None, parent: Lane, state: LaneState, values: Mapping[str, Any]) -> None:
        """Another lane that goes on from ``state``, a kept one of ``parent``, with ``values`` chosen there.

        Raises:
            TiescopeError: if the name is taken, there is no room, or the values are not allowed.
        """
        name = name or free_name(self.names)
        self._check_free(name)
        lane = self._built(name, state.trainer.experiment, parent)
        lane.begin_at(state, parent.timeline.until(state.trainer.moment))
        lane.begin_with(values)
        self._add(lane)

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
            lane.begin_with(values)
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


def _latest(lanes: Sequence[Lane], stamp: Callable[[Lane], int | None], beside: int | None) -> tuple[Lane, ...]:
    """Those with the largest stamp; none if there is one ``beside`` that is as large."""
    stamps = [found for lane in lanes if (found := stamp(lane)) is not None]
    if not stamps or (beside is not None and beside >= max(stamps)):
        return ()
    return tuple(lane for lane in lanes if stamp(lane) == max(stamps))
