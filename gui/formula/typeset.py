"""Formulas set as mathematics, as SVG: by ziamath, which takes half a second to import and some 20 ms a formula.

So it is imported and called behind the first paint, on the thread that asks, and what was set is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

SIZE = 24.0  # of the letters, in the SVG's own units


@dataclass(frozen=True)
class Typeset:
    """An SVG, and how large it is beside letters of :data:`SIZE`."""

    svg: bytes
    width: float
    height: float


@lru_cache(maxsize=256)
def typeset(latex: str, colour: str) -> Typeset:
    """``latex`` set in ``colour``, ``#rrggbb``."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    # QtSvg draws no <symbol> and <use>.
    config.svg2 = False
    made = Latex(latex, size=SIZE, color=colour)
    element = made.svgxml()
    width, height = float(element.attrib["width"]), float(element.attrib["height"])
    return Typeset(made.svg().encode(), width, height)
