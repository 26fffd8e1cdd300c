"""What a window, a script or a lesson may ask of the engine: plain data, handled between two steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.experiment import Experiment
from core.messages.needs import Need
from core.messages.wire import message

LaneId = str


@message
@dataclass(frozen=True)
class Run:
    """Train until paused, or until the experiment's ``steps`` are done."""


@message
@dataclass(frozen=True)
class Pause:
    """Stop taking steps; the weights stay."""


@message
@dataclass(frozen=True)
class Step:
    """Take ``count`` steps and pause."""

    count: int = 1


@message
@dataclass(frozen=True)
class Reset:
    """Start the same experiments again from their seed; running goes on, paused stays paused."""


@message
@dataclass(frozen=True)
class Change:
    """Change keys of :data:`core.experiment.IN_FLIGHT` without touching the network: ``(key, value)`` pairs.

    A change of ``decoder`` flips it in flight: the encoder and the optimizer's moments stay as they are. ``lane`` names
    the one that changes; ``None`` means all of them.
    """

    values: tuple[tuple[str, Any], ...]
    lane: LaneId | None = None

    @classmethod
    def of(cls, lane: LaneId | None = None, /, **values: Any) -> Change:
        """``Change.of(learning_rate=0.01)``."""
        return cls(tuple(values.items()), lane)


@message
@dataclass(frozen=True)
class Balance:
    """Replace the innermost W by the nearest matrix with orthonormal rows; linear layers only."""

    lane: LaneId | None = None


@message
@dataclass(frozen=True)
class Replace:
    """A new network from step 0, or several lanes that share data and batches.

    ``names`` are those of the lanes; letters if there are none.
    """

    lanes: tuple[Experiment, ...]
    names: tuple[LaneId, ...] = ()


@message
@dataclass(frozen=True)
class Rewind:
    """Go back to the last good state, with the learning rate multiplied by ``factor``, and stay paused.

    A ``learning_rate`` is taken instead: what somebody was promised, whatever has been set since.
    """

    factor: float = 0.1
    lane: LaneId | None = None
    learning_rate: float | None = None


@message
@dataclass(frozen=True)
class Watch:
    """From now on every snapshot is to answer the sender's ``needs``: pairs of a lane, or ``None`` for all, and needs.

    It takes the place of what the same sender watched before. What nobody watches is not computed.
    """

    needs: tuple[tuple[LaneId | None, frozenset[Need[Any]]], ...]

    @classmethod
    def all(cls, needs: Iterable[Need[Any]]) -> Watch:
        """The same needs of all lanes."""
        return cls(((None, frozenset(needs)),))

    @classmethod
    def of(cls, needs: Mapping[LaneId | None, Iterable[Need[Any]]]) -> Watch:
        """Needs by lane."""
        return cls(tuple((lane, frozenset(each)) for lane, each in needs.items()))


@message
@dataclass(frozen=True)
class SetPace:
    """Train at this pace, one of :data:`core.messages.pace.PACES`; steps that are asked for by number know none."""

    pace: str


@message
@dataclass(frozen=True)
class StepTo:
    """Go on to the next of 1, 2, 5 × 10ⁿ steps and pause."""


@message
@dataclass(frozen=True)
class StopAt:
    """Pause at ``step``, or where the training set's loss is at most ``times_floor`` times its PCA floor.

    It takes the place of what was set before; neither takes it back. The loss is looked at whenever the
    steps since the last change have grown by a tenth.
    """

    step: int | None = None
    times_floor: float | None = None


@message
@dataclass(frozen=True)
class Return:
    """Go back to just before the last change, weights and all; running goes on, paused stays paused.

    Going back is a change itself: once more leads back to where it was.
    """

    lane: LaneId | None = None


@message
@dataclass(frozen=True)
class Stop:
    """End the engine."""


Command = (
    Run | Pause | Step | StepTo | StopAt | SetPace | Reset | Balance | Change | Replace | Rewind | Return | Watch | Stop
)


@message
@dataclass(frozen=True)
class Envelope:
    """A command with its sender and the sender's own count: what an answer refers to."""

    sender: str
    number: int
    command: Command
