"""Any order of steps, changes, looks back, forks, lanes, undoing and pace against a small model of what must be true.

The model of a lane is its story: after which steps what was changed. What the lane has lost batch by batch must be, to
the bit, what a trainer loses that lives this story from the start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.engine.schedule import Pace
from core.engine.settings import changed
from core.messages.commands import (
    Change,
    Command,
    Drop,
    Fork,
    LookAt,
    Pause,
    Redo,
    Rename,
    Run,
    SetPace,
    Split,
    Step,
    StepBack,
    StepTo,
    Undo,
)
from core.messages.pace import PACES
from core.messages.snapshot import LaneSnapshot, Snapshot
from tests.core.engine.driven import Driven
from tests.core.trainers import small, trainer

START = small(activation="linear", noise=0.1, ramp_to_transpose=7, ramp_to_pseudo_inverse=3)
MOST_LANES = 3
EVEN = Pace(turn=3600.0, most_steps=40, quick=3600.0)  # turns that do not depend on the clock
places = st.integers(0, 10**6)  # of a kept step, whatever is kept

values = st.one_of(
    st.tuples(st.just("decoder"), st.sampled_from(["transpose", "pseudo_inverse", "untied"])),
    st.tuples(st.just("learning_rate"), st.sampled_from([1e-3, 3e-3, 1e-2])),
    st.tuples(st.just("noise"), st.sampled_from([0.0, 0.1])),
    st.tuples(st.just("optimizer"), st.sampled_from(["adam", "sgd"])),
    st.tuples(st.just("batch_size"), st.sampled_from([32, 64])),
)
Value = tuple[str, Any]


@dataclass(frozen=True)
class Mark:
    """Changes of one key without a step between."""

    step: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Life:
    """What was changed, and how far it has come."""

    marks: tuple[Mark, ...] = ()
    step: int = 0

    def until(self, step: int) -> Life:
        """The same up to the changes after ``step``."""
        return Life(tuple(mark for mark in self.marks if mark.step <= step), step)

    def changed(self, value: Value, *, joins: bool = True) -> Life:
        """With another change, if it is one; of the same key without a step between it may be the same mark."""
        if getattr(in_force(self), value[0]) == value[1]:
            return self
        last = self.marks[-1] if self.marks else None
        if joins and last is not None and last.step == self.step and last.values[0][0] == value[0]:
            return replace(self, marks=(*self.marks[:-1], replace(last, values=(*last.values, value))))
        return replace(self, marks=(*self.marks, Mark(self.step, (value,))))

    def joins(self, other: Life) -> bool:
        """Whether the change that led here from ``other`` belongs to the last mark there."""
        return len(self.marks) == len(other.marks)


@dataclass
class Lane:
    """A life, and those that it can go back and forth to: each with the step up to which both are one, and when it was
    left."""

    life: Life
    undo: list[tuple[Life, int, int]] = field(default_factory=list)
    redo: list[tuple[Life, int, int]] = field(default_factory=list)

    def copy(self) -> Lane:
        """As it is."""
        return Lane(self.life, list(self.undo), list(self.redo))

    def change(self, value: Value, now: int) -> bool:
        """From the next step on; whether it is one."""
        after = self.life.changed(value)
        if after is self.life:
            return False
        if not after.joins(self.life):
            self.undo.append((self.life, self.life.step, now))
        self.redo.clear()
        self.life = after
        return True

    def branch(self, step: int, value: Value, now: int) -> None:
        """Go on from an earlier step."""
        self.undo.append((self.life, step, now))
        self.redo.clear()
        self.life = self.life.until(step).changed(value, joins=False)

    def turn(self, back: list[tuple[Life, int, int]], forth: list[tuple[Life, int, int]], now: int) -> None:
        """Undo or do again."""
        life, at, _ = back.pop()
        forth.append((self.life, at, now))
        self.life = life

    def step_back(self) -> None:
        """By one."""
        step = self.life.step - 1
        self.life = self.life.until(step)
        while self.undo and self.undo[-1][1] > step:
            self.undo.pop()
        self.redo.clear()


@lru_cache(maxsize=4096)
def in_force(life: Life) -> Any:
    """The experiment that is in force."""
    experiment = START
    for mark in life.marks:
        for value in mark.values:
            experiment = changed(experiment, dict([value]), None)
    return experiment


@lru_cache(maxsize=4096)
def lived(life: Life) -> bytes:
    """The losses of all batches of this life."""
    alone = trainer(START)
    losses = b""
    for mark in life.marks:
        losses += alone.advance(mark.step - alone.step).tobytes()
        for value in mark.values:
            alone.change(changed(alone.experiment, dict([value]), alone.model.dial))
    return losses + alone.advance(life.step - alone.step).tobytes()


class Left(NamedTuple):
    """Lanes that were left, and when."""

    lanes: dict[str, Lane]
    now: int


class AnyOrder(RuleBasedStateMachine):
    """The engine without its thread, and beside it what must be true."""

    def __init__(self) -> None:
        super().__init__()
        self.driven = Driven(START, pace=EVEN)
        self.lanes: dict[str, Lane] = {"A": Lane(Life())}
        self.now = 0  # commands so far
        self.before: Left | None = None  # the lanes that undoing leads back to
        self.after: Left | None = None  # the lanes that doing again leads to
        self.seen: int | None = None

    def do(self, command: Command) -> Snapshot:
        self.now += 1
        return self.driven.do(command)

    def snapshot(self, name: str) -> LaneSnapshot:
        found = self.driven.read().lane(name)
        assert found is not None
        return found

    def pick(self, data: st.DataObject) -> tuple[str, Lane]:
        return data.draw(st.sampled_from(sorted(self.lanes.items(), key=lambda item: item[0])))

    def kept(self, name: str, place: int) -> int:
        steps = self.snapshot(name).kept.steps
        return int(steps[place % len(steps)])

    def left(self) -> Left | None:
        """The lanes as they are, if there is anything to come back to."""
        begun = any(lane.life.step or lane.undo for lane in self.lanes.values())
        return Left({name: lane.copy() for name, lane in self.lanes.items()}, self.now) if begun else None

    @property
    def behind(self) -> int:
        """The step of the lane furthest behind."""
        return min(lane.life.step for lane in self.lanes.values())

    def reach(self, step: int) -> None:
        for lane in self.lanes.values():
            lane.life = replace(lane.life, step=max(lane.life.step, step))

    @rule(count=st.integers(1, 25))
    def step(self, count: int) -> None:
        target = self.behind + count
        self.do(Step(count))
        self.driven.train()
        self.reach(target)

    @rule()
    def step_to(self) -> None:
        target = min(each * 10**power for power in range(5) for each in (1, 2, 5) if each * 10**power > self.behind)
        if target <= 200:
            self.do(StepTo())
            self.driven.train()
            self.reach(target)

    @rule(pace=st.sampled_from(PACES), turns=st.integers(1, 3))
    def run_for_a_while(self, pace: str, turns: int) -> None:
        self.do(SetPace(pace))
        self.do(Run())
        for _ in range(turns):
            self.driven.control.train()
        paused = self.do(Pause())
        for lane in paused.lanes:
            assert lane.moment.step >= self.lanes[lane.name].life.step
            self.lanes[lane.name].life = replace(self.lanes[lane.name].life, step=lane.moment.step)

    @rule(data=st.data(), value=values)
    def change(self, data: st.DataObject, value: Value) -> None:
        name, lane = self.pick(data)
        self.do(Change((value,), name))
        if lane.change(value, self.now):
            self.after = None

    @rule()
    def step_back(self) -> None:
        before = self.behind
        if not before:
            return
        self.do(StepBack())
        self.after = None
        for lane in self.lanes.values():
            if lane.life.step == before:
                lane.step_back()

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        name, lane = self.pick(data)
        left = self.before
        if lane.undo and (left is None or left.now < lane.undo[-1][2]):
            self.do(Undo(name))
            lane.turn(lane.undo, lane.redo, self.now)
        elif left is not None and all(each.undo[-1][2] <= left.now for each in self.lanes.values() if each.undo):
            self.do(Undo())
            self.before, self.after, self.lanes = None, self.left(), left.lanes

    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        name, lane = self.pick(data)
        left = self.after
        if lane.redo and (left is None or left.now < lane.redo[-1][2]):
            self.do(Redo(name))
            lane.turn(lane.redo, lane.undo, self.now)
        elif left is not None and all(each.redo[-1][2] <= left.now for each in self.lanes.values() if each.redo):
            self.do(Redo())
            self.before, self.after, self.lanes = self.left(), None, left.lanes

    @rule(data=st.data(), value=values)
    def fork_in_its_place(self, data: st.DataObject, value: Value) -> None:
        name, lane = self.pick(data)
        step = self.kept(name, data.draw(places))
        self.do(Fork(step, (value,), name, beside=False))
        lane.branch(step, value, self.now)
        self.after = None

    @precondition(lambda self: len(self.lanes) < MOST_LANES)
    @rule(data=st.data(), value=values)
    def fork_beside(self, data: st.DataObject, value: Value) -> None:
        name, lane = self.pick(data)
        step = self.kept(name, data.draw(places))
        new = next(letter for letter in "ABCD" if letter not in self.lanes)
        self.do(Fork(step, (value,), name))
        self.before, self.after = self.left(), None
        self.lanes[new] = Lane(lane.life.until(step).changed(value, joins=False))

    @rule(data=st.data(), one=values, other=values)
    def split(self, data: st.DataObject, one: Value, other: Value) -> None:
        name, lane = self.pick(data)
        self.do(Split((("A", (one,)), ("B", (other,))), name))
        life = lane.life
        self.before, self.after = self.left(), None
        self.lanes = {
            "A": Lane(life.changed(one, joins=False)),
            "B": Lane(life.changed(other, joins=False)),
        }

    @precondition(lambda self: len(self.lanes) > 1)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        name, _ = self.pick(data)
        self.do(Drop(name))
        self.before, self.after = self.left(), None
        del self.lanes[name]

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        name, lane = self.pick(data)
        new = next(letter for letter in "ABCD" if letter not in self.lanes)
        self.do(Rename(name, new))
        self.lanes = {new if each is lane else old: each for old, each in self.lanes.items()}

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        name, _ = self.pick(data)
        step = self.kept(name, data.draw(places))
        before = [lane.moment for lane in self.driven.read().lanes]
        live = self.do(LookAt(step))
        assert [lane.moment for lane in live.lanes] == before
        past = self.driven.past
        assert past is not None
        assert [lane.name for lane in past.lanes] == [lane.name for lane in live.lanes]
        for lane in past.lanes:
            kept = self.snapshot(lane.name).kept.nearest(step)
            assert abs(lane.moment.step - step) == abs(kept - step)
            life = self.lanes[lane.name].life.until(lane.moment.step)
            assert lane.experiment == in_force(life)

    @rule()
    def look_no_more(self) -> None:
        live = self.do(LookAt())
        assert all(lane.parts for lane in live.lanes)

    @invariant()
    def each_lane_has_lived_its_story(self) -> None:
        lanes = self.do(Pause()).lanes
        assert sorted(lane.name for lane in lanes) == sorted(self.lanes)
        for found in lanes:
            lane = self.lanes[found.name]
            assert found.moment.step == lane.life.step
            assert found.experiment == in_force(lane.life)
            assert [mark.step for mark in found.marks] == [mark.step for mark in lane.life.marks]
            for can, left, stack in ((found.can_undo, self.before, "undo"), (found.can_redo, self.after, "redo")):
                stamps = [each[-1][2] for other in self.lanes.values() if (each := getattr(other, stack))]
                since = left.now if left is not None else -1
                whole = left is not None and all(stamp <= since for stamp in stamps)
                own = getattr(lane, stack)
                assert can == (whole or bool(own and own[-1][2] > since))
            assert found.batch_curve.values.tobytes() == lived(lane.life)
            steps = found.kept.steps
            assert len(steps)
            assert steps[0] == 0
            assert steps[-1] <= found.moment.step
            assert (steps[1:] >= steps[:-1]).all()


AnyOrder.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrder = AnyOrder.TestCase
