"""What the engine says once, when it happens; everything that goes on and on is in the snapshots."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.commands import LaneId
from core.messages.snapshot import Mark, RunFacts
from core.messages.wire import message


@message
@dataclass(frozen=True)
class Ready:
    """torch is imported and the first network stands on ``device``."""

    device: str


@message
@dataclass(frozen=True, eq=False)
class RunBegan:
    """The snapshots that follow are of another run, about which ``facts`` say what never changes."""

    facts: RunFacts


@message
@dataclass(frozen=True)
class Finished:
    """The experiment's ``steps`` are done; the engine is paused."""

    step: int


@message
@dataclass(frozen=True)
class Diverged:
    """A lane's loss at ``step`` is not finite any more, or ``lost``: hopelessly large, and not falling.

    The lane stands still; the engine is paused if no lane is left that goes on. ``good_step`` is the step that
    :class:`core.messages.commands.Rewind` would go back to.
    """

    lane: LaneId
    step: int
    good_step: int
    decoder: str
    learning_rate: float
    good_rate: float | None = None  # the learning rate of that state
    lost: bool = False
    running: bool = False  # whether others go on


@message
@dataclass(frozen=True)
class Stopped:
    """A :class:`core.messages.commands.StopAt` was reached, which is forgotten; the engine is paused.

    ``why`` is "step" or "floor".
    """

    step: int
    why: str


@message
@dataclass(frozen=True)
class Worsened:
    """200 steps after its decoder was flipped a lane loses ``factor`` times what it lost before, and more than 5.

    ``mark`` is that of the flip; :class:`core.messages.commands.Undo` goes back to before it. Said once a flip.
    """

    lane: LaneId
    step: int
    mark: Mark
    factor: float


@message
@dataclass(frozen=True)
class LeftBehind:
    """A lane's future up to ``step`` is given up: something else follows after ``at``, or nothing where it is dropped.

    Said before the snapshot that no longer shows it.
    """

    lane: LaneId
    step: int
    at: int


@message
@dataclass(frozen=True)
class Rejected:
    """The command that ``sender`` gave this ``number`` was refused; the run goes on as if it had not been sent."""

    sender: str
    number: int
    sentence: str
    key: str | None = None


@message
@dataclass(frozen=True)
class Failed:
    """An exception nobody expected, as one sentence; the engine is paused and takes commands.

    ``good_step`` is the step that :class:`core.messages.commands.Rewind` would go back to; ``None`` if there is no run.
    """

    sentence: str
    good_step: int | None = None


@message
@dataclass(frozen=True)
class Ended:
    """The engine could not start, or has died: nothing will answer any more."""

    sentence: str


Event = Ready | RunBegan | Finished | Stopped | Worsened | Diverged | LeftBehind | Rejected | Failed | Ended
