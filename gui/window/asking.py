"""One question about the past at a time: while an answer is on its way, only the newest question waits."""

from __future__ import annotations

from collections.abc import Callable

from core.messages.commands import LookAt


class Asking:
    """Asks for moments; whoever drags a handle asks more often than there are answers.

    Args:
        send: gives the number of what was sent, which answers refer to.
    """

    def __init__(self, send: Callable[[LookAt], int]) -> None:
        self._send = send
        self._number = 0  # of the last question
        self._open = False  # whether that has no answer yet
        self._asked = LookAt()
        self._waiting: LookAt | None = None

    @property
    def number(self) -> int:
        """Of the last question that was sent."""
        return self._number

    @property
    def open(self) -> bool:
        """Whether an answer is on its way."""
        return self._open

    def ask(self, wanted: LookAt) -> None:
        """This is what there is to be seen: now, or once there is an answer to what was asked before."""
        if self._open:
            self._waiting = wanted
        elif wanted != self._asked:
            self.insist(wanted)

    def insist(self, wanted: LookAt) -> int:
        """Ask at once, whatever is on its way; the question's number."""
        self._asked, self._waiting, self._open = wanted, None, True
        self._number = self._send(wanted)
        return self._number

    def answered(self, number: int) -> None:
        """Everything up to this number has been answered."""
        if not self._open or number < self._number:
            return
        self._open = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(waiting)

    def forget(self) -> None:
        """What was asked last is not shown, and nobody waits for it: the same may be asked again."""
        self._asked, self._open, self._waiting = LookAt(), False, None
