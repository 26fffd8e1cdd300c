"""A saved run in the place of the one there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from core.files.run_file import save_run
from core.messages.commands import Fork, LookAt, Open, Undo
from core.messages.events import Rejected
from core.messages.snapshot import Snapshot
from core.parts.kept_states import KeptStates
from core.parts.state import State
from tests.core.engines import running
from tests.core.trainers import session, shown, small


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Two lanes, 40 steps, with their past."""
    run = session(small(noise=0.1), small(noise=0.1, decoder="untied"))
    run.advance(40)
    save_run(tmp_path / "a.safetensors", Snapshot(1, {}, False, 0.0, tuple(shown(run, State(), KeptStates()))))
    return tmp_path / "a.safetensors"


def test_it_is_there_with_its_past_and_the_run_before_comes_back_by_undo(saved: Path) -> None:
    with running(small(), running=False) as watched:
        before = watched.first()
        opened = watched.ask(Open(str(saved)))
        assert opened.run != before.run
        assert [(lane.name, lane.moment.step) for lane in opened.lanes] == [("A", 40), ("B", 40)]
        assert opened.lanes[0].kept.steps[:4].tolist() == [0, 1, 2, 3]
        assert opened.lanes[1].losses.steps[0] == 0
        watched.send(LookAt(step=7))
        past = watched.pasts.get(timeout=60)
        assert [lane.moment.step for lane in past.lanes] == [7, 7]
        watched.ask(LookAt())
        forked = watched.ask(Fork(step=7, name="C"))
        assert forked.lanes[-1].moment.step == 7


def test_a_run_that_had_begun_can_be_gone_back_to(saved: Path) -> None:
    with running(small(steps=30)) as watched:
        watched.until(lambda snapshot: snapshot.step == 30)
        assert len(watched.ask(Open(str(saved))).lanes) == 2
        back = watched.ask(Undo())
        assert [lane.moment.step for lane in back.lanes] == [30]


def test_back_at_a_kept_step_what_came_later_never_was(saved: Path) -> None:
    with running(small(), running=False) as watched:
        opened = watched.ask(Open(str(saved), at=12, steps=50))
        for lane in opened.lanes:
            assert lane.moment.step == 12
            assert lane.kept.steps[-1] == 12
            assert lane.losses.steps[-1] <= 12
            assert lane.experiment.steps == 50


def test_what_can_not_be_opened_leaves_the_run_that_there_is(saved: Path, tmp_path: Path) -> None:
    with safe_open(saved, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        metadata = file.metadata()
    other = {**metadata, "lanes": metadata["lanes"].replace('"gaussian"', '"digits8x8"')}
    save_file(tensors, tmp_path / "other.safetensors", other)
    with running(small(), running=False) as watched:
        before = watched.first()
        for name, words in (("nothing.safetensors", "nothing.safetensors"), ("other.safetensors", "not its data")):
            number = watched.send(Open(str(tmp_path / name)))
            refused = watched.event(Rejected)
            assert refused.number == number
            assert words in refused.sentence
        after = watched.ask(LookAt())
        assert (after.run, after.lanes[0].moment) == (before.run, before.lanes[0].moment)
