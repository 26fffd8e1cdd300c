"""The loss view: what can be read off the plot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui.design.tokens import DARK, LIGHT
from gui.painting import ticks
from gui.painting.plot import Figure
from gui.views.loss import LossState, LossView
from gui.widgets.legend import Legend
from tests.gui.snapshots import draw, flip, snapshot

Spread = Callable[[float, float, int], list[float]]


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(480, 330)
    made.show()
    return made


def figure(view: LossView) -> Figure:
    assert view.plot.figure is not None
    return view.plot.figure


def marks(view: LossView) -> dict[float, str]:
    return {mark.x: mark.words for mark in figure(view).marks if mark.words}


def test_every_flip_has_a_line_and_its_decoder_s_symbol(view: LossView) -> None:
    draw(view, snapshot(step=100, marks=(flip(20, "pseudo_inverse"), flip(60, "transpose"), flip(95, "untied"))))
    assert [mark.x for mark in figure(view).marks] == [20, 60, 95]
    assert marks(view) == {20: "W⁺", 60: "Wᵀ", 95: "untied"}


def test_symbols_that_would_cover_each_other_are_left_out(view: LossView) -> None:
    draw(view, snapshot(step=1000, marks=tuple(flip(step, "transpose") for step in range(900, 1000))))
    assert 1 <= len(marks(view)) < 5
    assert 999 in marks(view)


def test_shows_from_step_zero_to_now_and_all_losses(view: LossView) -> None:
    draw(view, snapshot(step=200, losses=np.geomspace(1, 0.1, 200).astype(np.float32), floor=0.05))
    assert figure(view).right == 200
    assert figure(view).bottom < np.log10(0.05)
    assert figure(view).top > 0


def test_a_long_run_is_not_flattened_by_how_it_began(view: LossView) -> None:
    losses = np.full(1000, 0.02, np.float32)
    losses[:10], losses[500] = 50.0, 0.5
    draw(view, snapshot(step=1000, losses=losses, floor=0.01))
    assert np.log10(0.5) < figure(view).top < 0


def test_log_and_linear(view: LossView, qtbot: QtBot) -> None:
    button = view.findChild(QToolButton, "loss-log")
    assert isinstance(button, QToolButton)
    assert button.isChecked()
    draw(view, snapshot(floor=0.01))
    assert figure(view).logarithmic
    assert figure(view).floor == pytest.approx(-2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not figure(view).logarithmic
    assert figure(view).floor == pytest.approx(0.01)
    assert view.state == LossState(logarithmic=False)
    view.state = LossState(logarithmic=True)
    assert button.isChecked()
    assert figure(view).logarithmic


def test_the_legend_has_the_figures_of_the_moment(view: LossView) -> None:
    view.resize(900, 330)
    draw(view, snapshot(floor=0.0123))
    view.write()
    # Of train the mean over the last fortieth, two of a hundred.
    for words in ("train", "0.0202", "validation", "0.0400", "PCA floor", "0.0123"):
        assert words in legend(view).text()


def test_neither_the_thick_curve_nor_the_legend_is_the_last_mini_batch(view: LossView) -> None:
    losses = np.full(4000, 0.02, np.float32)
    losses[-1] = 1.0
    draw(view, snapshot(step=4000, losses=losses))
    view.write()
    batches, mean, _ = figure(view).lines
    assert batches.y[-1] == pytest.approx(0)
    assert mean.x[-1] < 4000
    assert 10 ** mean.y[-1] < 0.05
    assert "0.0298" in legend(view).text()  # 99 times 0.02 and once 1


def legend(view: LossView) -> Legend:
    found = view.findChild(Legend, "loss-legend")
    assert isinstance(found, Legend)
    return found


@pytest.mark.parametrize("width", [420, 480, 700, 1000])
def test_names_give_way_to_numbers_in_a_narrow_legend(view: LossView, width: int) -> None:
    view.resize(width, 330)
    for losses in (np.full(100, 0.0345), np.full(100, 3e-8), np.full(100, 3e30)):
        draw(view, snapshot(losses=losses.astype(np.float32), floor=0.0123))
        view.write()
        words = legend(view).text()
        assert "0.0400" in words
        assert "0.0123" in words
        shown = [label for label in legend(view).findChildren(QLabel) if label.isVisible()]
        for label in shown:
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
            end = label.mapTo(legend(view), label.rect().bottomRight()).x()
            assert end < legend(view).width()


def test_nothing_in_the_legend_moves_while_numbers_change(view: LossView) -> None:
    view.resize(700, 330)
    places = set()
    for losses in (np.full(100, 0.0345), np.full(100, 3e-8), np.full(100, 16.6), np.full(100, np.nan)):
        draw(view, snapshot(losses=losses.astype(np.float32)))
        view.write()
        QApplication.processEvents()
        places.add(tuple(label.mapTo(view, label.pos()).x() for label in legend(view).findChildren(QLabel)))
    assert len(places) == 1


@pytest.mark.parametrize("loss", [1e-30, 1e-15, 1e-7, 1.0, 1e6, 1e10, 1e20, 1e30])
def test_the_numbers_at_the_axis_are_never_cut_off(view: LossView, loss: float) -> None:
    losses = np.geomspace(loss * 10, loss, 100).astype(np.float32)
    for floor in (0.0, loss / 50):
        draw(view, snapshot(losses=losses, floor=floor))
        picture = view.plot.copy()
        ground = picture.pixel(0, 0)
        title = view.plot.fontMetrics().height()
        # Between the title and the numbers, a column of pixels at least on which nothing is drawn.
        free = [
            x
            for x in range(title - 2, title + 8)
            if all(picture.pixel(x, y) == ground for y in range(picture.height()))
        ]
        assert free


def test_a_floor_of_zero_is_only_on_the_linear_axis(view: LossView) -> None:
    draw(view, snapshot(floor=0.0))
    assert figure(view).floor is None
    view.state = LossState(logarithmic=False)
    assert figure(view).floor == 0


def test_nothing_is_drawn_twice(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = snapshot()
    draw(view, moment)
    monkeypatch.setattr(view.plot, "show_figure", lambda *_: pytest.fail("drawn again"))
    draw(view, moment)


def test_another_run_of_the_same_length_is_drawn(view: LossView) -> None:
    draw(view, snapshot(losses=np.full(100, 0.1, np.float32)))
    draw(view, snapshot(losses=np.full(100, 0.5, np.float32)))
    assert figure(view).lines[0].y[-1] == pytest.approx(np.log10(0.5))


def test_a_very_long_curve_is_thinned(view: LossView) -> None:
    draw(view, snapshot(step=65536))
    assert max(len(line.x) for line in figure(view).lines) < 2000


RANGES = [(-2.3, -0.5), (-2.1, -1.9), (-1.72, -1.70), (-9.0, 3.0), (-1.7, -1.6999999)]


@pytest.mark.parametrize("spread", [ticks.linear, ticks.logarithmic])
@pytest.mark.parametrize(("low", "high"), [*RANGES, (-9.0, 40.0)])
def test_an_axis_has_some_ticks_but_not_too_many(spread: Spread, low: float, high: float) -> None:
    found = spread(low, high, 10)
    assert 2 <= len(found) <= 20
    assert all(low <= tick <= high for tick in found)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (1.0, -1.0), (0.0, float("inf")), (float("nan"), 1.0)])
def test_no_range_no_ticks(low: float, high: float) -> None:
    assert ticks.linear(low, high, 10) == []


@pytest.mark.parametrize("step", [*range(1, 300), 999, 1001, 19_999, 50_001, 99_999, 12_345_678])
def test_the_axis_ends_soon_after_now(step: int) -> None:
    assert step <= ticks.end(step) <= step * 10 / 9 + 1


def test_the_axis_stays_for_many_steps(view: LossView) -> None:
    assert len({ticks.end(step) for step in range(1000, 10_000)}) < 40
    draw(view, snapshot(step=1990, losses=np.full(1990, 0.02, np.float32)))
    assert figure(view).right == 2000


def test_what_is_drawn_on_kept_axes_is_what_would_be_drawn_anew(view: LossView) -> None:
    moments = [snapshot(step=step, losses=np.geomspace(1, 0.1, step).astype(np.float32)) for step in (1950, 1960, 1990)]
    for moment in moments:
        draw(view, moment)
    drawn = view.plot.copy()
    for theme in (DARK, LIGHT):  # with which the axes are drawn anew
        view.use_theme(theme)
    assert drawn == view.plot.copy()
