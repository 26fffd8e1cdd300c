"""One typeface that looks the same on every machine, in five sizes, with figures of one width."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from core.assets import asset

FAMILY = "Inter"
FACES = ("Regular", "Medium", "SemiBold")


class Role(StrEnum):
    """What words are for."""

    SMALL = "small"  # axes, units, remarks
    BODY = "body"
    TITLE = "title"  # of a view
    FIGURE = "figure"  # a number that is looked for
    HEADLINE = "headline"  # the one number of a view


#: Points and weight of each.
SCALE: dict[Role, tuple[float, QFont.Weight]] = {
    Role.SMALL: (11, QFont.Weight.Normal),
    Role.BODY: (11, QFont.Weight.Normal),
    Role.TITLE: (11.5, QFont.Weight.DemiBold),
    Role.FIGURE: (15.5, QFont.Weight.DemiBold),
    Role.HEADLINE: (19, QFont.Weight.DemiBold),
}

#: Points below which nothing is set in a presentation, whose zoom is 1.8 for a screen of 1080 lines: capitals are 2.5 %
#: of its height, 15 minutes of arc from nearly six times that height away.
PRESENTED = 15.5


@cache
def load() -> None:
    """Make the typeface known to Qt; where it can't be read the system's own is used."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(asset(f"fonts/Inter-{face}.otf")))


@cache
def font(role: Role | str = Role.BODY, zoom: float = 1.0, *, presented: bool = False) -> QFont:
    """The font of a role, ``zoom`` times as large: the same one for all who draw, asked for hundreds of times a second.
    Who wants another makes a copy. None is too small for a hall if it is ``presented``."""
    load()
    points, weight = SCALE[Role(role)]
    if presented:
        points = max(points, PRESENTED)
    made = QFont(FAMILY)
    made.setPointSizeF(points * zoom)
    made.setWeight(weight)
    # Figures of one width: a number that changes must not move what stands beside it.
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
