"""Every lesson of the lecture shows what it promises: the steps, keys, settings and figures are read from the page.

The page has the figures of 30 seeds, a quarter wider; each lesson is played here with the seed that it names, and its
promise is asserted in its own words.
"""

from __future__ import annotations

import inspect
import sys
from functools import cache

import pytest

from tests.acceptance.lecture import Lesson, Row, at_the_end, lessons, play

Seen = tuple[Row, dict[str, tuple[float, float]]]


@cache
def played(number: int) -> list[Seen]:
    """A lesson's rows with what was seen, all of which lies where the page says."""
    lesson = lessons()[number - 1]
    seen = list(play(lesson))
    for row, sights in seen:
        assert set(row.ranges) == set(sights), f"the page gives no figures at step {row.step}"
        for name, (low, high) in row.ranges.items():
            assert low <= sights[name][0], (row.step, row.presses, name)
            assert sights[name][1] <= high, (row.step, row.presses, name)
    return seen


def at(number: int, step: int, press: str | None = None, turn: int = 0) -> dict[str, float]:
    """What is seen at ``step`` just after ``press``, the ``turn``th time; the most where it is of many."""
    rows = [
        sights
        for row, sights in played(number)
        if row.step == step and (press in row.presses if press else not row.presses)
    ]
    return {name: high for name, (_, high) in rows[turn].items()}


def least(number: int, step: int, name: str, turn: int = 0) -> float:
    return [sights for row, sights in played(number) if row.step == step and name in sights][turn][name][0]


def test_lesson_1_pca() -> None:
    """Both losses come to their floors, and Wᵀ becomes W⁺: the tie gap goes to 0 and all singular values of W go to
    1."""
    start, end = at(1, 0), at(1, 2000)
    assert start["loss"] > 10
    assert start["tie gap"] > 0.5
    assert end["loss"] < 1.03
    assert end["validation"] < 1.03
    assert end["tie gap"] < 0.02
    assert 0.97 < least(1, 2000, "σ") < end["σ"] < 1.03


def test_lesson_2_w_plus_for_nothing() -> None:
    """T changes nothing in the loss, because Wᵀ had become W⁺. That the tie gap then opens is Adam's doing: with SGD it
    stays below .02 for a thousand steps."""
    before, after = at(2, 2000), at(2, 2000, "T")
    assert after["loss"] == pytest.approx(before["loss"], rel=2e-3)
    assert at(2, 3000)["loss"] <= before["loss"]
    assert at(2, 3000)["tie gap"] > 5 * before["tie gap"]
    assert at(2, 12_000)["tie gap"] > 3 * at(2, 3000)["tie gap"]
    assert at(2, 3000, turn=1)["tie gap"] < 0.02


def test_lesson_3_scale_is_free() -> None:
    """The same floor, whatever the scale: after the first hundred steps the singular values stay where they are, with
    small rows of W and large columns of W⁺. With Adam that picture holds to about 5000 steps and is upside down at
    20 000."""
    early, late = at(3, 100), at(3, 10_000)
    assert late["loss"] < 1.03
    assert late["tie gap"] > 0.5
    assert late["σ"] == pytest.approx(early["σ"], rel=0.1)
    for sights in (early, late, at(3, 5000)):
        assert sights["columns of D"] > 1.2 * sights["rows of W"]
    assert at(3, 20_000)["rows of W"] > 1.2 * at(3, 20_000)["columns of D"]


def test_lesson_4_the_price_of_freedom() -> None:
    """Flipped to Wᵀ at once, the loss is multiplied by 3 and more, because the scale was free and is wrong, and is back
    after some 200 steps. With W balanced first it does not jump, and over the ramp it rises by about half."""
    before = at(4, 2000)["loss"]
    assert at(4, 2000, "T")["loss"] > 3 * before
    assert at(4, 2200)["loss"] < 1.05 * before
    assert at(4, 2000, "Shift+B")["loss"] == pytest.approx(before, rel=1e-3)
    assert at(4, 2000, "T", turn=1)["loss"] == pytest.approx(before, rel=1e-3)
    assert at(4, 2010)["loss"] < 1.05 * before
    assert at(4, 2000, "T", turn=2)["loss"] == pytest.approx(before, rel=1e-3)
    assert 1.1 * before < at(4, 2025)["loss"] < 2 * before
    assert at(4, 2500)["loss"] < 1.02 * before


