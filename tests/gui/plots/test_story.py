"""What happened in a run, from its marks, and which losses belong to which decoder."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import LaneSnapshot, Mark
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from gui.plots.losses import course, outline, stays_of
from gui.plots.story import account, in_force, sentence, stays, symbol
from tests.gui.conftest import lane
from tests.gui.snapshots import curve, flip, pieces, snapshot

CHANGED = Mark(18_900, (("activation", "centred_sigmoid"),), 0.0464, 0.011)


def test_decoders_follow_each_other_from_the_first_step_to_now() -> None:
    told = stays((flip(20, "pseudo_inverse"), CHANGED, flip(60, "transpose")), "untied", None, 95)
    assert [(stay.decoder, stay.start, stay.end) for stay in told] == [
        ("untied", 0, 20),
        ("pseudo_inverse", 20, 60),
        ("transpose", 60, 95),
    ]
    assert in_force(told, 20).decoder == "pseudo_inverse"
    assert in_force(told, 19).decoder == "untied"


def test_the_dial_is_a_decoder_for_every_place_it_is_turned_to() -> None:
    turned = Mark(50, (("dial", 0.25),))
    told = stays((flip(20, "dial"), turned), "transpose", 0.5, 70)
    assert [(stay.decoder, stay.dial) for stay in told] == [("transpose", None), ("dial", 0.5), ("dial", 0.25)]
    assert told[-1].name == "dial t = 0.25"


def test_a_flip_before_the_first_step_leaves_no_piece() -> None:
    assert [stay.decoder for stay in stays((flip(0, "untied"),), "transpose", None, 5)] == ["untied"]


def test_every_change_but_a_flip_has_a_flag() -> None:
    assert symbol(flip(20, "untied")) == ""
    assert symbol(CHANGED) == "σ"
    several = (("learning_rate", 0.1), ("weight_decay", 0.0), ("noise", 0.1), ("balance", True), ("decoder", "dial"))
    assert symbol(Mark(1, several)) == "η γ ν B"
    assert symbol(Mark(1, (("batch_size", 3), ("something_new", 1)))) == "m s"


def test_a_change_is_told_in_a_sentence() -> None:
    told = account(CHANGED, {"activation": "sigmoid"})
    assert told.step == 18_900
    assert told.changes == ("activation sigmoid → 4 sigmoid − 2",)
    said = "step 18\u2009900: activation sigmoid → 4 sigmoid − 2, loss .0464 → .0110"
    assert sentence(told) == said
    unmeasured = account(replace(CHANGED, after=math.nan), {})
    assert sentence(unmeasured) == "step 18\u2009900: activation → 4 sigmoid − 2"
    little = account(replace(CHANGED, before=0.0090123, after=0.0090144), {})
    assert little.loss == "loss .0090123 → .0090144", "what differs is seen to"
    assert account(replace(CHANGED, before=0.009, after=0.009), {}).loss == "loss .0090, before and after"
    assert "W balanced" in sentence(account(Mark(3, (("balance", True),)), {}))
    assert "gone back from step 90" in sentence(account(Mark(3, (("return", 90),)), {}))


def flipped() -> LaneSnapshot:
    two = pieces(([1, 5, 20], [0.2, 0.1, 0.05]), ([20, 21, 30], [0.5, 0.3, 0.04]))
    return lane(snapshot(step=40, course=two, marks=(flip(20, "pseudo_inverse"),)))


def test_losses_are_in_pieces_and_each_is_its_decoder_s() -> None:
    known = course(flipped())
    assert [known.steps[piece].tolist() for piece in known.pieces()] == [[1, 5, 20], [20, 21, 30, 40]]
    told = stays(flipped().marks, "transpose", None, 40)
    assert [stay.decoder for stay in stays_of(known, told)] == ["transpose"] * 3 + ["pseudo_inverse"] * 4


def test_what_is_known_of_this_moment_is_the_end() -> None:
    known = course(flipped())
    assert known.newest == pytest.approx(0.03)
    assert known.validation[-1] == pytest.approx(0.04)


@pytest.mark.parametrize("step", [20, 15])
def test_a_loss_of_the_step_of_a_change_is_on_neither_side_of_it(step: int) -> None:
    before = flipped()
    one = pieces(([1, 5], [0.2, 0.1]))
    part = LossPart(Moment(step), 0.9)
    shown = replace(before, losses=one, parts={TrainingLoss(): part, ValidationLoss(): part})
    assert course(shown).steps.tolist() == [1, 5]


def test_the_loss_of_the_whole_set_is_no_end_of_a_sample_s_curve() -> None:
    before = flipped()
    known = course(replace(before, losses=replace(before.losses, sampled=256)))
    assert known.steps.tolist() == before.losses.steps.tolist()
    assert known.newest == pytest.approx(0.04)


def test_losses_of_two_moments_are_not_one_point() -> None:
    parts: dict[Need[Any], Part] = {
        TrainingLoss(): LossPart(Moment(40), 0.3),
        ValidationLoss(): LossPart(Moment(35), 0.9),
    }
    known = course(replace(flipped(), parts=parts))
    assert known.steps[-2:].tolist() == [35, 40]
    assert np.isnan([known.train[-2], known.validation[-1]]).all()
    assert known.newest == pytest.approx(0.3)


def test_a_validation_loss_alone_is_not_the_newest_loss_and_a_run_that_is_lost_has_none() -> None:
    alone = course(replace(flipped(), parts={ValidationLoss(): LossPart(Moment(50), 0.9)}))
    assert alone.newest == pytest.approx(0.04)
    lost = pieces(([1, 5], [0.2, np.nan]))
    assert np.isnan(course(replace(flipped(), losses=lost, parts={})).newest)


def test_an_outline_keeps_every_peak_and_is_short() -> None:
    values = np.random.default_rng(0).normal(size=30_000).astype(np.float32)
    values[77] = np.nan
    for edges in (np.geomspace(1, 1e5, 400), np.linspace(0, 30_001, 400)):
        x, y = outline(curve(values), edges)
        assert len(x) <= 800
        assert (np.diff(x) >= 0).all()
        assert (y.min(), y.max()) == (np.nanmin(values), np.nanmax(values))
    assert len(outline(curve(values[:0]), np.geomspace(1, 10, 5))[0]) == 0
