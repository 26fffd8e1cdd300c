"""Cyclic garbage is collected on the window's thread, whoever asks for memory."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.start.garbage import GarbageCollector


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self
        self.destroyed_by: list[int] = []


@pytest.fixture
def collector(qapp: object) -> Iterator[GarbageCollector]:
    yield GarbageCollector()
    gc.disable()  # as everywhere in these tests


def test_another_thread_that_asks_for_memory_collects_nothing(collector: GarbageCollector) -> None:
    knot = weakref.ref(Knot())

    def ask() -> None:
        kept = [[number] for number in range(200_000)]
        assert len(kept) == 200_000

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert knot() is not None


def test_it_is_collected_on_the_thread_of_the_window_when_there_is_much_of_it(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    where: list[threading.Thread] = []
    knot = Knot()
    weakref.finalize(knot, lambda: where.append(threading.current_thread()))
    del knot
    knots = [[QObject] for _ in range(20_000)]
    qtbot.waitUntil(lambda: bool(where), timeout=60_000)
    assert where == [threading.main_thread()]
    assert len(knots) == 20_000
