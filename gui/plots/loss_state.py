"""What a person can choose of the loss view."""

from __future__ import annotations

from dataclasses import dataclass

#: How steps are laid out: equal ratios, equal distances, or equal ratios with every piece from the change before it on.
LOG, LINEAR, SINCE = "log", "linear", "since"
LAYOUTS = (LOG, LINEAR, SINCE)


@dataclass(frozen=True)
class LossState:
    """What a person can choose."""

    steps: str = LOG  # one of LAYOUTS
    batches: bool = False
    ghosts: bool = True

    @property
    def log_steps(self) -> bool:
        """Whether equal lengths are equal ratios."""
        return self.steps != LINEAR

    @property
    def since_change(self) -> bool:
        """Whether every piece begins where the axis does."""
        return self.steps == SINCE
