"""Where what a person asks for goes to: to the engine, or into a choice while the past is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.messages.commands import (
    Balance,
    Change,
    Command,
    Fork,
    Redo,
    Replace,
    Reset,
    Rewind,
    Split,
    Step,
    StepBack,
    StepTo,
    Undo,
)
from gui.window.looking import Looking
from gui.window.past import SeenPast

#: What nobody can want of another moment than the one that is seen: it ends the past.
OF_NOW = (Fork, Redo, Replace, Reset, Rewind, Split, Step, StepBack, StepTo, Undo)


class Sending(QObject):
    """``told`` carries a sentence about what is not sent.

    Args:
        transmit: gives a command's number.
        past: what time is seen.
        looking: which lane is looked at.
    """

    told = Signal(str)

    def __init__(self, transmit: Callable[[Command], int], past: SeenPast, looking: Looking) -> None:
        super().__init__(past)
        self._transmit, self._past, self._looking = transmit, past, looking

    def send(self, command: Command) -> int:
        """Ask the engine for something, and look often for its answer; the command's number.

        What is changed while the past is seen is a choice for a future that may begin there.
        """
        if self._past.seen:
            if isinstance(command, Change):
                return self._past.choose(command)
            if isinstance(command, Balance):
                self.told.emit(self.tr("W can be balanced as it is now: End leads back there."))
                return 0
            if isinstance(command, OF_NOW):
                self._past.leave()
        return self._transmit(self._looking.aim(command))
