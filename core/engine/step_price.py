"""What a step takes, by decoder: measured inside the steps, whatever the pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 8  # steps in a row that say how fast it can go: a single one after a rest finds its data gone from the cache
FORGET = 0.9  # of what was known is kept …
HALF = 256  # … and half of it over so many steps

Decoders = tuple[str, ...]  # of the lanes that take a step side by side


@dataclass
class _Sum:
    steps: float = 0.0
    seconds: float = 0.0


class StepPrice:
    """Of a run's lanes."""

    def __init__(self) -> None:
        self._sums: dict[Decoders, tuple[_Sum, bool]] = {}  # whether enough steps in a row are behind it

    def took(self, decoders: Sequence[str], steps: int, seconds: float) -> None:
        """So many steps of lanes with these decoders took so long."""
        if not steps:
            return
        key, enough = tuple(decoders), steps >= ENOUGH
        known, good = self._sums.get(key, (_Sum(), False))
        if good and not enough:
            return
        if enough and not good:
            known = _Sum()
        kept = FORGET * 0.5 ** (steps / HALF)
        self._sums[key] = _Sum(kept * known.steps + steps, kept * known.seconds + seconds), enough

    def forget(self) -> None:
        """A step is another from now on."""
        self._sums.clear()

    def full_speed(self, decoders: Sequence[str]) -> float:
        """Steps per second of lanes with these decoders, if nothing else is done; 0 if none were taken yet."""
        known = self._sums.get(tuple(decoders))
        return known[0].steps / max(known[0].seconds, 1e-9) if known else 0.0

    @property
    def seconds(self) -> dict[str, float]:
        """Of one step of one lane, by decoder, as far as it is known."""
        return {
            key[0]: known.seconds / known.steps / len(key)
            for key, (known, _) in self._sums.items()
            if len(set(key)) == 1
        }
