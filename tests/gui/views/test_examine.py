"""The window in which the loss is examined."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Flip
from gui.views.examine import Examination, reading
from gui.widgets.theme import DARK
from tests.gui.conftest import User
from tests.gui.snapshots import snapshot


def test_it_shows_the_curves_the_floor_and_the_flips(qtbot: QtBot) -> None:
    shown = snapshot(flips=(Flip(40, "pseudo_inverse"),))
    window = Examination(shown, shown.lanes[0], DARK)
    qtbot.addWidget(window)
    window.show()
    item = window.plot.getPlotItem()
    assert [curve.name() for curve in item.listDataItems()] == ["train", "validation"]
    np.testing.assert_array_equal(item.listDataItems()[0].getOriginalDataset()[0], shown.lane.train_curve.steps)
    lines = {line.label.format: line for line in item.items if hasattr(line, "label")}
    assert lines["W⁺"].value() == 40
    assert 10 ** lines["PCA floor"].value() == np.float64(shown.lane.pca_floor)


def test_values_can_be_read_off(qtbot: QtBot) -> None:
    lane = snapshot().lane
    step = int(lane.train_curve.steps[len(lane.train_curve.steps) // 2])
    value = lane.train_curve.values[len(lane.train_curve.steps) // 2]
    assert f"train {value:.6f} at step {step}" in reading(lane, step + 0.2)


def test_training_goes_on_behind_it(user: User) -> None:
    user.train()
    user.click("loss-examine")
    window = user.window.findChild(Examination)
    assert window is not None
    assert window.isVisible()
    user.train(50)
    window.close()
