"""Linear networks have no bad minima: the loss goes to the PCA floor, and never below it."""

from __future__ import annotations

from core.claims.base import Claim, Evidence, Outcome, Verdict, unmet
from core.experiment import Experiment

NEAR = 0.02  # of the floor, above it …
OF_VARIANCE = 1e-3  # … and of the variance: with as many units as inputs the floor is 0
ROUNDING = 1e-3  # relative, of a loss in float32


class LinearFloor(Claim):
    """Refuted by a loss below the floor: no linear map through so few units has one (Eckart and Young 1936)."""

    name = "linear_floor"
    statement = "A linear network's loss goes to the PCA floor of its narrowest layer and not below."
    source = "Baldi and Hornik (1989), Neural networks and principal component analysis: no local minima."

    def why_not(self, experiment: Experiment) -> str | None:
        # Noise on the inputs and weight decay have minima above the floor.
        return unmet(experiment, {"activation": "linear", "output_activation": "linear", "noise": 0, "weight_decay": 0})

    def judge(self, evidence: Evidence) -> Verdict:
        loss, floor = evidence.train_loss, evidence.pca_floor
        figures = {"loss": loss, "PCA floor": floor}
        if loss < floor * (1 - ROUNDING):
            return Verdict(Outcome.FAILS, f"The loss {loss:.4g} is below the floor {floor:.4g}.", figures)
        if loss <= floor + NEAR * floor + OF_VARIANCE * evidence.variance:
            return Verdict(Outcome.HOLDS, f"The loss {loss:.4g} has come to the floor {floor:.4g}.", figures)
        return Verdict(Outcome.NOT_YET, f"The loss {loss:.4g} is still above the floor {floor:.4g}.", figures)
