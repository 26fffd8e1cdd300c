"""From one network to another where there is room for only one of them: nothing is lost that can be kept."""

from __future__ import annotations

import weakref
from typing import Any

import pytest

from core.engine import memory
from core.engine.session import Session
from core.experiment import Experiment
from core.messages.commands import KeepUpTo, Replace, Reset, Run
from core.messages.events import Failed, Rejected
from tests.core.engines import lane, running
from tests.core.trainers import session, small

OLD, NEW = small(layers=[8]), small(layers=[8, 4])


def need(experiment: Experiment) -> int:
    return memory.need((16, *experiment.layers), experiment.batch_size)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As many bytes as the machine says are free; none are taken by what is built."""
    bytes_free = [2**40]
    monkeypatch.setattr(memory, "free", lambda device: bytes_free[0])
    return bytes_free


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether another session was still there, for each that is begun."""
    build, alive = Session.__init__, []
    built: weakref.WeakSet[Session] = weakref.WeakSet()

    def note(session: Session, *arguments: Any) -> None:
        alive.append(bool(built))
        build(session, *arguments)
        built.add(session)

    monkeypatch.setattr(Session, "__init__", note)
    return alive


@pytest.mark.parametrize("spare", [2**40, -1])
def test_the_old_network_goes_first_only_where_there_is_no_room_for_both(
    room: list[int], spare: int, alive: list[bool]
) -> None:
    with running(OLD) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        room[0] = need(NEW) + spare
        new = watched.ask(Replace((NEW,)))
        assert (lane(new).experiment, new.step) == (NEW, 0)
        assert alive == [False, spare > 0]
        assert watched.until(lambda snapshot: snapshot.step > 10).running


def test_a_reset_where_there_is_no_room_for_both(room: list[int], alive: list[bool]) -> None:
    with running(OLD) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        room[0] = need(OLD) - 1
        assert watched.ask(Reset()).step == 0
        assert alive == [False, False]
        watched.until(lambda snapshot: snapshot.step > 10)


def test_what_does_not_fit_even_alone_is_refused_and_the_old_run_goes_on(room: list[int]) -> None:
    with running(OLD) as watched:
        before = watched.until(lambda snapshot: snapshot.step > 10)
        room[0] = 100
        watched.ask(KeepUpTo(0))  # what it keeps of its past would be had again
        after = watched.ask(Replace((NEW,)))
        assert watched.event(Rejected).key == "layers"
        assert lane(after).experiment == OLD
        assert after.step >= before.step
        watched.until(lambda snapshot: snapshot.running and snapshot.step > after.step)


def test_lanes_need_room_for_all_of_them(room: list[int]) -> None:
    lanes = tuple(small(layers=[8, 4], decoder=decoder) for decoder in ("transpose", "pseudo_inverse", "untied"))
    with running(OLD) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        watched.ask(KeepUpTo(0))  # what it keeps of its past would be had again
        room[0] = 2 * need(NEW)
        watched.ask(Replace(lanes))
        assert "free" in watched.event(Rejected).sentence
        room[0] = 3 * need(NEW)
        assert len(watched.ask(Replace(lanes)).lanes) == 3


@pytest.mark.parametrize("times", [1, 2])
def test_if_the_new_one_can_not_be_built_after_all_the_old_one_begins_again(
    room: list[int], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(OLD) as watched:
        watched.until(lambda snapshot: snapshot.step > 10)
        room[0] = need(NEW) - 1
        build, left = Session.__init__, times

        def fail(session: Session, *arguments: Any) -> None:
            nonlocal left
            left -= 1
            if left >= 0:
                raise MemoryError
            build(session, *arguments)

        with monkeypatch.context() as patch:
            patch.setattr(Session, "__init__", fail)
            watched.send(Replace((NEW,)))
            for _ in range(times):
                failed = watched.event(Failed)
                assert failed.sentence.startswith("There was not enough memory")
                assert failed.good_step is None
        if times == 1:
            again = watched.until(lambda snapshot: snapshot.step == 0)
            assert (lane(again).experiment, again.running) == (OLD, False)
        else:
            # Nothing is left, and it is said; another network can be had all the same.
            watched.send(Run())
            assert "nothing to train" in watched.event(Rejected).sentence
            room[0] = 2**40
            watched.ask(Replace((NEW,)))
        watched.ask(Run())
        watched.until(lambda snapshot: snapshot.step > 10)


def test_what_is_held_is_there_again_when_it_is_gone() -> None:
    wide = small(dataset="digits", layers=[2000])
    run = session(wide)
    held, parameters = run.nbytes, 784 * 2000 + 2000 + 784
    assert held == pytest.approx(memory.FLOAT * parameters * (4 + 3), rel=1e-3)
    run.lanes[0].propose()
    assert run.nbytes == pytest.approx(memory.FLOAT * parameters * (4 + 3 + 3), rel=1e-3)
    assert run.nbytes <= memory.need((784, 2000), wide.batch_size)
