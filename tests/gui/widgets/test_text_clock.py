"""When text is written."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.widgets.text_clock import TextClock

LONG = 1000.0  # seconds: longer than any test


def test_the_first_text_is_written_at_once_and_the_next_waits(qtbot: QtBot) -> None:
    clock = TextClock(interval=LONG)
    with qtbot.waitSignal(clock.due, timeout=0):
        clock.ask(at_once=False)
    with qtbot.assertNotEmitted(clock.due):
        clock.ask(at_once=False)


def test_an_answer_does_not_wait(qtbot: QtBot) -> None:
    clock = TextClock(interval=LONG)
    clock.ask(at_once=False)
    with qtbot.waitSignal(clock.due, timeout=0):
        clock.ask(at_once=True)


def test_what_waits_is_written_even_if_nothing_comes_after_it(qtbot: QtBot) -> None:
    clock = TextClock(interval=0.02)
    clock.ask(at_once=False)
    with qtbot.waitSignal(clock.due):
        clock.ask(at_once=False)


def test_nothing_new_is_not_written_again(qtbot: QtBot) -> None:
    clock = TextClock(interval=0.02)
    with qtbot.waitSignal(clock.due, timeout=0):
        clock.ask(at_once=False)
    with qtbot.assertNotEmitted(clock.due, wait=100):
        pass
