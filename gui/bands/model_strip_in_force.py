"""What the model strip shows: the experiment in force, and where between W⁺ and Wᵀ its decoder is."""

from __future__ import annotations

from dataclasses import dataclass

from core.experiment import Experiment
from core.experiment.choices import DECODERS
from gui.design.theme import Theme


@dataclass(frozen=True)
class InForce:
    """An experiment, and the place on the dial that its decoder has now; None if it has none."""

    experiment: Experiment
    dial: float | None = None

    @property
    def between(self) -> bool:
        """Whether a ramp is on its way to the decoder's own place."""
        place = DECODERS[self.experiment.decoder].place_on_dial
        return self.dial is not None and place is not None and self.dial != place

    @property
    def on_dial(self) -> float | None:
        """The place, also before there is a network."""
        if self.dial is None and self.experiment.decoder == "dial":
            return self.experiment.dial
        return self.dial

    @property
    def remark(self) -> str:
        """The value of the dial, where the formula has one."""
        dialled = self.between or self.experiment.decoder == "dial"
        return f"t = {self.on_dial:.2f}" if dialled and self.on_dial is not None else ""

    def colour(self, theme: Theme) -> str:
        """That of the decoder."""
        return theme.decoder("dial" if self.between else self.experiment.decoder, self.dial)

    def changed_from(self, before: InForce) -> frozenset[str]:
        """The experiment's keys that have other values than then."""
        values = self.experiment.model_dump().items()
        return frozenset(key for key, value in values if getattr(before.experiment, key) != value)
