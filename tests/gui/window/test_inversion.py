"""What is said of the inverse, and when."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Inversion, Snapshot
from gui.window.status import StatusBar
from tests.gui.conftest import User
from tests.gui.snapshots import snapshot


def inverted(path: str, condition: float) -> Snapshot:
    """A moment whose layer was inverted like this."""
    moment = snapshot(decoder="pseudo_inverse")
    (only,) = moment.lane.layers
    layers = (replace(only, inversion=Inversion(path, condition, measured=True)),)
    return replace(moment, lanes=(replace(moment.lane, layers=layers),))


def test_a_healthy_inverse_is_not_mentioned(user: User) -> None:
    user.click("decoder-pseudo_inverse")
    shown = user.see(lambda snapshot: snapshot.lane.experiment.decoder == "pseudo_inverse")
    assert isinstance(shown.lane.layers[0].inversion, Inversion)
    user.train(20)
    assert user.find("status-inversion").text() == ""


def test_a_singular_one_is(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    remark = bar.findChild(QLabel, "status-inversion")
    assert isinstance(remark, QLabel)
    for path, condition, words in (
        ("float32", 3.0, ""),
        ("regularised", 3.1e7, "W⁺ of layer 1 is near-singular: cond 3·10⁷, regularised"),
        ("not finite", math.inf, "W of layer 1 is not finite"),
    ):
        moment = inverted(path, condition)
        bar.show_snapshot(moment, moment.lane)
        assert remark.text() == words
        assert f"layer 1: W inverted in {path}" in bar.toolTip()


def test_the_dial_is_there_when_it_means_something(user: User) -> None:
    dial = user.find("dial")
    assert not dial.isVisible()
    user.click("decoder-dial")
    user.wait(dial.isVisible)
    assert user.newest.lane.dial == 1, "it begins where the transpose stands"
    dial.setFocus()
    user.press(Qt.Key.Key_Home)
    user.see(lambda snapshot: snapshot.lane.dial == 0)
    user.press(Qt.Key.Key_End)
    user.see(lambda snapshot: snapshot.lane.dial == 1)
    user.press(Qt.Key.Key_Left)
    user.see(lambda snapshot: snapshot.lane.dial == pytest.approx(0.99))
    user.click("decoder-untied")
    user.wait(lambda: not dial.isVisible())


def test_a_flip_back_to_the_transpose_is_seen_to_go_over_the_dial(user: User) -> None:
    user.write("ramp_to_transpose", "500000")
    user.click("decoder-pseudo_inverse")
    user.see(lambda snapshot: snapshot.lane.experiment.decoder == "pseudo_inverse")
    user.click("decoder-transpose")
    half = user.see(lambda snapshot: snapshot.lane.dial is not None and 0 < snapshot.lane.dial < 1)
    assert half.lane.experiment.decoder == "transpose"
    dial = user.find("dial")
    user.wait(dial.isVisible)
    assert not dial.isEnabled()
    user.click("decoder-dial")
    user.see(lambda snapshot: snapshot.lane.experiment.decoder == "dial")
    here = user.newest.lane.dial
    assert here is not None
    assert here < 1, "it begins where the ramp stood"
    user.click("decoder-untied")
    user.wait(lambda: not dial.isVisible())


def test_relu_says_why_it_has_no_inverse(user: User) -> None:
    user.choose("activation", "relu")
    user.see(lambda snapshot: snapshot.lane.experiment.activation == "relu")
    user.click("decoder-inverse")
    user.wait(lambda: user.find("notice").isVisible())
    assert "negative sum" in user.find("notice-text").text()
    user.wait(lambda: user.find("decoder-transpose").isChecked())


def test_a_linear_layer_can_be_balanced(user: User) -> None:
    user.choose("activation", "linear")
    user.click("decoder-pseudo_inverse")
    user.see(lambda snapshot: snapshot.lane.experiment.decoder == "pseudo_inverse")
    user.train(50)
    user.click("run")
    before = user.see(lambda shown: not shown.running and shown.lane.evaluation.step == shown.step)
    user.press(Qt.Key.Key_B)
    after = user.see(lambda snapshot: snapshot.lane.layers[0].figures.tie_gap < 1e-3)
    assert after.lane.evaluation.validation_loss == pytest.approx(before.lane.evaluation.validation_loss, rel=1e-3)
