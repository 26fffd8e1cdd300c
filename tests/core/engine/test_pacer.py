"""Paces under a clock that a test turns: no test here waits for time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.engine.pacer import FRAME, Pacer


class Clock:
    """Seconds, when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Film:
    """Steps taken as a pacer allows them, by an engine to which steps are nothing, or take ``step_seconds``."""

    def __init__(self, pace: str, step_seconds: float = 0.0) -> None:
        self.clock = Clock()
        self.pacer = Pacer(pace, self.clock)
        self.step_seconds = step_seconds
        self.step = 0
        self.frames: list[tuple[float, int]] = []  # time and step of each frame
        self.pacer.restart(0)
        self.pacer.go(0)

    def play(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while True:
            share = self.pacer.share(self.step)
            for _ in range(share):
                self.clock.now += self.step_seconds
                self.step += 1
                if self.clock.now > end:
                    return
            if share:
                self.frames.append((self.clock.now, self.step))
            wait = self.pacer.wait(self.step)
            if self.clock.now + wait > end:
                self.clock.now = end
                return
            self.clock.now += wait


@pytest.mark.parametrize(("pace", "each"), [("1", 1), ("10", 10), ("100", 100)])
def test_so_many_steps_a_frame(pace: str, each: int) -> None:
    film = Film(pace)
    film.play(1 - 0.001)
    assert film.step == 25 * each
    steps = [step for _, step in film.frames]
    assert steps == list(range(each, 25 * each + 1, each))


def test_in_a_film_the_step_grows_tenfold_every_three_seconds() -> None:
    film = Film("film")
    film.play(9 + 2 * FRAME)
    for seconds, step in film.frames:
        assert step <= 10 ** ((seconds - 100) / 3) * 1.0001
    for goal, at in ((10, 3), (100, 6), (1000, 9)):
        assert min(seconds for seconds, step in film.frames if step >= goal) == pytest.approx(100 + at, abs=2 * FRAME)


def test_a_film_of_eight_hundred_steps_has_more_than_sixty_frames_none_of_which_is_as_the_one_before() -> None:
    film = Film("film")
    film.play(20)
    steps = [step for _, step in film.frames if step <= 580]  # W⁺ on 8×8 digits is at 1.05 of its floor there
    assert len(set(steps)) == len(steps) > 60
    assert film.frames[0][0] == 100.0  # it does not begin with a pause


def test_the_frames_of_a_film_are_at_least_a_frame_apart() -> None:
    film = Film("film")
    film.play(12)
    times = [seconds for seconds, _ in film.frames]
    assert min(after - before for before, after in pairwise(times)) > 0.9 * FRAME


def test_a_change_makes_a_film_begin_anew() -> None:
    film = Film("film")
    film.play(9)
    changed_at = film.step
    film.pacer.restart(changed_at)
    film.play(3 + FRAME)
    assert film.step - changed_at == 10


def test_a_pause_holds_the_clock() -> None:
    film = Film("film")
    film.play(6)
    before = film.step
    film.pacer.hold()
    film.clock.now += 1000
    film.pacer.go(film.step)
    film.play(3 + FRAME)
    assert film.step == pytest.approx(10 * before, rel=0.05)


def test_steps_that_were_asked_for_by_number_are_part_of_the_film() -> None:
    film = Film("film")
    film.play(3)
    film.pacer.hold()
    film.step = 1000
    film.pacer.go(film.step)
    film.play(1)
    assert 1900 < film.step < 2300  # it does not wait until a film would have been there


def test_a_film_that_is_chosen_late_goes_on_from_where_it_is() -> None:
    film = Film("100")
    film.play(4 - 0.001)
    film.pacer.choose("film", film.step)
    film.play(3 + FRAME)
    assert film.step == pytest.approx(100_000, rel=0.05)


def test_nothing_is_faster_than_the_steps_are() -> None:
    film = Film("film", step_seconds=0.01)
    film.play(30)
    late = [step for seconds, step in film.frames if seconds > 110]
    assert film.step > 2400
    assert not late or film.step <= 3000


def test_what_was_late_is_not_made_up_for() -> None:
    film = Film("1")
    film.play(1)
    film.clock.now += 10
    before = film.step
    film.play(1 - 0.001)
    assert film.step - before <= 26


def test_full_speed_waits_for_nothing() -> None:
    pacer = Pacer("full")
    assert not pacer.limited
    assert pacer.wait(5) == 0


def test_a_wait_is_over_when_there_is_something_to_do() -> None:
    film = Film("film")
    for _ in range(2000):
        share = film.pacer.share(film.step)
        film.step += share
        wait = film.pacer.wait(film.step)
        assert wait > 0
        film.clock.now += wait
        assert film.pacer.wait(film.step) < 1e-9
