"""What each command does. A new one is a class in ``core/messages/commands.py`` and a function here."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from core.engine.control import Control
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT
from core.messages.commands import (
    Balance,
    Change,
    Envelope,
    Pause,
    Replace,
    Reset,
    Return,
    Rewind,
    Run,
    SetPace,
    Step,
    StepTo,
    Stop,
    StopAt,
    Watch,
)
from core.messages.pace import PACES


def run(control: Control, sender: str, command: Run) -> None:
    """Train on."""
    control.go(None)


def pause(control: Control, sender: str, command: Pause) -> None:
    """Take no more steps."""
    control.running = False


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


def reset(control: Control, sender: str, command: Reset) -> None:
    """The same run again, with the settings in force."""
    control.replace(control.existing.experiments, control.existing.names)


def replace(control: Control, sender: str, command: Replace) -> None:
    """Another run."""
    control.replace(command.lanes, command.names)


def change(control: Control, sender: str, command: Change) -> None:
    """Other settings from the next step on."""
    session = control.existing
    values = dict(command.values)
    for key in values:
        if key not in IN_FLIGHT and key in type(session.experiments[0]).model_fields:
            raise TiescopeError(f"{key} needs a new network and can't be changed in flight.", key)
    before = [lane.moment for lane in session.lanes]
    session.change(values, command.lane, control.turning)
    if before != [lane.moment for lane in session.lanes]:
        control.changed()


def balance(control: Control, sender: str, command: Balance) -> None:
    """Orthonormal rows for the innermost W."""
    chosen = control.existing.chosen(command.lane)
    for lane in chosen:
        lane.trainer.check_balance()
    for lane in chosen:
        lane.balance()
    control.changed()


def rewind(control: Control, sender: str, command: Rewind) -> None:
    """Back to the last good moment."""
    if not 0 < command.factor <= 1:
        raise TiescopeError(f"The factor of the learning rate must be above 0 and at most 1, not {command.factor}.")
    chosen = control.existing.chosen(command.lane)
    settings = [lane.settings_after_rewind(command.factor, command.learning_rate) for lane in chosen]
    for lane, each in zip(chosen, settings, strict=True):
        lane.rewind(each)
    control.running = False
    control.changed()


def go_back(control: Control, sender: str, command: Return) -> None:
    """To just before the last change."""
    chosen = [lane for lane in control.existing.chosen(command.lane) if lane.can_go_back]
    if not chosen:
        raise TiescopeError(
            "There is no change to go back from: none was made, or there was no room to keep its start."
        )
    for lane in chosen:
        lane.go_back()
    control.changed()


def watch(control: Control, sender: str, command: Watch) -> None:
    """Other needs."""
    control.watch(new=control.showing.watchers.watch(sender, command))


def stop(control: Control, sender: str, command: Stop) -> None:
    """For the thread to see to."""


ORDERS: dict[type[Any], Callable[[Control, str, Any], None]] = {
    Run: run,
    Pause: pause,
    Step: step,
    StepTo: step_to,
    StopAt: stop_at,
    SetPace: set_pace,
    Reset: reset,
    Replace: replace,
    Change: change,
    Balance: balance,
    Rewind: rewind,
    Return: go_back,
    Watch: watch,
    Stop: stop,
}


def carry_out(control: Control, envelope: Envelope) -> None:
    """Do what is asked.

    Raises:
        TiescopeError: if it is refused; then nothing has changed.
    """
    ORDERS[type(envelope.command)](control, envelope.sender, envelope.command)
