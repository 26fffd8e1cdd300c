"""What each command does. A new one is a class in ``core/messages/commands.py`` and a function here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from core.engine.control import Control
from core.engine.lane import Lane
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, Experiment
from core.messages.commands import (
    Balance,
    Change,
    Drop,
    Envelope,
    Fork,
    KeepUpTo,
    LookAt,
    Open,
    Pause,
    Redo,
    Rename,
    Replace,
    Reset,
    Rewind,
    Run,
    SetPace,
    Split,
    Step,
    StepBack,
    StepTo,
    Stop,
    StopAt,
    Undo,
    Watch,
)
from core.messages.events import LeftBehind
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


def step_back(control: Control, sender: str, command: StepBack) -> None:
    """One step back."""
    control.go_back()


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


def open_run(control: Control, sender: str, command: Open) -> None:
    """A run from its file."""
    control.open(Path(command.path), command.at, command.steps)


def change(control: Control, sender: str, command: Change) -> None:
    """Other settings from the next step on."""
    session = control.existing
    values = dict(command.values)
    check_in_flight(values, session.experiments[0])
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
        leave(control, lane, partial(lane.rewind, each))
    control.running = False
    control.changed()


def undo(control: Control, sender: str, command: Undo) -> None:
    """To just before the last change."""
    chosen = control.existing.changed_last(command.lane)
    if not chosen and not control.undo_run():
        raise TiescopeError(
            "There is no change to go back from: none was made, or there was no room to keep its start."
        )
    for lane in chosen:
        leave(control, lane, lane.undo)
    if chosen:
        control.changed()


def redo(control: Control, sender: str, command: Redo) -> None:
    """To where the last change was undone."""
    chosen = control.existing.undone_last(command.lane)
    if not chosen and not control.redo_run():
        raise TiescopeError("There is nothing to do again: nothing was undone, or something was changed since.")
    for lane in chosen:
        leave(control, lane, lane.redo)
    if chosen:
        control.changed()


def look_at(control: Control, sender: str, command: LookAt) -> None:
    """The past, or now again."""
    session = control.existing
    if command.lane is not None:
        session.chosen(command.lane)
    check_in_flight(dict(command.values), session.experiments[0])
    control.look(command)


def fork(control: Control, sender: str, command: Fork) -> None:
    """Train on from a kept step."""
    session = control.existing
    parent = session.chosen(command.lane)[0]
    values = dict(command.values)
    check_in_flight(values, parent.experiment)
    state = parent.state() if command.step is None else parent.timeline.nearest(command.step)
    if state is None:
        raise TiescopeError("Nothing is kept of the past: there is no memory for it, or the setting gives it none.")
    if command.beside:
        session.fork(command.name, parent, state, values)
    else:
        parent.check_from(state, values)
        leave(control, parent, partial(parent.go_on_from, state, values))
    control.lanes_changed()


def split(control: Control, sender: str, command: Split) -> None:
    """From this W on side by side."""
    session = control.existing
    parent = session.chosen(command.lane)[0]
    lanes = [(name, dict(values)) for name, values in command.lanes]
    for _, values in lanes:
        check_in_flight(values, parent.experiment)
    session.split(parent, lanes)
    control.lanes_changed()


def drop(control: Control, sender: str, command: Drop) -> None:
    """Give a lane up."""
    session = control.existing
    (lane,) = session.chosen(command.lane)
    step = lane.moment.step
    session.drop(lane)
    control.tell(LeftBehind(command.lane, step, 0))
    control.lanes_changed()


def rename(control: Control, sender: str, command: Rename) -> None:
    """Another name for a lane."""
    session = control.existing
    (lane,) = session.chosen(command.lane)
    session.rename(lane, command.name)
    control.lanes_changed()


def keep_up_to(control: Control, sender: str, command: KeepUpTo) -> None:
    """The room for the past."""
    if command.mebibytes < 0:
        raise TiescopeError(f"The memory for the past must be at least 0 MiB, not {command.mebibytes}.")
    control.keep_up_to(command.mebibytes << 20)


def watch(control: Control, sender: str, command: Watch) -> None:
    """Other needs."""
    control.watch(new=control.showing.watchers.watch(sender, command))


def stop(control: Control, sender: str, command: Stop) -> None:
    """For the thread to see to."""


def check_in_flight(values: Mapping[str, Any], like: Experiment) -> None:
    """Raises TiescopeError if one of these keys of an experiment needs a new network."""
    for key in values:
        if key not in IN_FLIGHT and key in type(like).model_fields:
            raise TiescopeError(f"{key} needs a new network and can't be changed in flight.", key)


def leave(control: Control, lane: Lane, go: Callable[[], object]) -> None:
    """Let a lane ``go`` another way, and say that it has left the one it was on."""
    before = lane.moment
    go()
    if lane.moment != before:
        control.tell(LeftBehind(lane.name, before.step, lane.moment.step))


ORDERS: dict[type[Any], Callable[[Control, str, Any], None]] = {
    Run: run,
    Pause: pause,
    Step: step,
    StepTo: step_to,
    StopAt: stop_at,
    SetPace: set_pace,
    Reset: reset,
    Replace: replace,
    Open: open_run,
    Change: change,
    Balance: balance,
    Rewind: rewind,
    Undo: undo,
    Redo: redo,
    StepBack: step_back,
    LookAt: look_at,
    Fork: fork,
    Split: split,
    Drop: drop,
    Rename: rename,
    KeepUpTo: keep_up_to,
    Watch: watch,
    Stop: stop,
}


def carry_out(control: Control, envelope: Envelope) -> None:
    """Do what is asked.

    Raises:
        TiescopeError: if it is refused; then nothing has changed.
    """
    if control.session is not None:
        control.session.begin_change()
    ORDERS[type(envelope.command)](control, envelope.sender, envelope.command)
