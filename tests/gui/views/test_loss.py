"""The loss view: what can be read off the plot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Flip
from gui.painting import ticks
from gui.painting.legend import Legend
from gui.painting.plot import Figure
from gui.views.loss import LossView
from tests.gui.snapshots import draw, snapshot

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
    draw(view, snapshot(step=100, flips=(Flip(20, "pseudo_inverse"), Flip(60, "transpose"), Flip(95, "untied"))))
    assert [mark.x for mark in figure(view).marks] == [20, 60, 95]
    assert marks(view) == {20: "W⁺", 60: "Wᵀ", 95: "untied"}


def test_symbols_that_would_cover_each_other_are_left_out(view: LossView) -> None:
    draw(view, snapshot(step=1000, flips=tuple(Flip(step, "transpose") for step in range(900, 1000))))
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
    assert (figure(view).logarithmic, figure(view).floor) == (True, pytest.approx(-2))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (figure(view).logarithmic, figure(view).floor) == (False, pytest.approx(0.01))


def test_the_legend_has_the_figures_of_the_moment(view: LossView) -> None:
    view.resize(900, 330)
    draw(view, snapshot(floor=0.0123))
    legend = view.findChild(Legend, "loss-legend")
    assert isinstance(legend, Legend)
    for words in ("train", "0.0200", "validation", "0.0400", "PCA floor", "0.0123"):
        assert words in legend.text()


def test_a_floor_of_zero_is_only_on_the_linear_axis(view: LossView) -> None:
    draw(view, snapshot(floor=0.0))
    assert figure(view).floor is None
    view._log.setChecked(False)
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


@pytest.mark.parametrize(
    ("value", "words"), [(0.01, "0.01"), (-0.5, "−0.5"), (0.0, "0"), (12_000, "12 000"), (1e-05, "1e−05")]
)
def test_ticks_are_written_as_in_print(value: float, words: str) -> None:
    assert ticks.text(value) == words


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
    drawn = view.plot.image()
    anew = LossView()
    anew.resize(view.size())
    anew._range, anew._range_step = view._range, view._range_step
    anew.show()
    draw(anew, moments[-1])
    assert anew.plot.size() == view.plot.size()
    assert drawn == anew.plot.image()
