"""The window in which the loss is examined."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from gui.design.tokens import DARK
from gui.views.examine import Examination, reading
from tests.gui.conftest import User, lane
from tests.gui.snapshots import flip, snapshot


def test_it_shows_the_curves_the_floor_and_the_flips(qtbot: QtBot) -> None:
    shown = snapshot(marks=(flip(40, "pseudo_inverse"),))
    window = Examination(shown, shown.lanes[0], DARK)
    qtbot.addWidget(window)
    window.show()
    item = window.plot.getPlotItem()
    assert [curve.name() for curve in item.listDataItems()] == ["train", "validation"]
    np.testing.assert_array_equal(item.listDataItems()[0].getOriginalDataset()[0], lane(shown).batch_curve.steps)
    lines = {line.label.format: line for line in item.items if hasattr(line, "label")}
    assert lines["W⁺"].value() == 40
    assert 10 ** lines["PCA floor"].value() == np.float64(lane(shown).pca_floor)


def test_values_can_be_read_off(qtbot: QtBot) -> None:
    shown = lane(snapshot())
    curve = shown.batch_curve
    middle = len(curve.steps) // 2
    step, value = int(curve.steps[middle]), curve.values[middle]
    assert f"train {value:.6f} at step {step}" in reading(shown, step + 0.2)


def test_training_goes_on_behind_it(user: User) -> None:
    user.train()
    user.click("loss-examine")
    window = user.window.findChild(Examination)
    assert window is not None
    assert window.isVisible()
    user.train(50)
    window.close()
