"""What is said of the inverse, and when."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.linear_algebra.path import Path
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.figures import Figures
from core.parts.inversions import Inversion, Inversions
from core.parts.losses import ValidationLoss
from gui.window.status import StatusBar
from tests.gui.conftest import User, lane
from tests.gui.snapshots import snapshot


def inverted(path: Path, condition: float) -> Snapshot:
    """A moment whose layer was inverted like this."""
    return snapshot(decoder="pseudo_inverse", inversions=(Inversion(path, condition, measured=True, step=99),))


def test_a_healthy_inverse_is_not_mentioned(user: User) -> None:
    user.click("decoder-pseudo_inverse")
    shown = user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    inversions = lane(shown).part(Inversions())
    assert inversions is not None
    assert [each.path for each in inversions.layers] == [Path.FLOAT32]
    user.train(20)
    assert user.find("status-inversion").text() == ""


def test_a_singular_one_is(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    remark = bar.findChild(QLabel, "status-inversion")
    assert isinstance(remark, QLabel)
    for path, condition, words in (
        (Path.FLOAT32, 3.0, ""),
        (Path.REGULARISED, 3.1e7, "W⁺ of layer 1 is near-singular: cond 3·10⁷, regularised"),
        (Path.NOT_FINITE, math.inf, "W of layer 1 is not finite"),
    ):
        moment = inverted(path, condition)
        bar.show_snapshot(moment, lane(moment))
        assert remark.text() == words
        assert f"layer 1: W inverted in {path}" in bar.toolTip()


def test_the_dial_is_there_when_it_means_something(user: User) -> None:
    dial = user.find("dial")
    assert not dial.isVisible()
    user.click("decoder-dial")
    user.wait(dial.isVisible)
    assert lane(user.newest).dial == 1, "it begins where the transpose stands"
    dial.setFocus()
    user.press(Qt.Key.Key_Home)
    user.see(lambda snapshot: lane(snapshot).dial == 0)
    user.press(Qt.Key.Key_End)
    user.see(lambda snapshot: lane(snapshot).dial == 1)
    user.press(Qt.Key.Key_Left)
    user.see(lambda snapshot: lane(snapshot).dial == pytest.approx(0.99))
    user.click("decoder-untied")
    user.wait(lambda: not dial.isVisible())


def test_a_flip_back_to_the_transpose_is_seen_to_go_over_the_dial(user: User) -> None:
    user.write("ramp_to_transpose", "500000")
    user.click("decoder-pseudo_inverse")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    user.click("decoder-transpose")
    half = user.see(lambda snapshot: 0 < (lane(snapshot).dial or 0) < 1)
    assert lane(half).experiment.decoder == "transpose"
    dial = user.find("dial")
    user.wait(dial.isVisible)
    assert not dial.isEnabled()
    user.click("decoder-dial")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "dial")
    here = lane(user.newest).dial
    assert here is not None
    assert here < 1, "it begins where the ramp stood"
    user.click("decoder-untied")
    user.wait(lambda: not dial.isVisible())


def test_a_decoder_that_is_not_allowed_is_grey_and_says_why(user: User) -> None:
    inverse = user.find("decoder-inverse")
    assert inverse.isEnabled()
    user.choose("activation", "relu")
    user.wait(lambda: not inverse.isEnabled())
    assert "negative sum" in inverse.toolTip().replace("\n", " ")
    user.window.setFocus()
    for _ in range(5):
        user.press(Qt.Key.Key_T)
    user.press(Qt.Key.Key_4)
    shown = user.see(user.window.link.settled)
    assert lane(shown).experiment.decoder == "pseudo_inverse", "T goes between two, whatever the others are"
    user.choose("activation", "tanh")
    user.wait(inverse.isEnabled)
    assert "negative sum" not in inverse.toolTip()


def test_a_linear_layer_can_be_balanced(user: User) -> None:
    user.choose("activation", "linear")
    user.click("decoder-pseudo_inverse")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    user.train(50)
    user.toggle_view("Singular values")
    user.click("run")
    before = user.see(lambda shown: not shown.running and validation(lane(shown)) is not None)
    user.press(Qt.Key.Key_B)
    user.window.setFocus()
    QTest.keyClick(user.window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    after = user.see(lambda shown: validation(lane(shown)) is not None and tie_gap(lane(shown)) < 1e-3)
    assert validation(lane(after)) == pytest.approx(validation(lane(before)), rel=1e-3)


def validation(lane: LaneSnapshot) -> float | None:
    """The validation loss of this very moment."""
    part = lane.part(ValidationLoss())
    return part.loss if part is not None and part.moment == lane.moment else None


def tie_gap(lane: LaneSnapshot) -> float:
    """Of the only layer, as it was measured last."""
    part = lane.part(Figures())
    return part.layers[0].tie_gap if part is not None else math.inf
