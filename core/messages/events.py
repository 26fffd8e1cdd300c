"""What the engine says once, when it happens; everything that goes on and on is in the snapshots."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.commands import Command


@dataclass(frozen=True)
class Ready:
    """torch is imported and the first network stands on ``device``."""

    device: str


@dataclass(frozen=True)
class Finished:
    """The experiment's ``steps`` are done; the engine is paused."""

    step: int


@dataclass(frozen=True)
class Diverged:
    """The loss at ``step`` is not finite any more; the engine is paused.

    ``good_step`` is the step that :class:`core.messages.commands.Rewind` would go back to.
    """

    step: int
    good_step: int
    decoder: str
    learning_rate: float


@dataclass(frozen=True)
class Rejected:
    """A command was refused; the run goes on as if it had not been sent."""

    command: Command
    sentence: str
    key: str | None = None


@dataclass(frozen=True)
class Failed:
    """An exception nobody expected, as one sentence; the engine is paused and takes commands.

    ``good_step`` is the step that :class:`core.messages.commands.Rewind` would go back to; ``None`` if there is no run.
    """

    sentence: str
    good_step: int | None = None


Event = Ready | Finished | Diverged | Rejected | Failed
