"""What each command does. A new one is a class in ``core/messages/commands.py``, a function in a file here and a line
below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.engine.control import Control
from core.engine.orders import changing, going, lanes, past
from core.messages import commands
from core.messages.commands import Envelope

ORDERS: dict[type[Any], Callable[[Control, str, Any], None]] = {
    commands.Run: going.run,
    commands.Pause: going.pause,
    commands.Step: going.step,
    commands.StepTo: going.step_to,
    commands.StopAt: going.stop_at,
    commands.SetPace: going.set_pace,
    commands.Reset: changing.reset,
    commands.Replace: changing.replace,
    commands.Open: changing.open_run,
    commands.Change: changing.change,
    commands.Balance: changing.balance,
    commands.Rewind: past.rewind,
    commands.Undo: past.undo,
    commands.Redo: past.redo,
    commands.StepBack: past.step_back,
    commands.LookAt: past.look_at,
    commands.Fork: lanes.fork,
    commands.Split: lanes.split,
    commands.Drop: lanes.drop,
    commands.Rename: lanes.rename,
    commands.KeepUpTo: past.keep_up_to,
    commands.Watch: going.watch,
    commands.Stop: going.stop,
}


def carry_out(control: Control, envelope: Envelope) -> None:
    """Do what is asked.

    Raises:
        TiescopeError: if it is refused; then nothing has changed.
    """
    if control.session is not None:
        control.session.begin_change()
    ORDERS[type(envelope.command)](control, envelope.sender, envelope.command)
