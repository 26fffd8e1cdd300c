"""The past of a run: looked at, gone back to, gone on from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.engine.control import Control
from core.engine.lane import Lane
from core.engine.orders.changing import check_in_flight
from core.errors import TiescopeError
from core.messages.commands import KeepUpTo, LookAt, Redo, Rewind, StepBack, Undo
from core.messages.events import LeftBehind


def undo(control: Control, sender: str, command: Undo) -> None:
    """To just before the last change."""
    session = control.existing
    chosen = session.changed_last(command.lane)
    if not chosen and (session.changed_last() or not control.undo_run()):
        raise TiescopeError(
            "There is no change to go back from: none was made, or there was no room to keep its start."
        )
    for lane in chosen:
        leave(control, lane, lane.undo)
    if chosen:
        control.changed()


def redo(control: Control, sender: str, command: Redo) -> None:
    """To where the last change was undone."""
    session = control.existing
    chosen = session.undone_last(command.lane)
    if not chosen and (session.undone_last() or not control.redo_run()):
        raise TiescopeError("There is nothing to do again: nothing was undone, or something was changed since.")
    for lane in chosen:
        leave(control, lane, lane.redo)
    if chosen:
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
    control.changed_anew()


def step_back(control: Control, sender: str, command: StepBack) -> None:
    """One step back."""
    control.go_back()


def look_at(control: Control, sender: str, command: LookAt) -> None:
    """The past, or now again."""
    session = control.existing
    if command.lane is not None:
        session.chosen(command.lane)
    check_in_flight(dict(command.values), session.experiments[0])
    control.look(command)


def keep_up_to(control: Control, sender: str, command: KeepUpTo) -> None:
    """The room for the past."""
    if command.mebibytes < 0:
        raise TiescopeError(f"The memory for the past must be at least 0 MiB, not {command.mebibytes}.")
    control.runs.keep_up_to(command.mebibytes << 20)


def leave(control: Control, lane: Lane, go: Callable[[], object]) -> None:
    """Let a lane ``go`` another way, and say that it has left the one it was on."""
    before = lane.moment
    go()
    if lane.moment != before:
        control.tell(LeftBehind(lane.name, before.step, lane.moment.step))
