"""The past of a run: looked at, gone back to, gone on from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import (
    Balance,
    Change,
    Command,
    Drop,
    Fork,
    KeepUpTo,
    LookAt,
    Pause,
    Redo,
    Rename,
    Replace,
    Reset,
    Rewind,
    Run,
    Split,
    Step,
    StepBack,
    Undo,
)
from core.messages.events import LeftBehind
from core.messages.snapshot import LaneSnapshot, Past, Snapshot
from core.parts.filters import Filters
from core.parts.losses import TrainingLoss
from core.parts.reconstructions import Reconstructions
from tests.core.engine.driven import LATER, Driven, curve, to
from tests.core.trainers import small


def looked(driven: Driven, command: LookAt) -> Past:
    driven.do(command)
    assert driven.past is not None
    return driven.past


def weights(lane: LaneSnapshot) -> bytes:
    part = lane.part(Filters(0))
    assert part is not None
    return part.encoder.tobytes()


def test_a_kept_step_is_seen_as_it_was() -> None:
    driven = Driven(small())
    seen: dict[int, LaneSnapshot] = {}
    for step in range(1, 20):
        seen[step] = to(driven, step)
    to(driven, 300)
    for step in (0, 7, 19):
        past = looked(driven, LookAt(step))
        (lane,) = past.lanes
        assert (past.step, lane.moment.step, past.complete) == (step, step, True)
        if step:
            assert weights(lane) == weights(seen[step])
            assert lane.part(Reconstructions()) is not None
            now, then = lane.part(TrainingLoss()), seen[step].part(TrainingLoss())
            assert now is not None
            assert then is not None
            assert now.loss == pytest.approx(then.loss, rel=1e-6)
    live = driven.do(LookAt())
    assert live.step == 300
    assert live.lanes[0].part(Reconstructions()) is not None


def test_training_goes_on_while_the_past_is_looked_at() -> None:
    alone, watched = Driven(small(noise=0.1)), Driven(small(noise=0.1))
    for driven in (alone, watched):
        to(driven, 50)
    looked(watched, LookAt(20))
    assert curve(to(watched, 120)) == curve(to(alone, 120))
    assert watched.past is not None
    assert watched.past.step == 20


def test_what_is_not_shown_is_not_measured() -> None:
    driven = Driven(small())
    to(driven, 30)
    looked(driven, LookAt(10))
    assert not to(driven, 60).parts


def test_dear_figures_of_the_past_come_later() -> None:
    driven = Driven(small(), pace=LATER)
    to(driven, 30)
    past = looked(driven, LookAt(10))
    assert not past.complete
    assert past.lanes[0].part(Reconstructions()) is not None
    while driven.control.wait == 0.0:
        driven.control.catch_up()
    driven.read()
    assert driven.past is not None
    assert driven.past.complete
    assert driven.past.lanes[0].part(TrainingLoss()) is not None


def test_every_step_that_was_taken_by_itself_is_kept_and_the_others_evenly_in_log_steps() -> None:
    driven = Driven(small())
    driven.do(KeepUpTo(1))
    for step in range(1, 12):
        to(driven, step)
    steps = to(driven, 5000).kept.steps
    assert set(range(12)) <= set(steps.tolist())
    assert (np.diff(steps) > 0).all()
    ratios = steps[steps > 50][1:] / steps[steps > 50][:-1]
    assert ratios.max() < 1.5
    assert ratios.max() / ratios.min() < 1.3


@pytest.mark.parametrize(
    "change",
    [Change.of(decoder="pseudo_inverse"), Change.of(learning_rate=0.01), Change.of(optimizer="sgd"), Balance()],
    ids=["decoder", "rate", "optimizer", "balance"],
)
def test_the_same_future_follows_from_any_kept_state(change: Command) -> None:
    """In the middle of a ramp as well, and across a flip."""
    experiment = small(activation="linear", noise=0.1, ramp_to_pseudo_inverse=40)

    def life(driven: Driven, begin: int) -> LaneSnapshot:
        if begin <= 30:
            to(driven, 30)
            driven.do(change)
        return to(driven, 200)

    first = Driven(experiment)
    whole = life(first, 0)
    for start in (3, 29, 31, 45, 90):
        if start > 30 and start not in whole.kept.steps:
            start = whole.kept.nearest(start)
        forked = Driven(experiment)
        life(forked, 0)
        forked.do(Fork(start, beside=False))
        assert forked.read().step == start
        assert curve(life(forked, start)) == curve(whole)


def test_a_fork_goes_on_beside_the_first_future_with_what_is_chosen() -> None:
    driven = Driven(small())
    to(driven, 30)
    a = to(driven, 100)
    both = driven.do(Fork(30, (("decoder", "pseudo_inverse"),)))
    assert [each.name for each in both.lanes] == ["A", "B"]
    assert [each.moment.step for each in both.lanes] == [100, 30]
    assert [mark.step for mark in both.lanes[1].marks] == [30]
    driven.do(Step(70))
    even = driven.train()
    assert [each.moment.step for each in even.lanes] == [100, 100]
    assert curve(even.lanes[0]) == curve(a)
    alone = Driven(small())
    to(alone, 30)
    alone.do(Change.of(decoder="pseudo_inverse"))
    assert curve(even.lanes[1]) == curve(to(alone, 100))
    driven.do(Step(50))
    assert [each.moment.step for each in driven.train().lanes] == [150, 150]
    past = looked(driven, LookAt(20))
    assert [each.moment.step for each in past.lanes] == [20, 20]


def test_a_fork_in_its_place_is_a_change_that_can_be_undone() -> None:
    driven = Driven(small())
    to(driven, 40)
    before = to(driven, 100)
    forked = driven.do(Fork(40, (("decoder", "untied"),), beside=False)).lanes[0]
    assert forked.moment.step == 40
    assert [event for event in driven.said if isinstance(event, LeftBehind)] == [LeftBehind("A", 100, 40)]
    other = to(driven, 70)
    back = driven.do(Undo()).lanes[0]
    assert (back.moment, curve(back)) == (before.moment, curve(before))
    assert back.kept.steps[-1] == 100
    assert back.kept.nearest(90) > 80, "the timeline of the first future is there again"
    again = driven.do(Redo()).lanes[0]
    assert (again.moment, curve(again), again.experiment.decoder) == (other.moment, curve(other), "untied")


def test_a_step_back_undoes_exactly_one_step() -> None:
    driven = Driven(small(noise=0.1))
    seen = {step: to(driven, step) for step in range(60, 64)}
    for step in (62, 61, 60):
        back = driven.do(StepBack())
        assert back.step == step
        assert not back.running
        assert weights(back.lanes[0]) == weights(seen[step])
        assert curve(back.lanes[0]) == curve(seen[step])
    assert not [event for event in driven.said if isinstance(event, LeftBehind)]
    assert curve(to(driven, 63)) == curve(seen[63])


def test_a_step_back_after_many_steps_and_over_a_change() -> None:
    driven = Driven(small(noise=0.1))
    to(driven, 700)
    driven.do(Change.of(learning_rate=0.01))
    seen = to(driven, 701)
    to(driven, 702)
    back = driven.do(StepBack()).lanes[0]
    assert (back.moment, curve(back)) == (seen.moment, curve(seen))
    back = driven.do(StepBack()).lanes[0]
    assert (back.moment.step, back.experiment.learning_rate) == (700, 0.01)
    alone = Driven(small(noise=0.1))
    same = to(alone, 699)
    back = driven.do(StepBack()).lanes[0]
    assert (back.moment.step, back.experiment.learning_rate, back.can_undo) == (699, 3e-3, False)
    assert (weights(back), curve(back)) == (weights(same), curve(same))


def test_before_the_first_step_there_is_none() -> None:
    driven = Driven(small())
    with pytest.raises(TiescopeError, match="first step"):
        driven.order(StepBack())


def test_a_choice_for_a_fork_is_seen_before_it_is_made() -> None:
    driven = Driven(small(activation="linear"))
    now = to(driven, 100)
    plain = looked(driven, LookAt(100)).lanes[0]
    tried = looked(driven, LookAt(100, values=(("decoder", "pseudo_inverse"),))).lanes[0]
    assert tried.experiment.decoder == "pseudo_inverse"
    shown, other = tried.part(Reconstructions()), plain.part(Reconstructions())
    assert shown is not None
    assert other is not None
    assert not np.array_equal(shown.reconstructions, other.reconstructions)
    assert driven.do(LookAt()).lanes[0].moment == now.moment, "nothing was changed by it"


def test_the_moment_before_the_last_change() -> None:
    driven = Driven(small())
    with pytest.raises(TiescopeError, match="no change"):
        driven.order(LookAt(before_change=True))
    before = to(driven, 50)
    driven.do(Change.of(decoder="untied"))
    to(driven, 80)
    past = looked(driven, LookAt(before_change=True))
    assert (past.step, past.lanes[0].experiment.decoder) == (50, before.experiment.decoder)
    assert weights(past.lanes[0]) == weights(before)


def test_undo_takes_back_what_one_command_did_in_all_lanes() -> None:
    driven = Driven(small(), small(decoder="pseudo_inverse"))
    to(driven, 20)
    driven.do(Change.of("B", learning_rate=0.01))
    driven.do(Change.of(noise=0.2))
    back = driven.do(Undo())
    assert [each.experiment.noise for each in back.lanes] == [0.0, 0.0]
    assert back.lanes[1].experiment.learning_rate == 0.01
    back = driven.do(Undo())
    assert [each.experiment.learning_rate for each in back.lanes] == [3e-3, 3e-3]
    forth = driven.do(Redo())
    assert [each.experiment.learning_rate for each in forth.lanes] == [3e-3, 0.01]


def test_a_new_change_ends_what_was_undone() -> None:
    driven = Driven(small())
    driven.do(Change.of(noise=0.2))
    driven.do(Undo())
    assert driven.do(Change.of(noise=0.3)).lanes[0].can_redo is False


def test_the_way_back_of_a_lost_run_is_one_that_can_be_undone() -> None:
    driven = Driven(small(optimizer="sgd"))
    to(driven, 200)
    driven.do(Change.of(learning_rate=1000.0))
    driven.do(Run())
    lost = driven.train().lanes[0]
    assert lost.diverged
    assert lost.moment.step in lost.kept.steps, "a divergence is kept"
    seen = looked(driven, LookAt(lost.moment.step)).lanes[0]
    assert seen.diverged
    driven.do(LookAt())
    assert driven.do(Undo()).lanes[0].moment.step == 200
    driven.do(Change.of(learning_rate=1000.0))
    driven.do(Run())
    driven.train()
    rewound = driven.do(Rewind()).lanes[0]
    assert not rewound.diverged


def test_lanes_split_from_here_share_what_was_and_batches() -> None:
    driven = Driven(small(noise=0.1))
    to(driven, 40)
    lanes = (("transpose", ()), ("pseudo_inverse", (("decoder", "pseudo_inverse"),)))
    split = driven.do(Split(lanes))
    assert [each.name for each in split.lanes] == ["transpose", "pseudo_inverse"]
    driven.do(Step(60))
    both = driven.train().lanes
    for lane in both:
        alone = Driven(small(noise=0.1))
        to(alone, 40)
        alone.do(Change.of(decoder=lane.name))
        assert curve(lane) == curve(to(alone, 100))


def test_lanes_that_differ_in_seed_batch_or_depth_are_each_as_if_alone() -> None:
    lanes = (small(), small(seed=1), small(batch_size=32), small(layers=(8, 3)))
    driven = Driven(*lanes)
    driven.do(Step(130))
    for found, experiment in zip(driven.train().lanes, lanes, strict=True):
        assert curve(found) == curve(to(Driven(experiment), 130))


def test_a_lane_is_dropped_and_called_otherwise() -> None:
    driven = Driven(small(), small(seed=1))
    to(driven, 10)
    named = driven.do(Rename("B", "other"))
    assert [each.name for each in named.lanes] == ["A", "other"]
    with pytest.raises(TiescopeError, match="called A already"):
        driven.order(Rename("other", "A"))
    left = driven.do(Drop("A"))
    assert [each.name for each in left.lanes] == ["other"]
    assert LeftBehind("A", 10, 0) in driven.said
    with pytest.raises(TiescopeError, match="last lane"):
        driven.order(Drop("other"))
    assert to(driven, 20).moment.step == 20


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Fork(3, (("layers", (3,)),)), "new network"),
        (Fork(3, (("decoder", "none"),)), "decoder"),
        (Fork(3, (("decoder", "none"),), beside=False), "decoder"),
        (Fork(name="A"), "called A already"),
        (Fork(lane="Z"), "lane"),
        (Split((("x", ()), ("x", ()))), "distinct"),
        (Split((("x", (("seed", 3),)),)), "new network"),
        (LookAt(3, values=(("decoder", "none"),)), "decoder"),
        (KeepUpTo(-1), "at least 0"),
        (Redo(), "nothing to do again"),
    ],
)
def test_what_is_not_allowed_changes_nothing(command: Any, words: str) -> None:
    driven = Driven(small())
    before = to(driven, 10)
    with pytest.raises(TiescopeError, match=words):
        driven.order(command)
    (after,) = driven.do(Pause()).lanes
    assert (after.moment, after.experiment, curve(after)) == (before.moment, before.experiment, curve(before))
    assert curve(to(driven, 20)) == curve(to(Driven(small()), 20))


def test_the_memory_of_the_past_is_bounded() -> None:
    experiment = small(layers=(64, 32))
    driven = Driven(experiment)
    driven.do(KeepUpTo(1))
    for index in range(12):
        driven.do(Change.of(noise=0.01 * (index + 1)))
        lane = to(driven, (index + 1) * 40)
        assert lane.kept.nbytes <= lane.kept.limit == 1 << 20
    assert lane.kept.steps[0] == 0
    assert lane.kept.steps[-1] > 430
    driven.do(KeepUpTo(0))
    assert driven.do(Pause()).lanes[0].kept.nbytes == 0
    driven.do(Step(20))
    assert driven.train().step == 500


def test_another_run_has_no_past() -> None:
    driven = Driven(small())
    to(driven, 30)
    looked(driven, LookAt(10))
    fresh: Snapshot = driven.do(Replace((small(seed=2),)))
    assert fresh.lanes[0].kept.steps.tolist() == [0]
    assert fresh.lanes[0].part(Reconstructions()) is not None


def test_experiments_are_what_they_were() -> None:
    """A state keeps the settings in force: what is chosen now is not carried back."""
    driven = Driven(small())
    to(driven, 20)
    driven.do(Change.of(learning_rate=0.01))
    to(driven, 60)
    experiment: Experiment = looked(driven, LookAt(10)).lanes[0].experiment
    assert experiment.learning_rate == 3e-3


def test_undo_leads_back_to_the_run_before_a_reset_and_forth() -> None:
    driven = Driven(small(noise=0.1))
    to(driven, 50)
    driven.do(Change.of(decoder="pseudo_inverse"))
    before = to(driven, 80)
    fresh = driven.do(Reset())
    assert (fresh.step, fresh.lanes[0].can_undo, fresh.lanes[0].can_redo) == (0, True, False)
    new = to(driven, 30)
    back = driven.do(Undo())
    assert back.run > fresh.run
    assert (back.lanes[0].moment, curve(back.lanes[0])) == (before.moment, curve(before))
    assert 50 in back.lanes[0].kept.steps
    forth = driven.do(Redo()).lanes[0]
    assert (forth.moment, curve(forth)) == (new.moment, curve(new))
    driven.do(Undo())
    assert curve(to(driven, 120)) == curve(_as_if_never_left())
    assert driven.do(Undo()).step == 50, "what was changed before can be undone as well"


def _as_if_never_left() -> LaneSnapshot:
    alone = Driven(small(noise=0.1))
    to(alone, 50)
    alone.do(Change.of(decoder="pseudo_inverse"))
    return to(alone, 120)


def test_another_network_can_be_undone_too() -> None:
    driven = Driven(small())
    before = to(driven, 40)
    driven.do(Replace((small(layers=[8, 3]), small(layers=[3]))))
    to(driven, 10)
    back = driven.do(Undo())
    assert [lane.experiment.layers for lane in back.lanes] == [(4,)]
    assert curve(back.lanes[0]) == curve(before)
    with pytest.raises(TiescopeError, match="no change"):
        driven.order(Undo())
    assert [len(lane.experiment.layers) for lane in driven.do(Redo()).lanes] == [2, 1]


def test_a_choice_for_a_lane_that_goes_is_gone_with_it() -> None:
    driven = Driven(small(), small(seed=1))
    to(driven, 20)
    looked(driven, LookAt(10, values=(("decoder", "untied"),), lane="B"))
    left = driven.do(Drop("B"))
    assert [lane.name for lane in left.lanes] == ["A"]
    assert left.lanes[0].parts, "nobody looks at the past any more"
    driven.do(LookAt(10, values=(("decoder", "untied"),), lane="A"))
    assert driven.do(Split((("one", ()), ("two", ())))).lanes[0].parts


def test_a_split_is_undone_as_a_whole() -> None:
    driven = Driven(small(noise=0.1), small(noise=0.1, seed=1))
    to(driven, 40)
    before = driven.read().lanes
    driven.do(Split((("transpose", ()), ("untied", (("decoder", "untied"),))), "A"))
    raced = to(driven, 70)
    back = driven.do(Undo()).lanes
    assert [(lane.name, lane.moment, curve(lane)) for lane in back] == [
        (lane.name, lane.moment, curve(lane)) for lane in before
    ]
    again = driven.do(Redo())
    assert [lane.name for lane in again.lanes] == ["transpose", "untied"]
    assert curve(again.lanes[0]) == curve(raced)


def test_a_lane_that_was_dropped_comes_back_before_older_changes_are_undone() -> None:
    driven = Driven(small(), small(seed=1))
    to(driven, 10)
    driven.do(Change.of("A", noise=0.2))
    to(driven, 30)
    before = driven.read().lanes
    driven.do(Drop("B"))
    to(driven, 50)
    back = driven.do(Undo())
    assert [(lane.name, curve(lane)) for lane in back.lanes] == [(lane.name, curve(lane)) for lane in before]
    assert [lane.name for lane in driven.do(Redo()).lanes] == ["A"]
    driven.do(Undo())
    assert [lane.moment.step for lane in driven.do(Undo()).lanes] == [10, 30]


def test_a_fork_beside_is_undone_as_a_whole() -> None:
    driven = Driven(small())
    to(driven, 30)
    before = to(driven, 100)
    driven.do(Fork(30, (("decoder", "pseudo_inverse"),)))
    driven.do(Step(20))
    driven.train()
    back = driven.do(Undo())
    assert [(lane.name, lane.moment, curve(lane)) for lane in back.lanes] == [("A", before.moment, curve(before))]
    assert [lane.name for lane in driven.do(Redo()).lanes] == ["A", "B"]
