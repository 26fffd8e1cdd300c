"""The next value up or down from one: by rungs of 1, 2, 5 × 10ⁿ, or whatever suits what the number means."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

CLOSE = 1e-9  # relative: a number that was read from text stands on its rung
MANTISSAS = (1, 2, 5)

Number = int | float


class Ladder(ABC):
    """``step`` gives the rung above or below a number, which need not stand on one; ``None`` past the last."""

    @abstractmethod
    def step(self, value: Number, up: bool) -> Number | None: ...


@dataclass(frozen=True)
class OneTwoFive(Ladder):
    """1, 2, 5 × 10ⁿ from ``lowest`` on; below it stands 0, where ``zero`` is allowed."""

    lowest: float
    zero: bool = False
    whole: bool = False

    def step(self, value: Number, up: bool) -> Number | None:
        if value < self.lowest * (1 - CLOSE):
            return self._number(self.lowest) if up else self._below(value)
        exponent = math.floor(math.log10(value))
        rungs = [float(f"{m}e{n}") for n in range(exponent - 1, exponent + 3) for m in MANTISSAS]
        if up:
            return self._number(min(rung for rung in rungs if rung > value * (1 + CLOSE)))
        lower = max(rung for rung in rungs if rung < value * (1 - CLOSE))
        return self._number(lower) if lower >= self.lowest * (1 - CLOSE) else self._below(value)

    def _below(self, value: Number) -> Number | None:
        return self._number(0) if self.zero and value > 0 else None

    def _number(self, value: float) -> Number:
        return round(value) if self.whole else float(value)


@dataclass(frozen=True)
class Ones(Ladder):
    """One more, one less, from 0 on: of numbers that only tell things apart."""

    def step(self, value: Number, up: bool) -> Number | None:
        following = math.floor(value) + 1 if up else math.ceil(value) - 1
        return max(following, 0) if up or following >= 0 else None


@dataclass(frozen=True)
class Share(Ladder):
    """0, .1, .2, .5 and then by what is left to 1: .8, .9, .95, .98, .99 …"""

    least_left: float = 1e-4

    def step(self, value: Number, up: bool) -> Number | None:
        left = [1.0]
        while left[-1] > self.least_left * (1 + CLOSE):
            left.append(float(OneTwoFive(self.least_left).step(left[-1], up=False) or 0))
        rungs = sorted({0.0, 0.1, 0.2, *(round(1 - each, 12) for each in left)})
        if up:
            return next((rung for rung in rungs if rung > value + CLOSE), None)
        return next((rung for rung in reversed(rungs) if rung < value - CLOSE), None)


@dataclass(frozen=True)
class PowersOfTwo(Ladder):
    """1, 2, 4 … up to ``highest``: of widths."""

    highest: int = 2**16

    def step(self, value: Number, up: bool) -> Number | None:
        if value < 1:
            return 1 if up else None
        exponent = math.log2(value)
        following: int = 2 ** (math.floor(exponent + CLOSE) + 1 if up else math.ceil(exponent - CLOSE) - 1)
        return following if (following <= self.highest if up else value > 1) else None


#: By the key of the experiment; what is not here goes by :func:`ladder_of`'s.
LADDERS: dict[str, Ladder] = {
    "layers": PowersOfTwo(),
    "learning_rate": OneTwoFive(1e-6),
    "momentum": Share(),
    "batch_size": OneTwoFive(1, whole=True),
    "examples": OneTwoFive(100, zero=True, whole=True),
    "noise": OneTwoFive(0.01, zero=True),
    "weight_decay": OneTwoFive(1e-6, zero=True),
    "seed": Ones(),
    "ramp_to_transpose": OneTwoFive(1, zero=True, whole=True),
    "ramp_to_pseudo_inverse": OneTwoFive(1, zero=True, whole=True),
}


def ladder_of(key: str, *, whole: bool) -> Ladder:
    """The ladder for a key; for one that is not known by name 0 and 1, 2, 5 × 10ⁿ."""
    return LADDERS.get(key) or OneTwoFive(1 if whole else 1e-6, zero=True, whole=whole)
