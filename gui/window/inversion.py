"""In words: how W was inverted, where that is worth saying."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.messages.snapshot import Inversion, LaneSnapshot
from gui.painting.numbers import magnitude

RECENT = 100  # steps for which a shortened gradient is worth mentioning
NEAR_SINGULAR, NOT_FINITE = "regularised", "not finite"  # paths of core.linear_algebra.pseudo_inverse


class Inversions(QObject):
    """Finds the words for the inverses of a lane."""

    def remark(self, lane: LaneSnapshot, step: int) -> str:
        """A sentence on the worst-conditioned layer and on shortened gradients; empty if all is well."""
        parts = []
        troubled = [(number, each) for number, each in _inversions(lane) if each.path in (NEAR_SINGULAR, NOT_FINITE)]
        for number, inversion in troubled[:1]:
            if inversion.path == NOT_FINITE:
                parts.append(self.tr("W of layer {0} is not finite").format(number))
            else:
                words = self.tr("W⁺ of layer {0} is near-singular: cond {1}, regularised")
                parts.append(words.format(number, magnitude(inversion.condition)))
        if lane.limited_at is not None and step - lane.limited_at < RECENT:
            parts.append(self.tr("gradient limited"))
        return ", ".join(parts)

    def detail(self, lane: LaneSnapshot) -> str:
        """A line for each layer, for those who want to know."""
        words = self.tr("layer {0}: W inverted in {1}, cond {2}{3}")
        return "\n".join(
            words.format(number, each.path, "" if each.measured else "≤ ", magnitude(each.condition))
            for number, each in _inversions(lane)
        )


def _inversions(lane: LaneSnapshot) -> list[tuple[int, Inversion]]:
    """Those of the layers that were inverted, with their numbers."""
    return [(number, layer.inversion) for number, layer in enumerate(lane.layers, start=1) if layer.inversion]
