"""Times against operation counts, on logarithmic axes, as a small SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")  # Okabe and Ito (2008), told apart by everybody
WIDTH, HEIGHT = 640, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 20, 60


@dataclass(frozen=True)
class Series:
    """One axis of growth: GFLOP and milliseconds of a step."""

    name: str
    points: Sequence[tuple[float, float]]


def draw(series: Sequence[Series]) -> str:
    """The SVG: a line a series, and a dashed one where time would go with the operations alone."""
    points = [point for each in series for point in each.points]
    across = _Scale([x for x, _ in points], LEFT, WIDTH - RIGHT)
    fastest = min(y / x for x, y in points)  # milliseconds per GFLOP
    up = _Scale([y for _, y in points] + [fastest * x for x, _ in points], HEIGHT - BOTTOM, TOP)
    parts = [*_axes(across, up), _line([(x, fastest * x) for x, _ in points], across, up, "#666666", "6 4")]
    for index, each in enumerate(series):
        colour = COLOURS[index]
        parts.append(_line(each.points, across, up, colour))
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="4" fill="{colour}"/>' for x, y in each.points]
        height = TOP + 20 + 22 * index
        parts.append(f'<circle cx="{WIDTH - RIGHT + 24}" cy="{height - 4}" r="4" fill="{colour}"/>')
        parts.append(_text(WIDTH - RIGHT + 36, height, each.name, "start"))
    parts.append(
        _text(WIDTH - RIGHT + 14, TOP + 20 + 22 * len(series), f"- - {1 / fastest * 1e3:.0f} GFLOP/s", "start")
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13">\n<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{body}\n</svg>\n'
    )


class _Scale:
    """From values to places, logarithmic, in whole decades."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self._begin, self._end = begin, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self._begin + share * (self._end - self._begin)

    @property
    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _axes(across: _Scale, up: _Scale) -> list[str]:
    parts = []
    for value in across.decades:
        x = f"{across(value):.1f}"
        parts.append(f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        parts.append(_text(across(value), HEIGHT - BOTTOM + 20, f"{value:g}"))
    for value in up.decades:
        y = f"{up(value):.1f}"
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(_text(LEFT - 8, up(value) + 4, f"{value:g}", "end"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - 14, "operations of a step, GFLOP"))
    parts.append(
        f'<g transform="translate(18 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)">{_text(0, 0, "ms per step")}</g>'
    )
    return parts


def _line(points: Sequence[tuple[float, float]], across: _Scale, up: _Scale, colour: str, dashes: str = "none") -> str:
    places = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in sorted(points))
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
