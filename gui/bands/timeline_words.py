"""What the timeline says of a step, and of what is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.messages.kept import Kept
from core.messages.snapshot import LaneSnapshot
from gui.painting.numbers import grouped
from gui.plots.story import Stay, accounts, in_force, sentence

MIB = 1 << 20


def kept(found: Kept) -> str:
    """How many moments, in how much memory, and which."""
    translate = QCoreApplication.translate
    if not len(found.steps):
        return translate("Timeline", "Nothing is kept of the past: there is no memory for it.")
    words = translate("Timeline", "kept: {0} moments, {1} of {2} MiB, evenly in log steps")
    used = found.nbytes / MIB
    return words.format(
        grouped(len(found.steps)), f"{used:.1f}" if used < 10 else grouped(used), grouped(found.limit / MIB)
    )


def told(step: int, steps: Sequence[int], lane: LaneSnapshot, stays: Sequence[Stay]) -> str:
    """What there is to say of a step: the decoder in force, and what was changed at any of ``steps``, near to it."""
    translate = QCoreApplication.translate
    changes = accounts(lane.marks, {"decoder": lane.decoder_at_start})
    near = [sentence(each) for each in changes if each.step in steps]
    here = translate("Timeline", "step {0} · {1}").format(grouped(step), in_force(stays, step).name)
    return "\n".join([*(near or [here]), kept(lane.kept)])


def described(place: int | None, lane: LaneSnapshot) -> str:
    """All of it, for whoever does not see it."""
    translate = QCoreApplication.translate
    if place is None:
        seen = translate("Timeline", "Live, at step {0}.").format(grouped(lane.moment.step))
    else:
        seen = translate("Timeline", "Step {0} is seen again, of {1}.").format(
            grouped(place), grouped(lane.moment.step)
        )
    changes = "; ".join(sentence(each) for each in accounts(lane.marks[-3:], {}))
    return " ".join(part for part in (seen, f"{changes}." if changes else "", kept(lane.kept)) if part)
