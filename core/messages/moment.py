"""Which state something is of."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.wire import message


@message
@dataclass(frozen=True, order=True)
class Moment:
    """A lane after ``step`` steps. ``revision`` tells the states of one step apart: every change has a new one.

    A lane that goes back to an earlier state has that state's moment again, and what is changed there has a revision
    that no moment had before.
    """

    step: int
    revision: int = 0
