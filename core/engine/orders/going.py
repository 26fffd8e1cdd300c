"""How far and how fast a run is to go."""

from __future__ import annotations

import math

from core.engine.control import Control
from core.errors import TiescopeError
from core.messages.commands import Pause, Run, SetPace, Step, StepTo, Stop, StopAt, Watch
from core.messages.pace import PACES


def run(control: Control, sender: str, command: Run) -> None:
    """Train on."""
    control.go(None)


def pause(control: Control, sender: str, command: Pause) -> None:
    """Take no more steps."""
    control.pause()


def step(control: Control, sender: str, command: Step) -> None:
    """Take steps one by one."""
    if command.count < 1:
        raise TiescopeError(f"The number of steps must be at least 1, not {command.count}.")
    control.go_further(command.count)


def step_to(control: Control, sender: str, command: StepTo) -> None:
    """To the next round number."""
    control.go_to_next()


def stop_at(control: Control, sender: str, command: StopAt) -> None:
    """Pause there."""
    session, step, times = control.existing, command.step, command.times_floor
    if step is not None and step <= session.step:
        raise TiescopeError(f"A step to stop at must lie ahead: more than {session.step}, not {step}.")
    if times is not None and not 0 < times < math.inf:
        raise TiescopeError(f"The multiple of the floor to stop at must be a number above 0, not {times}.")
    if times is not None and not any(lane.has_floor for lane in session.lanes):
        raise TiescopeError(
            "The code is as wide as the data: the PCA floor is 0, and no multiple of it can be reached."
        )
    control.pause_at(step, times)


def set_pace(control: Control, sender: str, command: SetPace) -> None:
    """Slower or faster."""
    if command.pace not in PACES:
        raise TiescopeError(f"The pace must be one of {', '.join(PACES)}, not {command.pace}.")
    control.choose_pace(command.pace)


def watch(control: Control, sender: str, command: Watch) -> None:
    """Other needs."""
    control.watch(new=control.showing.watchers.watch(sender, command))


def stop(control: Control, sender: str, command: Stop) -> None:
    """For the thread to see to."""
