"""Another run, or other settings of the one there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.engine.control import Control
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, Experiment
from core.messages.commands import Balance, Change, Open, Replace, Reset


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
        control.changed_anew()


def balance(control: Control, sender: str, command: Balance) -> None:
    """Orthonormal rows for the innermost W."""
    chosen = control.existing.chosen(command.lane)
    for lane in chosen:
        lane.trainer.check_balance()
    for lane in chosen:
        lane.balance()
    control.changed_anew()


def check_in_flight(values: Mapping[str, Any], like: Experiment) -> None:
    """Raises TiescopeError if one of these keys of an experiment needs a new network."""
    for key in values:
        if key not in IN_FLIGHT and key in type(like).model_fields:
            raise TiescopeError(f"{key} needs a new network and can't be changed in flight.", key)
