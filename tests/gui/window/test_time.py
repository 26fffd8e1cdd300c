"""What the window's time is made of: questions one by one, a film of the past, and a scale of steps."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.messages.commands import LookAt
from core.messages.kept import Kept
from core.messages.pace import FILM, FULL
from gui.bands.timeline_scale import TimeScale
from gui.bands.timeline_words import kept
from gui.window import memory
from gui.window.asking import Asking
from gui.window.playing import Playing, further


class Clerk:
    """Numbers what is sent."""

    def __init__(self) -> None:
        self.sent: list[LookAt] = []

    def send(self, wanted: LookAt) -> int:
        self.sent.append(wanted)
        return 10 * len(self.sent)


def test_of_many_questions_the_first_is_sent_and_then_the_newest() -> None:
    clerk = Clerk()
    asking = Asking(clerk.send)
    for step in range(5):
        asking.ask(LookAt(step))
    assert clerk.sent == [LookAt(0)]
    asking.answered(9)
    assert clerk.sent == [LookAt(0)]
    asking.answered(10)
    assert clerk.sent == [LookAt(0), LookAt(4)]
    asking.answered(20)
    assert not asking.open


def test_what_is_seen_already_is_not_asked_again() -> None:
    clerk = Clerk()
    asking = Asking(clerk.send)
    asking.ask(LookAt())
    assert not clerk.sent, "it is now at first"
    asking.ask(LookAt(3))
    asking.answered(10)
    asking.ask(LookAt(3))
    assert clerk.sent == [LookAt(3)]
    asking.ask(LookAt(4))
    asking.ask(LookAt(3))
    asking.answered(20)
    assert clerk.sent == [LookAt(3), LookAt(4), LookAt(3)]


def test_a_question_that_waited_is_not_sent_if_it_is_answered_already() -> None:
    clerk = Clerk()
    asking = Asking(clerk.send)
    asking.ask(LookAt(before_change=True))
    asking.ask(LookAt())
    asking.ask(LookAt(before_change=True))
    asking.answered(10)
    assert clerk.sent == [LookAt(before_change=True)]


def test_a_choice_does_not_wait() -> None:
    clerk = Clerk()
    asking = Asking(clerk.send)
    asking.ask(LookAt(1))
    asking.ask(LookAt(2))
    assert asking.insist(LookAt(2, values=(("decoder", "untied"),))) == 20
    asking.answered(10)
    assert asking.open
    asking.answered(20)
    assert len(clerk.sent) == 2, "what had waited is forgotten"


@pytest.mark.parametrize(("pace", "seconds"), [(FILM, 3.0), (FULL, 1.0)])
def test_a_film_takes_the_same_time_for_every_decade(pace: str, seconds: float) -> None:
    at, taken = 1.0, 0.0
    for decade in (10, 100, 1000):
        while at < decade * (1 - 1e-9):
            at, taken = further(at, pace, 0.05), taken + 0.05
        assert taken == pytest.approx(seconds * math.log10(decade), abs=0.11)


@pytest.mark.parametrize("pace", ["1", "10", "100"])
def test_other_paces_are_steps_a_frame(pace: str) -> None:
    assert further(7.0, pace, 0.04) == 7 + int(pace)


def test_the_film_begins_at_the_beginning() -> None:
    assert 0 < further(0.0, FILM, 0.04) < 1


def test_a_film_waits_for_its_frames(qtbot: QtBot) -> None:
    ready, seen = [False], list[int]()
    playing = Playing(lambda: "10", lambda: ready[0])
    playing.frame.connect(seen.append)
    playing.start(5)
    qtbot.wait(150)
    assert seen == []
    ready[0] = True
    qtbot.waitUntil(lambda: len(seen) >= 2)
    playing.stop()
    assert seen[:2] == [15, 25]


@pytest.mark.parametrize("log_steps", [True, False])
@pytest.mark.parametrize("now", [0, 1, 999, 1000, 123_456])
def test_a_pixel_leads_back_to_its_step(now: int, log_steps: bool) -> None:
    scale = TimeScale.holding(now, 12, 1200, log_steps=log_steps)
    assert scale.pixel(0) == pytest.approx(12)
    assert scale.pixel(now) <= 1200
    for step in {0, now, now // 2, now // 10}:
        assert scale.step(scale.pixel(step)) == step
    steps = [scale.step(pixel) for pixel in range(0, 1300, 7)]
    assert all(one <= other for one, other in pairwise(steps))


def test_the_scale_stays_for_half_a_decade() -> None:
    scales = {TimeScale.holding(step, 0, 1000) for step in range(1, 1000, 13)}
    assert len(scales) <= 2


def test_what_is_kept_is_told_in_one_line() -> None:
    steps = np.arange(312, dtype=np.int64)
    told = kept(Kept(steps, 187 << 20, 256 << 20))
    assert told == "kept: 312 moments, 187 of 256 MiB, evenly in log steps"
    assert "no memory" in kept(Kept(steps[:0], 0, 0))


@pytest.mark.parametrize(
    ("words", "mebibytes"),
    [
        ("memory 512", 512),
        ("memory for the past 128", 128),
        ("past memory 2 GiB", 2048),
        ("past 64mib", 64),
        ("learning rate 0.1", None),
        ("memory", None),
    ],
)
def test_memory_can_be_typed(words: str, mebibytes: int | None) -> None:
    assert memory.typed(words) == mebibytes
