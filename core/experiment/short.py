"""A value in a sentence: short, on one line, and harmless, whatever a file or a script has put there."""

from __future__ import annotations

from reprlib import Repr
from typing import Any

LONGEST = 60  # letters
DIGITS = 40  # of a whole number; Python refuses to write out those of more than 4300


class _Short(Repr):
    """Looks no deeper and no further than can be shown: a value may be huge, or have itself in it."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = LONGEST
        self.maxstring = self.maxother = 2 * LONGEST

    def repr_int(self, value: int, level: int) -> str:
        # 3.32 bits a digit; close enough to tell somebody what they have done.
        digits = value.bit_length() * 0.30103
        if digits > DIGITS:
            return f"a number of about {digits:.0f} digits"
        return repr(value)


def short(value: Any) -> str:
    """``value`` as Python writes it, cut where it gets long; a tuple as a list, as it is written in a file."""
    text = _Short().repr(list(value[: LONGEST + 1]) if isinstance(value, tuple) else value)
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable if len(printable) <= LONGEST else printable[: LONGEST - 1] + "…"
