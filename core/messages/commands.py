"""What a window (or a script) may ask of the engine: plain data, handled between two steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.experiment import Experiment


@dataclass(frozen=True)
class Run:
    """Train until paused, or until the experiment's ``steps`` are done."""


@dataclass(frozen=True)
class Pause:
    """Stop taking steps; the weights stay."""


@dataclass(frozen=True)
class Step:
    """Take ``count`` steps and pause."""

    count: int = 1


@dataclass(frozen=True)
class Reset:
    """Start the same experiment again from its seed; running goes on, paused stays paused."""


@dataclass(frozen=True)
class SetDecoder:
    """Flip the decoder in flight: the encoder and the optimizer's moments stay as they are.

    ``lane`` picks one lane of a comparison; ``None`` means all of them.
    """

    decoder: str
    lane: int | None = None


@dataclass(frozen=True)
class Balance:
    """Replace the innermost W by the nearest matrix with orthonormal rows; linear layers only."""


@dataclass(frozen=True)
class Change:
    """Change keys of :data:`core.experiment.IN_FLIGHT` without touching the network: ``(key, value)`` pairs."""

    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Replace:
    """A new network (or several lanes that share data, seed and batches), from step 0."""

    lanes: tuple[Experiment, ...]


@dataclass(frozen=True)
class Rewind:
    """Go back to the last good state, with the learning rate multiplied by ``factor``, and stay paused."""

    factor: float = 0.1


@dataclass(frozen=True)
class Stop:
    """End the thread."""


Command = Run | Pause | Step | Reset | SetDecoder | Balance | Change | Replace | Rewind | Stop
