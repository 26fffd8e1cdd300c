"""``tiescope train --resume``: which run goes on, from where, and to which step."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.command_line.headless import DEFAULT_STEPS, Job
from core.command_line.output import complain
from core.errors import TiescopeError
from core.files.run_index import SavedLaneIndex, read_index
from core.messages.commands import Open


def resumed(arguments: argparse.Namespace) -> Job:
    """What ``--resume``, ``--at`` and ``--steps`` ask for; where it goes on is said if it is not the step asked for.

    Raises:
        TiescopeError: if there is nothing to go on from, or nowhere to go.
    """
    path: Path = arguments.resume
    if arguments.experiment or arguments.set or arguments.race or arguments.seeds:
        raise TiescopeError(
            "--resume goes on with the run as it was saved: EXPERIMENT, --set, --race and --seeds are for new ones.",
            "--resume",
        )
    lanes = read_index(path)
    starts = [lane.step if arguments.at is None else _nearest(path, lane, arguments.at) for lane in lanes]
    if arguments.at is None and all(lane.diverged for lane in lanes):
        raise TiescopeError(f"{path} has diverged at its end; --at goes back to a step before.", "--resume")
    end = arguments.steps or lanes[0].experiment.steps or DEFAULT_STEPS
    if end <= max(starts):
        raise TiescopeError(
            f"--steps must be above {max(starts)}, the step that {path} goes on from"
            f"{f', not {end}' if arguments.steps else ''}.",
            "--steps",
        )
    if arguments.at is not None:
        _say(lanes, starts, arguments.at)
    return Job(Open(str(path), arguments.at, end), end, min(starts))


def _nearest(path: Path, lane: SavedLaneIndex, at: int) -> int:
    """The step of the kept state that is nearest, the later of two."""
    if at > lane.step:
        raise TiescopeError(f"--at must be at most {lane.step}, where {path} stands, not {at}.", "--at")
    if not lane.kept and at != lane.step:
        raise TiescopeError(
            f"{path} holds no states of the past to go back to: it was saved without --timeline.", "--at"
        )
    return min((*lane.kept, lane.step), key=lambda step: (abs(step - at), -step))


def _say(lanes: tuple[SavedLaneIndex, ...], starts: list[int], at: int) -> None:
    if all(start == at for start in starts):
        return
    if len(set(starts)) == 1:
        complain(f"Goes on from step {starts[0]}, the kept state nearest to {at}.")
    else:
        where = ", ".join(f"{lane.name} at {start}" for lane, start in zip(lanes, starts, strict=True))
        complain(f"Goes on from the kept states nearest to {at}: {where}.")
