"""Work beside the window: its result comes to the window's thread, or nobody hears of it."""

from __future__ import annotations

import gc
import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.behind import Behind


def test_work_is_done_on_another_thread_and_told_on_this_one(qtbot: QtBot) -> None:
    behind, told = Behind(), []
    behind.done.connect(lambda name, result: told.append((name, result, threading.current_thread())))
    behind.ask("where", threading.current_thread)
    qtbot.waitUntil(lambda: bool(told))
    ((name, worker, here),) = told
    assert name == "where"
    assert worker is not here
    assert here is threading.main_thread()


def test_of_several_askings_under_one_name_the_newest_counts(qtbot: QtBot) -> None:
    behind, told, held = Behind(), [], threading.Event()
    behind.done.connect(lambda name, result: told.append((name, result)))
    behind.ask("first", held.wait)
    for number in range(3):
        behind.ask("number", partial(int, number))
    held.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [("first", True), ("number", 2)]


def test_all_share_one_thread(qtbot: QtBot) -> None:
    told: list[threading.Thread] = []
    both = Behind(), Behind()
    for behind in both:
        behind.done.connect(lambda _, thread: told.append(thread))
        behind.ask("where", threading.current_thread)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0] is told[1]


def test_who_asked_may_be_gone_when_it_is_done(qtbot: QtBot) -> None:
    held, told = threading.Event(), []
    gone, other = Behind(), Behind()
    gone.ask("nothing", held.wait)
    gone.deleteLater()
    del gone
    gc.collect()
    other.done.connect(lambda *_: told.append(True))
    other.ask("after it", int)
    held.set()
    qtbot.waitUntil(lambda: bool(told))


def test_what_raises_is_logged_and_gives_nothing(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    behind, told = Behind(), []
    behind.done.connect(lambda name, _: told.append(name))
    behind.ask("wrong", lambda: 1 // 0)
    behind.ask("right", int)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["right"]
    assert "wrong could not be made" in caplog.text
