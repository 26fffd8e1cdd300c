"""A linear layer under Wᵀ becomes orthonormal, so that its transpose is its inverse."""

from __future__ import annotations

import numpy as np

from core.claims.base import Claim, Evidence, Outcome, Verdict, more_than_one_layer, unmet
from core.experiment import Experiment
from core.theory.laws import transpose_loss_bound

SMALL_GAP = 0.05
ROUNDING = 1e-3  # relative, of a loss in float32


class OrthonormalRows(Claim):
    """Refuted by a loss that no transpose with these singular values can have."""

    name = "orthonormal_rows"
    statement = "A linear network that decodes with Wᵀ makes the rows of W orthonormal: its transpose is its inverse."
    source = "Baldi and Hornik (1989), Neural networks and principal component analysis; here for tied weights."

    def why_not(self, experiment: Experiment) -> str | None:
        # Noise on the inputs and weight decay shrink the singular values.
        required = {"activation": "linear", "output_activation": "linear", "decoder": "transpose"}
        return unmet(experiment, required | {"noise": 0, "weight_decay": 0}) or more_than_one_layer(experiment)

    def judge(self, evidence: Evidence) -> Verdict:
        layer = evidence.layers[0]
        singular, variances = (np.asarray(each, np.float64) for each in (layer.singular_values, evidence.variances))
        bound = transpose_loss_bound(singular, variances, evidence.pca_floor, evidence.width)
        figures = {"tie gap": layer.tie_gap, "loss": evidence.train_loss, "least loss": bound}
        if evidence.train_loss < bound * (1 - ROUNDING):
            why = f"The loss {evidence.train_loss:.4g} is below {bound:.4g}, what these singular values allow Wᵀ."
            return Verdict(Outcome.FAILS, why, figures)
        if layer.tie_gap <= SMALL_GAP:
            return Verdict(Outcome.HOLDS, f"Wᵀ is W⁺ up to {layer.tie_gap:.1%}.", figures)
        return Verdict(Outcome.NOT_YET, f"Wᵀ is {layer.tie_gap:.1%} off W⁺, and training goes on.", figures)