def test_lesson_5_the_sigmoid() -> None:
    """Under W⁺ a sigmoid network stays at four times the floor, and every reconstruction is the same grey ghost. An
    activation of slope 1 at 0 cures it; so does undoing the sigmoid, and then it is PCA again."""
    assert 3.8 < at(5, 2000)["loss"] < 4.6
    assert at(5, 4000)["loss"] < 1.05
    assert 3.8 < at(5, 4100)["loss"] < 4.6
    assert at(5, 6000)["loss"] < 1.03


def test_lesson_6_what_the_transpose_can_do() -> None:
    """Under Wᵀ the same sigmoid comes to within a tenth of the floor, by making W larger: all its singular values go to
    a little over 2, and ¼ s² is about 1 there. The tie gap is wide open: this Wᵀ is no W⁺."""
    assert at(6, 10_000)["loss"] < 1.1
    assert 1.9 < least(6, 10_000, "σ") < at(6, 10_000)["σ"] < 2.5
    assert at(6, 10_000)["tie gap"] > 3


def test_lesson_7_dead_units() -> None:
    """One unit is dead from the start and stays so: its pair of filters is noise, and the loss rests a component above
    the floor. W⁺ brings it to life within a hundred steps, and the loss goes to the floor."""
    assert at(7, 0)["dead"] == at(7, 3000)["dead"] == 1
    assert at(7, 3000)["loss"] > 1.08
    assert at(7, 3100)["dead"] == 0
    assert at(7, 5000)["loss"] < 1.03


def test_lesson_8_free_weights_tie_themselves() -> None:
    """Free weights reach the floor without being tied: the pairs differ. With weight decay each decoder column becomes
    the picture of its encoder row, a little above the PCA floor."""
    free, tied = at(8, 10_000), at(8, 12_000)
    assert free["loss"] < 1.003
    assert free["D − Wᵀ"] > 0.3
    assert tied["D − Wᵀ"] < 0.05
    assert free["loss"] < tied["loss"] < 1.01


def test_lesson_9_deep() -> None:
    """Both pass below the PCA floor, which binds linear codes only. W⁺ is ahead for the first thousand steps, Wᵀ from
    then on."""
    assert at(9, 10_000)["loss"] < at(9, 10_000, turn=1)["loss"] < 0.9
    assert at(9, 500)["loss"] > at(9, 500, turn=1)["loss"]
    assert at(9, 3000)["loss"] < at(9, 3000, turn=1)["loss"]


TESTS = [
    function for name, function in vars(sys.modules[__name__]).items() if name.startswith("test_lesson_")
]  # in the order of the file


def test_every_lesson_has_a_test_that_quotes_its_promise() -> None:
    promises = [(f"test_lesson_{lesson.number}_", lesson.promise) for lesson in lessons()]
    assert [number for number, _ in promises] == [f"test_lesson_{number}_" for number in range(1, len(promises) + 1)]
    assert len(TESTS) == len(promises)
    for function, (name, promise) in zip(TESTS, promises, strict=True):
        assert function.__name__.startswith(name)
        assert " ".join((inspect.getdoc(function) or "").split()) == promise


@pytest.mark.parametrize("lesson", lessons()[1:], ids=lambda lesson: str(lesson.number))
def test_what_is_to_be_set_back_is_all_that_has_to_be(lesson: Lesson) -> None:
    """Who goes through the lecture in one window stands where the lesson's own command starts."""
    before = at_the_end(lessons()[lesson.number - 2])
    assert before.with_values(lesson.changed) == lesson.settings
