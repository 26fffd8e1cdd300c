"""Under W⁺ a sigmoid's gain of ¼ is lost for good."""

from __future__ import annotations

from core.claims.base import Claim, Evidence, Outcome, Verdict, more_than_one_layer, unmet
from core.experiment import Experiment
from core.theory.laws import SIGMOID_SLOPE, linearised_loss

NEAR = 0.15  # relative: longer training leaves the sigmoid's linear range, to .89 of the estimate on the 8×8 digits


class SigmoidGain(Claim):
    """Refuted by a loss well below the estimate: the gain has been supplied after all."""

    name = "sigmoid_gain"
    statement = "W⁺ can't supply the gain that a sigmoid's slope of ¼ takes away: the loss stays far above the floor."
    source = "Derived here, to first order: the network is ¼ W⁺W near 0 (core/theory/laws.py, linearised_loss)."

    def why_not(self, experiment: Experiment) -> str | None:
        required = {"activation": "sigmoid", "output_activation": "linear", "decoder": "pseudo_inverse"}
        return unmet(experiment, required | {"noise": 0, "weight_decay": 0}) or more_than_one_layer(experiment)

    def judge(self, evidence: Evidence) -> Verdict:
        loss = evidence.train_loss
        estimate = linearised_loss(evidence.variance, evidence.pca_floor, SIGMOID_SLOPE)
        figures = {"loss": loss, "estimate": estimate, "PCA floor": evidence.pca_floor}
        if loss < estimate * (1 - NEAR):
            return Verdict(Outcome.FAILS, f"The loss {loss:.4g} is well below the estimate {estimate:.4g}.", figures)
        if loss <= estimate * (1 + NEAR):
            return Verdict(Outcome.HOLDS, f"The loss {loss:.4g} is near the estimate {estimate:.4g}.", figures)
        return Verdict(Outcome.NOT_YET, f"The loss {loss:.4g} is still above the estimate {estimate:.4g}.", figures)
