"""Keys that are pressed at given seconds, as they are written on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.printable import short


@dataclass(frozen=True)
class Press:
    """One key: ``T``, ``[`` or ``Ctrl+K``."""

    second: float  # since the first training frame
    key: str


def parse_presses(text: str) -> tuple[Press, ...]:
    """``"3:T 6.5:Ctrl+K"``, in the order of the seconds.

    Raises:
        ValueError: with a sentence, if a word is not a second, a colon and a key.
    """
    return tuple(sorted((_press(word) for word in text.split()), key=lambda press: press.second))


def _press(word: str) -> Press:
    match = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,3})?):(\S+)", word)
    if match is None:
        raise ValueError(f"must be seconds, a colon and a key, such as '3:T 6.5:Ctrl+K', not {short(word)}")
    return Press(float(match[1]), match[2])
