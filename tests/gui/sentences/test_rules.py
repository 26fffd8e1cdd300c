"""What is said of what is seen: a moment for every rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.messages.snapshot import Mark
from gui.sentences.facts import Facts, Flip, Race, gather
from gui.sentences.rules import RULES, sentence
from tests.gui.snapshots import pieces, snapshot

LEARNING = Facts(
    activation="tanh", linear=False, loss=0.00963, validation=0.0100, floor=0.0090, mean=0.067, tie_gap=0.4
)  # fmt: skip
FLIP = Flip("W⁺", "Wᵀ", 0.0103, 0.0425, 400, 240)
RACE = Race("inverse", "Wᵀ", 1.02, 0.0092, 1.25)


@pytest.mark.parametrize(
    ("rule", "facts", "seen", "then"),
    [
        ("lost", replace(LEARNING, diverged=True), "The run is lost: at step 1\u2009000", "[R] starts again"),
        ("not_begun", Facts(step=0, running=False), "W is random", "[Space]"),
        (
            "ramping",
            replace(LEARNING, ramp=0.25),
            "turns into Wᵀ over the dial, so that the loss does not jump: 25 %",
            "",
        ),
        (
            "ramping",
            replace(LEARNING, decoder="W⁺", ramp=0.4),
            "Wᵀ turns into W⁺ over the dial, so that the loss does not jump: 40 %",
            "",
        ),
        (
            "stopped",
            replace(LEARNING, step=580, loss=0.00945, running=False, stopped=True, flip=FLIP),
            "Stopped at step 580: 1.050 × floor.",
            "[Space] goes on.",
        ),
        (
            "stopped",
            replace(LEARNING, floor=0.0, running=False, stopped=True),
            "Stopped at step 1\u2009000: the loss is .0096.",
            "[Space] goes on.",
        ),
        (
            "flipped",
            replace(LEARNING, loss=0.0104, flip=FLIP),
            "Wᵀ after W⁺: the loss jumped from .0103 to .0425 and was back after 240 steps, now .0104: 1.16 × floor.",
            "[T] flips back.",
        ),
        (
            "flipped",
            replace(LEARNING, loss=0.02, flip=replace(FLIP, back_after=None)),
            "Wᵀ after W⁺: the loss jumped from .0103 to .0425, now .0200: 2.22 × floor.",
            "[T] flips back.",
        ),
        (
            "flipped",
            replace(LEARNING, loss=0.011, flip=Flip("Wᵀ", "W⁺", 0.0136, 0.0130, 300)),
            "W⁺ after Wᵀ: no jump (.0136 → .0130), now .0110: 1.22 × floor.",
            "[T] flips back.",
        ),
        (
            "flipped",
            replace(LEARNING, loss=0.0133, flip=Flip("Wᵀ", "W⁺", 0.0178, 0.0166, 60)),
            "W⁺ after Wᵀ: the loss fell at once from .0178 to .0166, now .0133: 1.48 × floor.",
            "[T] flips back.",
        ),
        (
            "flipped",
            replace(LEARNING, floor=0.0, loss=float("nan"), tie_gap=0.002, flip=Flip("Wᵀ", "W⁺", 0.0103, 0.0103, 10)),
            "W⁺ after Wᵀ: no jump (.0103).",
            "The tie gap says why",
        ),
        ("racing", replace(LEARNING, race=RACE, dead=3), "inverse leads: 1.020 × floor, 20 % below Wᵀ.", "[1]–[5]"),
        (
            "racing",
            replace(LEARNING, race=replace(RACE, factor=4.4)),
            "inverse leads: 1.020 × floor; the loss of Wᵀ is 4.40 times that.",
            "[1]–[5]",
        ),
        (
            "racing",
            replace(LEARNING, race=replace(RACE, factor=1.001)),
            "inverse and Wᵀ are level: 1.020 × floor.",
            "[1]–[5]",
        ),
        (
            "racing",
            replace(LEARNING, race=replace(RACE, ratio=float("nan"), factor=float("inf"))),
            "inverse leads: a loss of .0092.",
            "[1]–[5]",
        ),
        ("racing", replace(LEARNING, race=replace(RACE, late="B", at=40)), "B catches up: it is at step 40.", ""),
        ("flipped", replace(LEARNING, race=RACE, loss=0.0104, flip=FLIP), "Wᵀ after W⁺", "[T]"),
        (
            "dead",
            replace(LEARNING, dead=28, most=10.1, flip=FLIP),
            "28 of 64 units never fire on the training set, and W has grown to norm 10.",
            "[R] starts again.",
        ),
        (
            "dead",
            replace(LEARNING, dead=28, most=10.1),
            "28 of 64 units never fire on the training set, and W has grown to norm 10.",
            "[R] starts again.",
        ),
        ("dead", replace(LEARNING, dead=3, most=1.1), "3 of 64 units never fire", "[R] starts again."),
        (
            "far_off",
            replace(LEARNING, validation=0.093),
            "10 times that of the training set: .0930 against .0096",
            "[R]",
        ),
        ("only_mean", replace(LEARNING, loss=0.0671), "As bad as always answering with the mean", "[E]"),
        ("only_mean", replace(LEARNING, loss=0.2, validation=0.2), "Worse than always answering with the mean", "[E]"),
        ("paused", replace(LEARNING, running=False), "Paused: 7 % above", "[Space]"),
        ("below_floor", replace(LEARNING, loss=0.0081), "10 % below what 64 principal components leave", "[T]"),
        (
            "at_floor",
            replace(LEARNING, loss=0.00904, tie_gap=0.002),
            "At the floor: Wᵀ = W⁺ to .2 %, the rows of W are orthonormal.",
            "[T]: the decoder becomes W⁺, the pseudo-inverse of W.",
        ),
        ("noisy", replace(LEARNING, noise=0.3), "noise of σ = .3", "tie gap"),
        ("slow", replace(LEARNING, loss=0.02, fell=0.001), "The loss hardly falls any more: 2.22 times", "[T]"),
        (
            "learning",
            LEARNING,
            "Wᵀ, tanh: 7 % above the floor, what 64 principal components leave.",
            "[T]: the decoder becomes W⁺, the pseudo-inverse of W.",
        ),
        ("learning", replace(LEARNING, loss=float("nan")), "the first loss is on its way", "[T]"),
        ("learning", replace(LEARNING, decoder="W⁺"), "W⁺, tanh", "[T]: the decoder becomes Wᵀ, the transpose of W."),
    ],
)
def test_each_rule_says_what_is_seen_and_what_to_press(rule: str, facts: Facts, seen: str, then: str) -> None:
    said = sentence(facts)
    assert seen in said.seen
    assert then in said.then
    first = next(each for each in RULES if each(facts) is not None)
    assert first.__name__ == rule


def test_every_rule_is_tried() -> None:
    tried = {
        "lost",
        "not_begun",
        "stopped",
        "ramping",
        "racing",
        "flipped",
        "dead",
        "far_off",
        "only_mean",
        "paused",
        "below_floor",
    }
    tried |= {"at_floor", "noisy", "slow", "learning"}
    assert {rule.__name__ for rule in RULES} == tried


def test_a_flip_is_forgotten_after_some_hundred_steps_but_not_before_it_could_be_read() -> None:
    assert "after" in sentence(replace(LEARNING, flip=FLIP)).seen
    later = replace(LEARNING, step=9000, flip=replace(FLIP, steps=600))
    assert "after" not in sentence(later).seen
    assert "after" in sentence(replace(later, speed=5000)).seen


@pytest.mark.parametrize(
    ("decoder", "dial", "ramp"),
    [
        ("transpose", 0.25, 0.25),
        ("transpose", 1.0, None),
        ("pseudo_inverse", 0.25, 0.75),
        ("pseudo_inverse", 0.0, None),
        ("pseudo_inverse", None, None),
        ("dial", 0.5, None),
    ],
)
def test_the_dial_turns_by_itself_on_the_way_to_either_end(
    decoder: str, dial: float | None, ramp: float | None
) -> None:
    moment = snapshot(step=100)
    (lane,) = moment.lanes
    lane = replace(lane, dial=dial, experiment=lane.experiment.with_values({"decoder": decoder}))
    assert gather(moment, lane).ramp == ramp


def test_a_race_is_told_by_what_its_lanes_lose() -> None:
    course = pieces(([1, 100], [0.05, 0.012]))
    moment = snapshot(step=100, floor=0.01, course=course)
    (lane,) = moment.lanes
    lane = replace(lane, parts={})
    worse = replace(
        lane,
        name="B",
        experiment=lane.experiment.with_values({"decoder": "pseudo_inverse"}),
        losses=pieces(([1, 100], [0.05, 0.015])),
    )
    race = replace(moment, lanes=(lane, worse))
    found = gather(race, lane, None, (lane, worse)).race
    assert found is not None
    assert (found.first, found.second, found.late) == ("Wᵀ", "W⁺", "")
    assert found.ratio == pytest.approx(1.2)
    assert found.factor == pytest.approx(1.25)
    late = replace(worse, moment=replace(worse.moment, step=40))
    found = gather(replace(race, lanes=(lane, late)), lane, None, (lane, late)).race
    assert found is not None
    assert (found.late, found.at) == ("W⁺", 40)
    # A lane that nobody sees, or none beside it, is no race.
    assert gather(race, lane, None, (lane,)).race is None
    lost = replace(lane, diverged=True)
    found = gather(replace(race, lanes=(lost, worse)), lost, None, (lost, worse)).race
    assert found is not None
    assert (found.first, found.factor) == ("W⁺", float("inf"))


def test_it_has_stopped_by_itself_until_it_goes_on() -> None:
    moment = replace(snapshot(step=580), running=False)
    (lane,) = moment.lanes
    assert gather(moment, lane, 580).stopped
    assert not gather(moment, lane, 500).stopped
    assert not gather(moment, lane).stopped
    assert not gather(replace(moment, running=True), lane, 580).stopped


def test_a_snapshot_tells_what_a_flip_did() -> None:
    course = pieces(([1, 100, 1000], [0.05, 0.02, 0.0103]), ([1000, 1200, 1240, 1400], [0.0425, 0.011, 0.0105, 0.0104]))
    mark = Mark(1000, (("decoder", "transpose"),), 0.0103, 0.0425)
    earlier = Mark(100, (("decoder", "pseudo_inverse"),), 0.02, 0.02)
    moment = snapshot(step=1400, losses=np.full(1400, 0.02), course=course, marks=(earlier, mark), floor=0.009)
    (lane,) = moment.lanes
    flip = gather(moment, lane).flip
    assert flip == Flip("W⁺", "Wᵀ", 0.0103, 0.0425, 400, 240)


def test_dead_units_of_a_snapshot_are_counted() -> None:
    moment = snapshot(dead=(0, 3))
    (lane,) = moment.lanes
    assert (gather(moment, lane).dead, gather(moment, lane).units) == (2, 4)
