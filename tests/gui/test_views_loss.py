"""The loss view: what can be read off the plot."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from core.snapshot import Flip
from gui.views.loss import LossView
from gui.views.loss_axis import LossAxis
from tests.gui.snapshots import snapshot


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(480, 330)
    made.show()
    return made


def marks(view: LossView) -> dict[int, str]:
    return {round(symbol.pos().x()): symbol.toPlainText() for symbol in view._symbols if symbol.isVisible()}


def test_every_flip_has_a_line_and_its_decoder_s_symbol(view: LossView) -> None:
    view.draw(snapshot(step=100, flips=(Flip(20, "pseudo_inverse"), Flip(60, "transpose"), Flip(95, "untied"))))
    assert view._flip_lines.getData()[0].tolist() == [20, 20, 60, 60, 95, 95]
    assert marks(view) == {20: "W⁺", 60: "Wᵀ", 95: "untied"}


def test_symbols_that_would_cover_each_other_are_left_out(view: LossView) -> None:
    view.draw(snapshot(step=1000, flips=tuple(Flip(step, "transpose") for step in range(900, 1000))))
    assert 1 <= len(marks(view)) < 5
    assert 999 in marks(view)


def test_shows_from_step_zero_to_now_and_all_losses(view: LossView) -> None:
    view.draw(snapshot(step=200, losses=np.geomspace(1, 0.1, 200).astype(np.float32), floor=0.05))
    (left, right), (bottom, top) = view._plot.viewRange()
    assert (left, right) == (0, 200)
    assert bottom < np.log10(0.05)
    assert top > 0


def test_a_long_run_is_not_flattened_by_how_it_began(view: LossView) -> None:
    losses = np.full(1000, 0.02, np.float32)
    losses[:10], losses[500] = 50.0, 0.5
    view.draw(snapshot(step=1000, losses=losses, floor=0.01))
    _, (_, top) = view._plot.viewRange()
    assert np.log10(0.5) < top < 0


def test_log_and_linear(view: LossView, qtbot: QtBot) -> None:
    button = view.findChild(QToolButton, "loss-log")
    assert isinstance(button, QToolButton)
    assert button.isChecked()
    view.draw(snapshot(floor=0.01))
    assert view._floor.value() == pytest.approx(-2)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view._floor.value() == pytest.approx(0.01)
    assert view._axis.tickStrings([0.25], 1.0, 1.0) == ["0.25"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view._axis.tickStrings([-2.0], 1.0, 1.0) == ["0.01"]


def test_the_legend_has_the_figures_of_the_moment(view: LossView) -> None:
    view.resize(900, 330)
    view.draw(snapshot(floor=0.0123))
    legend = view.findChild(QLabel, "loss-legend")
    assert isinstance(legend, QLabel)
    for words in ("train", "0.0200", "validation", "0.0400", "PCA floor", "0.0123"):
        assert words in legend.text()


def test_a_floor_of_zero_is_only_on_the_linear_axis(view: LossView) -> None:
    view.draw(snapshot(floor=0.0))
    assert not view._floor.isVisible()
    view._log.setChecked(False)
    assert view._floor.isVisible()


def test_nothing_is_drawn_twice(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = snapshot()
    view.draw(moment)
    monkeypatch.setattr(view._raw, "setData", lambda *_: pytest.fail("drawn again"))
    view.draw(moment)


def test_a_very_long_curve_is_thinned(view: LossView) -> None:
    view.draw(snapshot(step=65536))
    assert max(len(item.getData()[0]) for item in (view._raw, view._train, view._validation)) < 2000


@pytest.mark.parametrize(("low", "high"), [(-2.3, -0.5), (-2.1, -1.9), (-1.72, -1.70), (-9.0, 3.0), (-1.7, -1.6999999)])
def test_a_logarithmic_axis_has_some_ticks_but_not_too_many(qtbot: QtBot, low: float, high: float) -> None:
    ticks = [tick for _, level in LossAxis("left").tickValues(low, high, 250) for tick in level]
    assert 2 <= len(ticks) <= 20
