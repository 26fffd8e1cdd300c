"""The main job, by real clicks: train, flip, pause, step, reset, change."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from core.decoders import DECODERS
from core.parts.losses import ValidationLoss
from gui.painting.numbers import grouped
from tests.gui.conftest import User, lane, small


def test_it_trains_by_itself_and_says_where_it_is(user: User) -> None:
    shown = user.train(50)
    assert shown.running
    assert user.window.commands["run"].text() == "Pause"
    assert user.find("status-device").text() == shown.device
    assert user.find("strip-widths").accessibleDescription() == "64–16–64"
    for name in ("status-speed", "status-step", "status-epoch"):
        assert user.find(name).text()
    assert math.isfinite(lane(shown).batch_loss)


def test_twenty_flips_during_training_keep_it_training(user: User) -> None:
    names = [name for name in DECODERS if not DECODERS[name].free_weights]
    for turn in range(20):
        decoder = names[(turn + 1) % len(names)]
        user.click(f"decoder-{decoder}")
        assert user.find(f"decoder-{decoder}").isChecked()
        # The next snapshot that knows of the click shows the decoder asked for, and the button stays down.
        shown = user.see(user.window.link.settled)
        assert lane(shown).experiment.decoder == decoder
        assert shown.running
        assert user.find(f"decoder-{decoder}").isChecked()
    after = user.train(20)
    assert after.running
    assert len(lane(after).marks) == 20
    assert math.isfinite(lane(after).batch_loss)


@pytest.mark.parametrize("decoder", DECODERS)
def test_every_decoder_can_be_chosen(user: User, decoder: str) -> None:
    user.click(f"decoder-{decoder}")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == decoder)
    user.train(20)


def test_pause_step_and_run(user: User) -> None:
    user.click("run")
    paused = user.see(lambda snapshot: not snapshot.running)
    assert user.window.commands["run"].text() == "Run"
    user.click("step")
    assert user.see(lambda snapshot: snapshot.step > paused.step).step == paused.step + 1
    user.click("run")
    assert user.see(lambda snapshot: snapshot.step > paused.step + 5).running


def test_no_word_is_stale_at_rest_or_after_a_command(user: User) -> None:
    user.train(50)
    user.click("run")
    for _ in range(3):
        shown = user.see(lambda snapshot: not snapshot.running and user.window.link.settled(snapshot))
        assert user.find("status-speed").text() == "paused"
        assert user.find("status-step").text() == f"step {grouped(shown.step)}"
        user.click("step")


def test_reset_starts_again(user: User) -> None:
    user.train(100)
    user.click("run")
    user.see(lambda snapshot: not snapshot.running)
    user.click("reset")
    assert lane(user.see(lambda snapshot: snapshot.step == 0)).marks == ()


def test_the_keys(user: User) -> None:
    user.press(Qt.Key.Key_Space)
    paused = user.see(lambda snapshot: not snapshot.running)
    user.press(Qt.Key.Key_Period)
    user.see(lambda snapshot: snapshot.step == paused.step + 1)
    user.press(Qt.Key.Key_T)
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    user.press(Qt.Key.Key_R)
    user.see(lambda snapshot: snapshot.step == 0)
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: snapshot.running)


def test_keys_in_a_field_are_letters(user: User) -> None:
    before = user.train()
    field = user.find("layers")
    field.setFocus()
    field.selectAll()
    for key in (Qt.Key.Key_T, Qt.Key.Key_R, Qt.Key.Key_Space):
        user.press(key)
    after = user.train()
    assert field.text().lower() == "tr "
    assert after.running
    assert lane(after).experiment == lane(before).experiment
    assert after.step > before.step


def test_keys_work_again_after_enter_in_a_field(user: User) -> None:
    user.write("learning_rate", "0.002")
    user.press(Qt.Key.Key_T)
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    assert user.find("learning_rate").text() == "0.002"


def test_settings_change_in_flight(user: User) -> None:
    before = user.train()
    user.write("learning_rate", "5e-4")
    after = user.see(lambda snapshot: lane(snapshot).experiment.learning_rate == 5e-4)
    assert after.step >= before.step
    user.choose("activation", "tanh")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "tanh")
    user.choose("optimizer", "sgd")
    user.see(lambda snapshot: lane(snapshot).experiment.optimizer == "sgd")
    assert user.find("momentum").isVisible()
    assert not user.find("seed-apply").isVisible()


def test_divergence_is_told_and_can_be_taken_back(user: User) -> None:
    rate = lane(user.train(200)).experiment.learning_rate
    user.choose("activation", "relu")
    user.choose("optimizer", "sgd")
    user.write("learning_rate", "1000")
    user.wait(lambda: user.find("rewind").isVisible())
    assert "Wᵀ" in user.find("notice-text").text()
    assert "1000" in user.find("notice-text").text()
    user.click("rewind")
    # The rate with which all was well: a tenth of 1000 would be lost again.
    back = user.see(lambda snapshot: lane(snapshot).experiment.learning_rate == pytest.approx(rate))
    assert not back.running
    validation = lane(back).part(ValidationLoss())
    assert validation is not None
    assert math.isfinite(validation.loss)
    assert not user.find("rewind").isVisible()
    user.write("learning_rate", "0.001")
    user.click("run")
    user.train(20)


def test_the_end_is_told_with_what_the_window_has_to_go_on(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=small(steps=3000))
    person.see(lambda snapshot: snapshot.step == 3000 and not snapshot.running)
    person.click("run")
    person.wait(lambda: person.find("notice").isVisible())
    sentence = person.find("notice-text").text()
    assert "3000 steps" in sentence
    assert "reset" in sentence
    assert "raise" not in sentence
    person.click("reset")
    person.see(lambda snapshot: snapshot.step == 0)
    assert not person.find("notice").isVisible()
    person.click("run")
    person.see(lambda snapshot: snapshot.step == 3000 and not snapshot.running)


def test_another_start_takes_the_way_back_to_the_old_run_away(user: User) -> None:
    user.train(200)
    user.choose("optimizer", "sgd")
    user.write("learning_rate", "1000")
    user.wait(lambda: user.find("rewind").isVisible())
    user.click("reset")
    user.wait(lambda: not user.find("rewind").isVisible())
