"""States of the past in a run's file: each goes on as the run did, to the bit, whatever it was in the middle of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from core.engine.session import Session
from core.errors import TiescopeError
from core.files.kept import INDEX
from core.files.run_file import save_run
from core.files.run_index import read_index
from core.files.run_reader import read_run, read_saved
from core.messages.snapshot import Snapshot
from core.parts.kept_states import KeptStates
from core.parts.state import State
from tests.core.trainers import session, shown, small, trainer

CHANGES: tuple[Mapping[str, Any], ...] = (
    {"decoder": "transpose", "ramp_to_transpose": 30},
    {"decoder": "untied"},
    {"learning_rate": 0.01, "optimizer": "sgd"},
)


def save(run: Session, path: Path) -> None:
    lanes = tuple(shown(run, State(), KeptStates()))
    save_run(path, Snapshot(1, {}, False, 0.0, lanes))


def lively(**values: Any) -> Session:
    """A run with flips, a ramp and other changes, every one of them in the middle of something."""
    run = session(small(decoder="pseudo_inverse", noise=0.1, layers=[6, 3], **values))
    for change in CHANGES:
        run.advance(20)
        run.change(change)
    run.advance(20)
    return run


def test_every_kept_state_goes_on_as_the_run_did(tmp_path: Path) -> None:
    run = lively()
    save(run, tmp_path / "a.safetensors")
    (lane,) = read_saved(tmp_path / "a.safetensors").values()
    kept = [state.trainer for _, state in lane.kept]
    assert [state.moment for state in kept] == [state.trainer.moment for _, state in run.lanes[0].past()]
    assert {state.moment.step for state in kept} >= {0, 1, 2, 3, 20, 40, 60}
    for state, (_, original) in zip(kept, run.lanes[0].past(), strict=True):
        again, before = trainer(state.experiment), trainer(original.trainer.experiment)
        again.restore(state)
        before.restore(original.trainer)
        assert again.advance(15).tobytes() == before.advance(15).tobytes()


def test_what_is_told_of_the_past_comes_back(tmp_path: Path) -> None:
    run = lively()
    save(run, tmp_path / "a.safetensors")
    (lane,) = read_saved(tmp_path / "a.safetensors").values()
    for (why, state), (original_why, original) in zip(lane.kept, run.lanes[0].past(), strict=True):
        assert why == original_why
        marks, before = state.chronicle.marks, original.chronicle.marks
        assert [(mark.step, mark.changes) for mark in marks] == [(mark.step, mark.changes) for mark in before]
        for name, column in state.chronicle.losses.columns.items():
            assert column.tobytes() == original.chronicle.losses.columns[name].tobytes()
        assert state.batch_history.curve.values.tobytes() == original.batch_history.curve.values.tobytes()


def test_what_is_the_same_is_there_once(tmp_path: Path) -> None:
    run = lively()
    save(run, tmp_path / "one.safetensors")
    run.fork("B", run.lanes[0], run.lanes[0].state(), {})
    save(run, tmp_path / "two.safetensors")
    one, two = (load_file(tmp_path / name) for name in ("one.safetensors", "two.safetensors"))
    assert two["kept.float32"].size <= one["kept.float32"].size
    lanes = read_saved(tmp_path / "two.safetensors")
    steps = [[state.trainer.moment for _, state in lane.kept] for lane in lanes.values()]
    assert steps[0] == steps[1]


def test_a_file_without_a_past_has_none_and_the_index_says_what_there_is(tmp_path: Path) -> None:
    run = lively()
    save(run, tmp_path / "a.safetensors")
    save_run(tmp_path / "b.safetensors", Snapshot(1, {}, False, 0.0, tuple(shown(run, State()))))
    (index,), (without,) = (read_index(tmp_path / name) for name in ("a.safetensors", "b.safetensors"))
    assert index.kept == tuple(state.trainer.moment.step for _, state in run.lanes[0].past())
    assert (index.step, index.experiment) == (80, run.lanes[0].experiment)
    assert without.kept == ()
    assert not any(lane.kept for lane in read_saved(tmp_path / "b.safetensors").values())


@pytest.mark.parametrize("names", [("A", "A.told"), ("a/b", "a"), ("0.1", "0.10")])
def test_lanes_of_any_name_keep_apart(names: tuple[str, str], tmp_path: Path) -> None:
    run = session(small(), small(seed=1))
    for lane, name in zip(run.lanes, names, strict=True):
        run.rename(lane, name)
    run.advance(5)
    save(run, tmp_path / "a.safetensors")
    states = read_run(tmp_path / "a.safetensors")
    assert tuple(states) == names
    for lane in run.lanes:
        assert states[lane.name].batch_history.waiting_values.tobytes() == (
            lane.state().batch_history.waiting_values.tobytes()
        )


def test_a_file_of_the_third_format_is_read(tmp_path: Path) -> None:
    run = lively()
    save(run, tmp_path / "a.safetensors")
    with safe_open(tmp_path / "a.safetensors", framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys() if not name.startswith("kept.")}  # noqa: SIM118
        metadata = file.metadata()
    save_file(tensors, tmp_path / "old.safetensors", {**metadata, "format": "tiescope run 3"})
    (old,) = read_saved(tmp_path / "old.safetensors").values()
    assert old.state.trainer.moment.step == 80
    assert not old.kept


NO_PAST = [
    "",
    "[]",
    '{"lanes": {"A": [[0, 9]]}, "states": []}',
    '{"lanes": {"A": [[0, 0]]}, "states": [[{}, {}]]}',
    '{"lanes": {"A": [[0, 0]]}, "states": [[{}, {"a": ["kept.float32", 9999999, [3]]}]]}',
]


@pytest.mark.parametrize("index", NO_PAST)
def test_a_past_that_can_not_be_used_is_told(index: str, tmp_path: Path) -> None:
    save(lively(), tmp_path / "a.safetensors")
    with safe_open(tmp_path / "a.safetensors", framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        metadata = file.metadata()
    tensors[INDEX] = np.frombuffer(index.encode(), np.uint8)
    save_file(tensors, tmp_path / "bad.safetensors", metadata)
    with pytest.raises(TiescopeError, match="can't be used"):
        read_saved(tmp_path / "bad.safetensors")
    assert read_run(tmp_path / "bad.safetensors")  # where it stands can be used all the same


def test_a_state_that_is_kept_for_no_reason_there_is_is_told(tmp_path: Path) -> None:
    save(lively(), tmp_path / "a.safetensors")
    with safe_open(tmp_path / "a.safetensors", framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        metadata = file.metadata()
    index = json.loads(tensors[INDEX].tobytes())
    index["lanes"]["A"][1][0] = 9
    tensors[INDEX] = np.frombuffer(json.dumps(index).encode(), np.uint8)
    save_file(tensors, tmp_path / "bad.safetensors", metadata)
    with pytest.raises(TiescopeError, match="can't be used"):
        read_saved(tmp_path / "bad.safetensors")
