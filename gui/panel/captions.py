"""A few words below the fields that need a new network, and what tool tips say beside the experiment's own words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.experiment import IN_FLIGHT
from core.experiment.choices import DECODERS
from gui.panel.ladder import LADDERS


def caption(key: str) -> str:
    """What stands below the field."""
    translate = QCoreApplication.translate
    return {
        "dataset": translate("Panel", "what it learns"),
        "examples": translate("Panel", "0: all"),
        "spectrum": translate("Panel", "variances"),
        "layers": translate("Panel", "outermost first"),
        "seed": translate("Panel", "weights, batches"),
    }.get(key, "")


def more(key: str) -> list[str]:
    """Lines of the field's tool tip."""
    translate = QCoreApplication.translate
    lines = []
    if key in ("ramp_to_transpose", "ramp_to_pseudo_inverse"):
        hard = ", ".join(decoder.title for decoder in DECODERS.values() if decoder.free_weights)
        lines.append(translate("Panel", "So do flips from the dial; one to it begins where the decoder stands."))
        lines.append(translate("Panel", "From and to {} there is no way over it: such a flip is hard.").format(hard))
    if key == "layers":
        lines.append(translate("Panel", "↑ ↓ double and halve the last width."))
    elif key in LADDERS:
        lines.append(translate("Panel", "↑ ↓ go to the next value."))
    if key not in IN_FLIGHT:
        lines.append(translate("Panel", "Another one needs a new network."))
    return lines
