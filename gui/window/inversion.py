"""In words: how W was inverted, where that is worth saying."""

from __future__ import annotations

import math

from core.messages.snapshot import LaneSnapshot

RECENT = 100  # steps for which a shortened gradient is worth mentioning


def remark(lane: LaneSnapshot, step: int) -> str:
    """A sentence on the worst-conditioned layer and on shortened gradients; empty if all is well."""
    parts = []
    layers = [(layer.inversion, number) for number, layer in enumerate(lane.layers, start=1) if layer.inversion]
    troubled = [(inversion, number) for inversion, number in layers if inversion.path in ("regularised", "not finite")]
    for inversion, number in troubled[:1]:
        if inversion.path == "not finite":
            parts.append(f"W of layer {number} is not finite")
        else:
            parts.append(f"W⁺ of layer {number} is near-singular: cond {power(inversion.condition)}, regularised")
    if lane.limited_at is not None and step - lane.limited_at < RECENT:
        parts.append("gradient limited")
    return ", ".join(parts)


def detail(lane: LaneSnapshot) -> str:
    """A line for each layer, for those who want to know."""
    lines = []
    for number, layer in enumerate(lane.layers, start=1):
        if layer.inversion is not None:
            sign = "" if layer.inversion.measured else "≤ "
            condition = power(layer.inversion.condition)
            lines.append(f"layer {number}: W inverted in {layer.inversion.path}, cond {sign}{condition}")
    return "\n".join(lines)


def power(value: float) -> str:
    """A large number as people write it: 3·10⁵."""
    if not math.isfinite(value):
        return "∞"
    if value < 1000:
        return f"{value:.3g}"
    exponent = math.floor(math.log10(value))
    digit = round(value / 10**exponent)
    if digit == 10:
        digit, exponent = 1, exponent + 1
    return f"{digit}·10{str(exponent).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
