"""A run from its file: all lanes with their past, as if they had never stood still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.datasets import load
from core.engine.archive import Archive
from core.errors import TiescopeError
from core.files.run_reader import read_saved
from core.timeline.line import Keyframe, Line, Why
from core.timeline.timeline import CommandCount, Timeline
from core.training.state import LaneState

Kept = Sequence[tuple[int, LaneState]]  # why, and what


def opened(path: Path, at: int | None, steps: int | None, room: int) -> Archive:
    """The run that is saved at ``path``, with ``room`` bytes for its past.

    Args:
        at: go back to the kept state nearest to this step, the later of two; what came after it never was.
        steps: where the run ends from now on; as saved if not given.

    Raises:
        TiescopeError: if there is no such run, or its data are not there any more.
    """
    states, timelines, names, count = [], [], [], CommandCount()
    for name, saved in read_saved(path).items():
        past = [(why, _ending(state, steps)) for why, state in saved.kept]
        state = _ending(saved.state, steps)
        if at is not None:
            state = _nearest(at, [*past, (Why.COURSE, state)])
        _check_data(path, state)
        moment = state.trainer.moment
        frames = [Keyframe(each, Why(why)) for why, each in past if each.trainer.moment < moment]
        timelines.append(Timeline(room, count, Line(frames)))
        states.append(state)
        names.append(name)
    experiments = tuple(state.trainer.experiment for state in states)
    return Archive(experiments, tuple(names), tuple(states), tuple(timelines), count)


def _nearest(step: int, states: Kept) -> LaneState:
    def distance(state: LaneState) -> tuple[int, int, int]:
        moment = state.trainer.moment
        return abs(moment.step - step), -moment.step, -moment.revision

    return min((state for _, state in states), key=distance)


def _ending(state: LaneState, steps: int | None) -> LaneState:
    if steps is None or state.trainer.experiment.steps == steps:
        return state
    experiment = state.trainer.experiment.with_values({"steps": steps})
    return replace(state, trainer=replace(state.trainer, experiment=experiment))


def _check_data(path: Path, state: LaneState) -> None:
    experiment = state.trainer.experiment
    width = load(experiment.dataset, experiment.options).facts.width
    if state.trainer.widths[0] != width:
        raise TiescopeError(
            f"{path} was trained on examples of {state.trainer.widths[0]} numbers, and those of {experiment.dataset} "
            f"have {width}: these are not its data.",
            "dataset",
        )
