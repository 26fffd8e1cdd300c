"""What has been said about tied weights, by name. A new claim is a file here, a line below and a run in its test."""

from core.claims.base import Claim, Evidence, LayerEvidence, Outcome, Verdict
from core.claims.linear_floor import LinearFloor
from core.claims.orthonormal_rows import OrthonormalRows
from core.claims.sigmoid_gain import SigmoidGain

__all__ = ["CLAIMS", "Claim", "Evidence", "LayerEvidence", "Outcome", "Verdict"]

CLAIMS: dict[str, Claim] = {claim.name: claim for claim in (LinearFloor(), OrthonormalRows(), SigmoidGain())}
