"""Waits of the training thread end when they should, those of the thread that started it as before."""

from __future__ import annotations

import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.lines.promptness import LEAST, wake_promptly

PR_GET_TIMERSLACK = 30


def slack() -> int:
    """Nanoseconds by which this thread's waits may end late."""
    return int(ctypes.CDLL(None).prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the setting")
def test_the_thread_that_asks_is_woken_promptly_and_not_the_one_that_started_it() -> None:
    before = slack()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(wake_promptly).result()
        assert thread.submit(slack).result() == LEAST
    assert slack() == before


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("ctypes.CDLL", None)
    wake_promptly()
