"""Lanes that come, go, and are called otherwise."""

from __future__ import annotations

from functools import partial

from core.engine.control import Control
from core.engine.orders.changing import check_in_flight
from core.engine.orders.past import leave
from core.errors import TiescopeError
from core.messages.commands import Drop, Fork, Rename, Split
from core.messages.events import LeftBehind


def fork(control: Control, sender: str, command: Fork) -> None:
    """Train on from a kept step."""
    session = control.existing
    parent = session.chosen(command.lane)[0]
    values = dict(command.values)
    check_in_flight(values, parent.experiment)
    session.check_shared(values, 1 if command.beside else len(session.lanes) - 1)
    state = parent.state() if command.step is None else parent.timeline.nearest(command.step)
    if state is None:
        raise TiescopeError("Nothing is kept of the past: there is no memory for it, or the setting gives it none.")
    if command.beside:
        control.runs.regroup(partial(session.fork, command.name, parent, state, values))
    else:
        parent.check_from(state, values)
        leave(control, parent, partial(parent.go_on_from, state, values))
        control.runs.forget_after()
    control.lanes_changed()


def split(control: Control, sender: str, command: Split) -> None:
    """From this W on side by side."""
    session = control.existing
    parent = session.chosen(command.lane)[0]
    lanes = [(name, dict(values)) for name, values in command.lanes]
    for _, values in lanes:
        check_in_flight(values, parent.experiment)
        session.check_shared(values, len(lanes) - 1)
    control.runs.regroup(partial(session.split, parent, lanes))
    control.lanes_changed()


def drop(control: Control, sender: str, command: Drop) -> None:
    """Give a lane up."""
    session = control.existing
    (lane,) = session.chosen(command.lane)
    step = lane.moment.step
    control.runs.regroup(partial(session.drop, lane))
    control.tell(LeftBehind(command.lane, step, 0))
    control.lanes_changed()


def rename(control: Control, sender: str, command: Rename) -> None:
    """Another name for a lane."""
    session = control.existing
    (lane,) = session.chosen(command.lane)
    session.rename(lane, command.name)
    control.past.renamed(command.lane, lane.name)
    control.lanes_changed()
