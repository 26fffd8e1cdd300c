"""Keys: everywhere, by their place on the keyboard, and what a presenter's remote does."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.messages.commands import Balance, Reset, SetPace, Step, StepTo
from core.messages.snapshot import Snapshot
from gui.window.layouts import latin
from tests.gui.conftest import User, lane

E, KA, YU, U, HA = "\u0435", "\u043a", "\u044e", "\u0443", "\u0445"  # Cyrillic: some look like Latin letters
NOTHING = Qt.KeyboardModifier.NoModifier


def stroke(text: str, code: int = 0) -> QKeyEvent:
    """A key under a layout of another alphabet: Qt names it by its letter."""
    return QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), NOTHING, code, 0, 0, text)


@pytest.mark.parametrize(
    ("text", "key"),
    [(E, "T"), (KA, "R"), (YU, "."), (U, "E"), (HA, "["), ("ъ", "]"), ("\u03c4", "T"), ("\u03c1", "R"), ("ר", "R")],
)
def test_a_letter_of_another_alphabet_is_the_key_at_its_place(text: str, key: str) -> None:
    assert latin(stroke(text)) == key


def test_latin_letters_are_what_they_are() -> None:
    assert [latin(stroke(text, 28)) for text in "tz.ü"] == ["", "", "", ""]


def test_the_keys_work_under_a_russian_layout(user: User) -> None:
    QApplication.sendEvent(user.window, stroke(E))
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    QApplication.sendEvent(user.window, stroke(YU))
    user.see(lambda snapshot: not snapshot.running)
    assert user.line.sent[-1] == Step()
    QApplication.sendEvent(user.window, stroke(KA))
    user.see(lambda snapshot: snapshot.step == 0)


def test_they_work_in_a_view_that_floats(user: User) -> None:
    dock = user.find("dock-filters")
    dock.setFloating(True)
    QApplication.sendEvent(dock, stroke(E))
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")


def test_figures_choose_the_decoders_in_their_order(user: User) -> None:
    for key, decoder in (
        (Qt.Key.Key_2, "pseudo_inverse"), (Qt.Key.Key_3, "dial"), (Qt.Key.Key_5, "untied"), (Qt.Key.Key_1, "transpose"),
    ):  # fmt: skip
        user.press(key)
        assert user.find(f"decoder-{decoder}").isChecked()
    user.see(user.window.link.settled)


def test_t_goes_back_and_forth_between_two(user: User) -> None:
    for expected in ("pseudo_inverse", "transpose", "pseudo_inverse"):
        user.press(Qt.Key.Key_T)
        assert user.find(f"decoder-{expected}").isChecked()
    user.press(Qt.Key.Key_5)
    user.press(Qt.Key.Key_T)
    assert user.find("decoder-transpose").isChecked()


def test_b_alone_does_nothing_and_with_shift_it_balances(user: User) -> None:
    before = len(user.line.sent)
    user.press(Qt.Key.Key_B)
    assert not user.find("black").isVisible()
    assert Balance() not in user.line.sent[before:]
    QTest.keyClick(user.window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert user.line.sent[-1] == Balance()


def test_pace_by_keys_arrows_and_choice(user: User) -> None:
    user.see(lambda snapshot: snapshot.pace == "full")
    user.press(Qt.Key.Key_BracketLeft)
    assert user.line.sent[-1] == SetPace("film")
    user.see(lambda snapshot: snapshot.pace == "film")
    assert user.find("pace").text() == "film"
    user.click("pace-slower")
    user.see(lambda snapshot: snapshot.pace == "100")
    user.wait(lambda: user.find("status-pace").text().startswith("100 a frame"))
    user.click("pace-faster")
    user.press(Qt.Key.Key_BracketRight)
    user.see(lambda snapshot: snapshot.pace == "full")
    assert not user.find("pace-faster").isEnabled()


def test_shift_and_a_point_train_on_to_a_round_number(user: User) -> None:
    user.click("run")
    user.see(lambda snapshot: not snapshot.running)
    user.click("reset")
    user.see(lambda snapshot: snapshot.step == 0 and user.window.link.settled(snapshot))
    for expected in (1, 2, 5, 10):
        QTest.keyClick(user.window, Qt.Key.Key_Period, Qt.KeyboardModifier.ShiftModifier)
        assert user.line.sent[-1] == StepTo()
        user.see(partial(rests_at, expected))


def test_no_key_of_a_us_keyboard_is_taken_twice(user: User) -> None:
    """What is pressed with Shift goes by three names, and a key that two shortcuts match does nothing at all."""
    taken = [key for name in user.window.commands.entries for key in user.window.commands[name].shortcuts()]
    for plain, shifted in (".>", "/?", "[{", "]}", "=+", "-_", "1!", "2@", "3#", "4$", "5%"):
        for held in ("", "Ctrl+"):
            names = {QKeySequence(f"{held}{name}") for name in (shifted, f"Shift+{shifted}", f"Shift+{plain}")}
            assert len([key for key in taken if key in names]) <= 1, f"{held}{shifted}"


def rests_at(step: int, snapshot: Snapshot) -> bool:
    return snapshot.step == step and not snapshot.running


def test_a_ring_shows_where_the_keyboard_is_and_a_click_leaves_none(user: User) -> None:
    step = user.find("step")
    step.setFocus(Qt.FocusReason.TabFocusReason)
    assert step.property("ring")
    QTest.mouseClick(user.find("reset"), Qt.MouseButton.LeftButton)
    assert not step.property("ring")
    assert not user.find("reset").property("ring")
    assert user.window.focusWidget() is user.window
    assert user.line.sent[-1] == Reset()
