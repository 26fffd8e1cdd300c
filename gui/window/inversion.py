"""In words: how W was inverted, where that is worth saying."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.linear_algebra.path import Path
from core.messages.snapshot import LaneSnapshot
from core.parts.inversions import Inversion, Inversions
from gui.painting.numbers import magnitude

RECENT = 100  # steps for which a shortened gradient is worth mentioning


class InversionWords(QObject):
    """Finds the words for the inverses of a lane."""

    def remark(self, lane: LaneSnapshot) -> str:
        """A sentence on the worst-conditioned layer and on shortened gradients; empty if all is well."""
        parts = []
        bad = (Path.REGULARISED, Path.NOT_FINITE)
        troubled = [(number, each) for number, each in _inversions(lane) if each.path in bad]
        for number, inversion in troubled[:1]:
            if inversion.path is Path.NOT_FINITE:
                parts.append(self.tr("W of layer {0} is not finite").format(number))
            else:
                words = self.tr("W⁺ of layer {0} is near-singular: cond {1}, regularised")
                parts.append(words.format(number, magnitude(inversion.condition)))
        if lane.limited_at is not None and lane.moment.step - lane.limited_at < RECENT:
            parts.append(self.tr("gradient limited"))
        return ", ".join(parts)

    def detail(self, lane: LaneSnapshot) -> str:
        """A line for each layer, for those who want to know."""
        words = self.tr("layer {0}: W inverted in {1}, cond {2}{3} (at step {4})")
        return "\n".join(
            words.format(number, each.path, "" if each.measured else "≤ ", magnitude(each.condition), each.step)
            for number, each in _inversions(lane)
        )


def _inversions(lane: LaneSnapshot) -> list[tuple[int, Inversion]]:
    """Those of the layers that were inverted, with their numbers."""
    part = lane.part(Inversions())
    return list(enumerate(part.layers, start=1)) if part is not None else []
