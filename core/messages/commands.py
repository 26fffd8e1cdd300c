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
class Open:
    """The run that is saved in a file, in the place of the one there is: all lanes with their past.

    ``at`` goes back to the kept state nearest to that step; ``steps`` is where the run ends, as saved if not given.
    """

    path: str
    at: int | None = None
    steps: int | None = None


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
class Undo:
    """Go back to just before the last change, weights and all; running goes on, paused stays paused.

    A fork in a lane's place is a change, and so is going back to a good state. Of several lanes those go back
    that changed last. Where nothing was changed since the run began, or was split, it is
    what was before that goes on, as it was left.
    """

    lane: LaneId | None = None


@message
@dataclass(frozen=True)
class Redo:
    """Take the last :class:`Undo` back: on from what was left behind."""

    lane: LaneId | None = None


@message
@dataclass(frozen=True)
class StepBack:
    """Go back by one step and pause: what one :class:`Step` did is undone, to the bit on the CPU."""


@message
@dataclass(frozen=True)
class LookAt:
    """Show the run as it was: of every lane the kept state nearest to ``step``, or the one before its last change.

    ``values`` are shown as if they had been chosen there, for ``lane`` or for all. Training goes on meanwhile; what is
    shown comes as :class:`core.messages.snapshot.Past`. Without a step and ``before_change`` it is now again.
    """

    step: int | None = None
    before_change: bool = False
    values: tuple[tuple[str, Any], ...] = ()
    lane: LaneId | None = None

    @property
    def now(self) -> bool:
        """Whether nothing of the past is asked for."""
        return self.step is None and not self.before_change


@message
@dataclass(frozen=True)
class Fork:
    """Train on from a kept step, with ``values`` chosen there: as another lane, or in the place of ``lane``.

    The kept state nearest to ``step`` is taken, without one the present; ``lane`` is the first if none is named, and
    the new lane is called ``name``, or by the next free letter.
    """

    step: int | None = None
    values: tuple[tuple[str, Any], ...] = ()
    lane: LaneId | None = None
    beside: bool = True
    name: LaneId | None = None


@message
@dataclass(frozen=True)
class Split:
    """From this W on several lanes in the place of all there are: each begins with ``lane`` as it is now.

    ``lanes`` are their names, each with what is chosen for it: keys that change in flight.
    """

    lanes: tuple[tuple[LaneId, tuple[tuple[str, Any], ...]], ...]
    lane: LaneId | None = None


@message
@dataclass(frozen=True)
class Drop:
    """Give up a lane; the last one stays."""

    lane: LaneId


@message
@dataclass(frozen=True)
class Rename:
    """Call a lane by another name."""

    lane: LaneId
    name: LaneId


@message
@dataclass(frozen=True)
class KeepUpTo:
    """Keep states of the past in so much memory, of all lanes together."""

    mebibytes: int


@message
@dataclass(frozen=True)
class Stop:
    """End the engine."""


Command = (
    Run
    | Pause
    | Step
    | StepTo
    | StepBack
    | StopAt
    | SetPace
    | Reset
    | Balance
    | Change
    | Replace
    | Open
    | Rewind
    | Undo
    | Redo
    | LookAt
    | Fork
    | Split
    | Drop
    | Rename
    | KeepUpTo
    | Watch
    | Stop
)


@message
@dataclass(frozen=True)
class Envelope:
    """A command with its sender and the sender's own count: what an answer refers to."""

    sender: str
    number: int
    command: Command
