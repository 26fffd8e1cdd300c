"""The panel: what is wrong says so beside the field, what needs a new network asks first."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.messages.snapshot import Snapshot
from tests.gui.conftest import User, lane


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("learning_rate", "nan"),
        ("learning_rate", "-1"),
        ("learning_rate", "quick"),
        ("batch_size", "100000"),
        ("batch_size", "0"),
        ("noise", "inf"),
        ("weight_decay", "-0.1"),
        ("layers", ""),
        ("layers", "0"),
        ("layers", "16, -4"),
        ("layers", "5000"),
        ("seed", "1.5"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_the_run_goes_on(user: User, key: str, text: str) -> None:
    before = user.train()
    user.write(key, text) if text else clear(user, key)
    problem = user.find(f"{key}-problem")
    assert problem.isVisible()
    assert problem.text().startswith(("must be ", "A code "))
    assert user.find(key).property("role") == "error"
    after = user.train()
    assert after.running
    assert lane(after).experiment == lane(before).experiment
    if key in ("layers", "seed"):
        assert not user.find(f"{key}-apply").isEnabled()


def clear(user: User, key: str) -> None:
    field = user.find(key)
    field.clear()
    user.write(key, " ")


def test_a_corrected_field_says_nothing_more(user: User) -> None:
    user.write("learning_rate", "-1")
    assert user.find("learning_rate-problem").isVisible()
    user.write("learning_rate", "0.01")
    assert not user.find("learning_rate-problem").isVisible()
    user.see(lambda snapshot: lane(snapshot).experiment.learning_rate == 0.01)


def test_new_layers_ask_before_the_network_is_thrown_away(user: User) -> None:
    user.train(50)
    user.write("layers", "32, 8")
    assert user.find("layers-old").isVisible()
    assert "16" in user.find("layers-old").text()
    still = user.train()
    assert lane(still).experiment.layers == (16,)
    user.click("layers-apply")
    new = user.see(lambda snapshot: lane(snapshot).experiment.layers == (32, 8))
    assert new.step < still.step
    assert not user.find("layers-old").isVisible()
    user.wait(lambda: user.find("strip-widths").accessibleDescription() == "64–32–8–32–64")
    user.train(20)


def test_changes_can_be_taken_back(user: User) -> None:
    user.write("seed", "7")
    user.write("layers", "3")
    user.click("seed-keep")
    assert user.find("seed").text() == "0"
    assert not user.find("seed-keep").isVisible()
    assert user.find("layers").text() == "3"
    user.click("layers-keep")
    assert user.find("layers").text() == "16"
    assert not user.find("layers-keep").isVisible()


def test_writing_what_is_in_force_is_no_change(user: User) -> None:
    user.write("layers", "3")
    user.write("layers", "[16]")
    assert not user.find("layers-apply").isVisible()


def is_of_shape(shape: tuple[int, int], snapshot: Snapshot) -> bool:
    return snapshot.examples.shape == shape


def test_other_data(user: User) -> None:
    for dataset, shape in (("gaussian", (8, 8)), ("digits", (28, 28))):
        user.choose("dataset", dataset)
        assert user.find("spectrum").isVisible() is (dataset == "gaussian")
        user.click("dataset-apply")
        assert user.see(partial(is_of_shape, shape)).running
    user.train(20)


def test_data_with_too_few_examples_for_the_batch_say_so_at_the_batch(user: User) -> None:
    user.choose("dataset", "digits")
    user.click("dataset-apply")
    user.see(lambda snapshot: lane(snapshot).experiment.dataset == "digits")
    user.write("batch_size", "3000")
    user.see(lambda snapshot: lane(snapshot).experiment.batch_size == 3000)
    user.choose("dataset", "digits8x8")
    assert "1437" in user.find("batch_size-problem").text()
    assert not user.find("dataset-apply").isEnabled()


def test_a_setting_that_does_not_go_with_the_decoder_says_so_at_its_own_field(user: User) -> None:
    user.click("decoder-inverse")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "inverse")
    user.choose("activation", "relu")
    assert "inverse with activation ReLU" in user.find("activation-problem").text()
    assert user.find("activation-problem").isVisible()
    assert lane(user.train()).experiment.activation == "leaky_relu"
    user.choose("activation", "tanh")
    assert not user.find("activation-problem").isVisible()
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "tanh")


def test_what_goes_with_the_next_decoder_is_in_force_with_it(user: User) -> None:
    user.click("decoder-inverse")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "inverse")
    user.choose("activation", "relu")
    assert user.find("activation-problem").isVisible()
    user.click("decoder-transpose")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "relu")
    user.wait(lambda: not user.find("activation-problem").isVisible())
    assert user.find("activation").currentData() == "relu"


def test_what_only_the_engine_knows_to_refuse_is_told_at_the_field_that_asked(user: User) -> None:
    # Before the window knows that the decoder is in force, which does not go with it.
    user.click("decoder-inverse")
    user.choose("activation", "relu")
    user.wait(lambda: user.find("activation-problem").isVisible())
    assert "inverse" in user.find("activation-problem").text()
    assert lane(user.train()).experiment.activation == "leaky_relu"
    assert user.find("activation").currentData() == "relu"
    user.choose("activation", "tanh")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "tanh")
    assert not user.find("activation-problem").isVisible()
    assert not user.find("notice").isVisible()


def test_a_new_network_is_allowed_as_soon_as_another_field_has_put_it_right(user: User) -> None:
    user.choose("dataset", "digits")
    user.click("dataset-apply")
    user.see(lambda snapshot: lane(snapshot).experiment.dataset == "digits")
    user.write("batch_size", "3000")
    user.see(lambda snapshot: lane(snapshot).experiment.batch_size == 3000)
    user.choose("dataset", "digits8x8")
    assert not user.find("dataset-apply").isEnabled()
    user.write("batch_size", "100")
    user.wait(user.find("dataset-apply").isEnabled)
    assert not user.find("batch_size-problem").isVisible()
    user.click("dataset-apply")
    new = user.see(lambda snapshot: lane(snapshot).experiment.dataset == "digits8x8")
    assert lane(new).experiment.batch_size == 100


def test_a_setting_that_needs_the_new_data_waits_for_them(user: User) -> None:
    user.choose("dataset", "digits")
    user.write("batch_size", "3000")
    assert not user.find("batch_size-problem").isVisible()
    assert user.find("batch_size-row").property("role") == "waiting"
    assert "batch" in user.find("dataset-apply").toolTip()
    user.click("dataset-apply")
    new = user.see(lambda snapshot: lane(snapshot).experiment.dataset == "digits")
    assert lane(new).experiment.batch_size == 3000


def test_a_click_on_a_new_network_that_is_not_allowed_any_more_does_nothing(user: User) -> None:
    user.write("layers", "8")
    user.write("learning_rate", "-1")
    assert not user.find("layers-apply").isEnabled()
    QTest.keyClick(user.find("layers-row"), Qt.Key.Key_Return)
    assert lane(user.train()).experiment.layers == (16,)
    user.write("learning_rate", "0.001")
    user.click("layers-apply")
    user.see(lambda snapshot: lane(snapshot).experiment.layers == (8,))


def test_what_the_engine_refuses_is_told_beside_the_field(user: User) -> None:
    before = user.train()
    user.write("layers", "2000000000, 16")
    user.click("layers-apply")
    user.wait(lambda: user.find("layers-problem").isVisible())
    assert "GiB" in user.find("layers-problem").text()
    assert lane(user.train()).experiment == lane(before).experiment
    # What was asked for is still there to be corrected, and then nothing is wrong any more.
    assert user.find("layers").text() == "2000000000, 16"
    assert user.find("layers-apply").isVisible()
    user.write("layers", "20, 16")
    assert not user.find("layers-problem").isVisible()
    user.click("layers-apply")
    user.see(lambda snapshot: lane(snapshot).experiment.layers == (20, 16))


def test_a_network_that_was_refused_can_be_given_up(user: User) -> None:
    user.write("layers", "2000000000, 16")
    user.click("layers-apply")
    user.wait(lambda: user.find("layers-problem").isVisible())
    user.click("layers-keep")
    assert user.find("layers").text() == "16"
    assert not user.find("layers-problem").isVisible()


def test_a_reset_starts_the_network_that_waits(user: User) -> None:
    user.write("seed", "3")
    assert lane(user.train()).experiment.seed == 0
    user.press(Qt.Key.Key_R)
    user.see(lambda snapshot: lane(snapshot).experiment.seed == 3)
    assert not user.find("seed-apply").isVisible()
    before = user.train(50)
    user.click("reset")
    assert user.see(lambda snapshot: snapshot.step < before.step).step < before.step
    assert lane(user.newest).experiment.seed == 3


def test_what_is_typed_when_reset_is_clicked_is_of_the_new_network(user: User) -> None:
    field = user.find("layers")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "8")
    user.click("reset")
    user.see(lambda snapshot: lane(snapshot).experiment.layers == (8,))


def test_a_second_enter_starts_it_and_the_run_goes_on(user: User) -> None:
    user.write("seed", "3")
    user.press(Qt.Key.Key_Return)
    user.see(lambda snapshot: lane(snapshot).experiment.seed == 3 and snapshot.running)
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_a_notice_speaks_in_the_words_of_the_panel(user: User) -> None:
    user.choose("activation", "leaky_relu")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "leaky_relu")
    user.window.training.balance()
    user.wait(lambda: user.find("notice").isVisible())
    assert "leaky ReLU" in user.find("notice-text").text()
    assert "leaky_relu" not in user.find("notice-text").text()


def test_what_waits_can_be_seen_with_the_drawer_closed(user: User) -> None:
    button = user.find("settings")
    at_rest = button.toolTip()
    user.write("seed", "3")
    assert button.property("role") == "waiting"
    assert "R starts it" in button.toolTip()
    user.click("seed-keep")
    assert button.property("role") is None
    assert button.toolTip() == at_rest
