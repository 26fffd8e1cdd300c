"""The loss of a lane as it is known best: its curve has it at some steps, a part at others."""

from __future__ import annotations

import math
from typing import Literal

from core.messages.snapshot import LaneSnapshot
from core.parts.losses import LossPart


def newest_loss(lane: LaneSnapshot, part: LossPart | None, name: Literal["train", "validation"]) -> float:
    """Of the curve's last point and the part's, the later one; none of before the last change."""
    changed = lane.marks[-1].step if lane.marks else -1
    curve = lane.losses
    at = int(curve.steps[-1]) if len(curve.steps) else -1
    if part is not None and part.moment.step >= max(at, changed + 1) and not curve.sampled:
        return part.loss
    return float(getattr(curve, name)[-1]) if at >= 0 else math.nan
