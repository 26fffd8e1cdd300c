"""A timeline by itself: what it keeps within its bound, and that undoing and doing again lead to the same places."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.messages.moment import Moment
from core.timeline.line import Keyframe, Line, Why
from core.timeline.timeline import MOST_UNDONE, Timeline
from core.training.state import LaneState
from tests.core.timeline.states import WEIGHT, part, state

PLENTY = 10_000


@dataclass
class Way:
    """Where a lane stands, and between which of its steps it was changed."""

    moment: Moment = field(default_factory=lambda: Moment(0))
    turns: list[Moment] = field(default_factory=list)  # before and after every change

    def at(self, moment: Moment) -> Way:
        """The same as far as ``moment``."""
        return Way(moment, [each for each in self.turns if each <= moment])

    @property
    def changed_at(self) -> int:
        """The step of the last change."""
        return self.turns[-1].step if self.turns else 0

    @property
    def state(self) -> LaneState:
        """That it is in."""
        return state(self.moment, self.changed_at)


class AnyTimeline(RuleBasedStateMachine):
    """Against ways that can be gone back and forth."""

    @initialize(room=st.one_of(st.integers(0, 12), st.just(PLENTY)))
    def begin(self, room: int) -> None:
        self.room = room
        self.timeline = Timeline(room * WEIGHT)
        self.way = Way()
        self.undo: list[tuple[Way, Moment]] = []
        self.redo: list[tuple[Way, Moment]] = []
        self.revision = 0
        self.timeline.keep(self.way.state)

    @property
    def moments(self) -> list[Moment]:
        return [frame.moment for frame in self.timeline.frames]

    @rule(steps=st.integers(1, 9), single=st.booleans())
    def train(self, steps: int, single: bool) -> None:
        self.way = Way(Moment(self.way.moment.step + steps, self.way.moment.revision), self.way.turns)
        self.timeline.keep(self.way.state, Why.SINGLE if single else Why.COURSE)

    @rule(steps=st.integers(1, 9))
    def train_unkept(self, steps: int) -> None:
        self.way = Way(Moment(self.way.moment.step + steps, self.way.moment.revision), self.way.turns)

    @rule()
    def change(self) -> None:
        before = self.way
        self.timeline.change(before.state)
        self.revision += 1
        after = Moment(before.moment.step, self.revision)
        self.way = Way(after, [*before.turns, before.moment, after])
        self.undo.append((before, before.moment))
        self.redo.clear()
        self.timeline.changed(self.way.state, joined=False)

    @rule(place=st.integers(0, 10**6))
    def branch(self, place: int) -> None:
        if not self.moments:
            return
        at = self.moments[place % len(self.moments)]
        self.timeline.branch(self.way.state, at)
        self.undo.append((self.way, at))
        self.redo.clear()
        self.way = self.way.at(at)
        self.timeline.keep(self.way.state)

    @rule(place=st.integers(0, 10**6))
    def step_back(self, place: int) -> None:
        if not self.moments:
            return
        moment = self.moments[place % len(self.moments)]
        self.timeline.back_to(moment)
        while self.undo and (self.undo[-1][1] > moment or self.undo[-1][0].moment == self.undo[-1][1] == moment):
            self.undo.pop()
        self.redo.clear()
        self.way = self.way.at(moment)
        self.timeline.keep(self.way.state)

    @precondition(lambda self: self.timeline.undo_stamp is not None)
    @rule()
    def go_back(self) -> None:
        found = self.timeline.undo(self.way.state)
        way, at = self.undo.pop()
        self.redo.append((self.way, at))
        assert found is not None
        assert found.trainer.moment == way.moment
        self.way = way

    @precondition(lambda self: self.timeline.redo_stamp is not None)
    @rule()
    def go_forth(self) -> None:
        found = self.timeline.redo(self.way.state)
        way, at = self.redo.pop()
        self.undo.append((self.way, at))
        assert found is not None
        assert found.trainer.moment == way.moment
        self.way = way

    @precondition(lambda self: self.timeline.undo_stamp is not None and self.room == PLENTY)
    @rule()
    def back_and_forth(self) -> None:
        before = sorted({*self.moments, self.way.moment})
        self.go_back()
        self.go_forth()
        assert self.moments == before

    @precondition(lambda self: self.room < PLENTY)
    @rule(room=st.integers(0, 12))
    def choose_another_room(self, room: int) -> None:
        self.room = room
        self.timeline.keep_up_to(room * WEIGHT)

    @invariant()
    def it_is_within_its_bound_and_in_order(self) -> None:
        kept = self.timeline.kept
        assert kept.nbytes == self.timeline.nbytes <= kept.limit
        assert self.moments == sorted(set(self.moments))
        assert kept.steps.tolist() == [moment.step for moment in self.moments]
        assert not self.moments or self.moments[-1] <= self.way.moment

    @invariant()
    def what_can_be_undone_is_what_was_done_last(self) -> None:
        if self.room == PLENTY:
            assert (self.timeline.undo_stamp is not None) == bool(self.undo[-MOST_UNDONE:])
            assert (self.timeline.redo_stamp is not None) == bool(self.redo[-MOST_UNDONE:])
        before = self.timeline.before_change()
        if before is not None:
            assert before.trainer.moment == self.undo[-1][0].moment

    @invariant()
    def changes_are_kept_while_there_is_room(self) -> None:
        if self.room == PLENTY:
            assert {*self.way.turns, Moment(0)} <= set(self.moments)


AnyTimeline.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestAnyTimeline = AnyTimeline.TestCase


@given(st.lists(st.tuples(st.integers(1, 20), st.sampled_from([Why.COURSE, Why.SINGLE, Why.TURN])), max_size=40))
def test_a_line_gives_up_its_course_first_its_changes_next_and_its_ends_last(steps: list[tuple[int, Why]]) -> None:
    line, step = Line(), 0
    for ahead, why in steps:
        step += ahead
        line.keep(Keyframe(state(Moment(step)), why))
    first, last = (line.frames[0], line.frames[-1]) if steps else (None, None)
    turns = [frame for frame in line.frames[1:-1] if frame.why is Why.TURN]
    while line.thin(0, Why.COURSE):
        assert set(turns) <= set(line.frames)
    assert line.frames[1:-1] == tuple(turns)
    while line.thin(0, Why.TURN):
        assert {first, last} <= set(line.frames)
    assert len(line) == min(2, len(steps))


@given(st.integers(0, 5), st.integers(1, 60))
def test_the_last_single_steps_stay_while_there_is_something_else(recent: int, count: int) -> None:
    line = Line()
    for step in range(count):
        line.keep(Keyframe(state(Moment(step)), Why.SINGLE))
    newest = line.frames[max(count - max(recent, 1), 0) :]
    while line.thin(recent, Why.COURSE):
        pass
    assert set(newest) <= set(line.frames)


def test_what_was_measured_counts_once_however_many_states_have_it() -> None:
    timeline, shared = Timeline(100 * WEIGHT), part(5000)
    for step in range(3):
        timeline.keep(state(Moment(step), measured={"shared": shared}))
    assert timeline.nbytes == 3 * WEIGHT + 5000
    timeline.keep(state(Moment(3), measured={"own": part(700)}))
    assert timeline.nbytes == 4 * WEIGHT + 5700


def test_another_lane_of_the_same_past_keeps_for_its_own_reasons() -> None:
    timeline = Timeline(100 * WEIGHT)
    for step in range(3):
        timeline.keep(state(Moment(step)))
    other = timeline.until(Moment(2))
    other.change(state(Moment(2)))
    assert [frame.why for frame in timeline.frames] == [Why.COURSE] * 3
    assert [frame.state for frame in other.frames] == [frame.state for frame in timeline.frames]


def test_without_room_for_its_start_a_change_cannot_be_undone_nor_what_came_before() -> None:
    timeline = Timeline(100 * WEIGHT)
    timeline.change(state(Moment(1)))
    timeline.changed(state(Moment(1, 1), 1), joined=False)
    timeline.change(None)
    assert timeline.undo_stamp is None
    assert timeline.before_change() is None


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(0, 35))
def test_what_is_told_to_be_nearest_is_what_is_gone_to(steps: list[int], step: int) -> None:
    timeline = Timeline(100 * WEIGHT)
    for each in sorted(set(steps)):
        timeline.keep(state(Moment(each)))
    found = timeline.nearest(step)
    assert timeline.kept.nearest(step) == (found.trainer.moment.step if found is not None else 0)
