"""Where the numbers of an axis stand: few enough to be read from afar."""

from __future__ import annotations

import math


def linear(low: float, high: float, most: int, least: float = 0) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, ``least`` or more, from low to high.

    As many as possible but not above ``most``.
    """
    if not 0 < high - low < math.inf:
        return []
    power = 10.0 ** math.floor(math.log10((high - low) / max(most, 1)))
    for pace in (power * factor for factor in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / pace), math.floor(high / pace)
        if last - first < most and pace >= least:
            return [index * pace for index in range(first, last + 1)]
    return []


def logarithmic(low: float, high: float, most: int) -> list[float]:
    """Decimal logarithms of numbers with one digit or two, for an axis on which equal lengths are equal ratios.

    Powers of ten first; between them as much as there is room for.
    """
    if not 0 < high - low < math.inf:
        return []
    if high - low > most:
        return [tick for tick in linear(low, high, most, least=1) if low <= tick <= high]
    decades = range(math.floor(low), math.ceil(high) + 1)
    best: list[float] = []
    for digits in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        found = [decade + math.log10(digit) for decade in decades for digit in digits]
        found = [tick for tick in found if low <= tick <= high]
        if len(found) > most and best:
            break
        best = found
        if len(found) >= 4:
            break
    if len(best) >= 3 or most < 3:
        return best
    fine = [math.log10(value) for value in linear(10**low, 10**high, most) if value > 0]
    return fine if len(fine) > len(best) else best


def powers(low: float, high: float, most: int) -> list[float]:
    """Decimal logarithms of steps: powers of ten, every second or third where there is no room for all.

    Zoomed into less than two of them, whatever :func:`logarithmic` finds among whole numbers.
    """
    if not 0 < high - low < math.inf:
        return []
    every = max(1, math.ceil((high - low) / max(most, 1)))
    found = [float(decade) for decade in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, every)]
    if len(found) >= 2:
        return found
    whole = [tick for tick in logarithmic(low, high, most) if abs(10**tick - round(10**tick)) < 1e-6 * 10**tick]
    return whole if len(whole) > len(found) else found


def end(step: int) -> float:
    """Where an axis that begins with 0 and holds ``step`` ends: at a round number at most a ninth further on, so that
    the axis stays as it is for many steps."""
    step = max(step, 1)
    power = 10.0 ** (math.floor(math.log10(step)) - 1)
    pace = power * (1 if step <= 20 * power else 2 if step <= 50 * power else 5)
    return step if pace < 1 else math.ceil(step / pace) * pace
