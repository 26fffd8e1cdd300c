"""What a person can choose of the loss view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LossState:
    """What a person can choose."""

    log_steps: bool = True
    batches: bool = False
    ghosts: bool = True
    since_change: bool = False  # every piece from the change before it on
