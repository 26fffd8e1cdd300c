"""The short form of benchmarks/soak.py: a few hundred actions at random, and nothing leaks or complains."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.logging import _QtMessageCapture as QtLog

from benchmarks.soak import EXPERIMENTS, run
from core.experiment import parse
from gui.start import qt_messages
from tests.gui.conftest import User

ACTIONS = 150  # after as many that fill the caches
EVERY = 20  # milliseconds
DEAF = 3.0  # seconds without a turn of the event loop: a hang, even on a machine with other things to do


def test_doing_everything_at_random_leaves_nothing_behind(open_window: Callable[..., User], qtlog: QtLog) -> None:
    person = open_window(experiment=parse(EXPERIMENTS[0]))
    person.train(10)
    soak, warm, now = run(person.window, person.line, actions=ACTIONS, minutes=0, seed=0, every=EVERY)
    assert now.leaks_since(warm) == []
    assert not soak.told["Failed"]
    assert len(soak.done) > 8, "hardly anything was tried"
    assert soak.longest_gap < DEAF
    assert [line for line in (record.message for record in qtlog.records) if line not in qt_messages.HARMLESS] == []
    person.train(10)
