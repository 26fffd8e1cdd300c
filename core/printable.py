"""Words from outside made fit for a sentence: on one line, without what a terminal would obey, and short."""

from __future__ import annotations

from reprlib import Repr
from typing import Any

SHORT = 60  # letters of a value
DIGITS = 40  # of a whole number
LONGEST = 2000  # letters of a sentence: a name of a megabyte helps nobody


def printable(text: str) -> str:
    """``text`` with � for every letter that does not simply stand there: control sequences, line breaks, surrogates."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def one_line(text: str) -> str:
    """A sentence for a terminal or a log, whatever names it repeats."""
    line = printable(" ".join(text.splitlines()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


def name(text: str, limit: int = SHORT) -> str:
    """A key or a name as it is if that can be read, else quoted and cut."""
    return text if text.isprintable() and text.strip() and len(text) <= limit else short(text, limit)


def short(value: Any, limit: int = SHORT) -> str:
    """``value`` as Python writes it, cut where it gets long; a tuple as a list, as it is written in a file."""
    text = printable(_Short().repr(list(value[: limit + 1]) if isinstance(value, tuple) else value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Short(Repr):
    """Looks no deeper and no further than can be shown: a value may be huge, or have itself in it."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = SHORT
        self.maxstring = self.maxother = 2 * SHORT

    def repr_int(self, value: int, level: int) -> str:
        # 3.32 bits a digit; close enough to tell somebody what they have done. Python writes no more than 4300.
        digits = value.bit_length() * 0.30103
        if digits > DIGITS:
            return f"a number of about {digits:.0f} digits"
        return repr(value)
