"""Words from outside made fit for a sentence: on one line, without what a terminal would obey, and short."""

from __future__ import annotations

from typing import Any

LONGEST = 2000  # letters of a sentence: a name of a megabyte helps nobody


def printable(text: str) -> str:
    """``text`` with � for every letter that does not simply stand there: control sequences, line breaks, surrogates."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def one_line(text: str) -> str:
    """A sentence for a terminal or a log, whatever names it repeats."""
    line = printable(" ".join(text.splitlines()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


def name(text: str, limit: int = 60) -> str:
    """A key or a name as it is if that can be read, else quoted and cut."""
    return text if text.isprintable() and text.strip() and len(text) <= limit else short(text, limit)


def short(value: Any, limit: int = 60) -> str:
    """``value`` as it would be written, cut after ``limit`` letters."""
    try:
        text = repr(list(value) if isinstance(value, tuple) else value)
    except ValueError:
        # Python writes no whole number of thousands of digits: it would take forever.
        text = "a number of thousands of digits" if isinstance(value, int) else "values of thousands of digits"
    except RecursionError:
        text = "tables within tables"
    return text if len(text) <= limit else text[: limit - 1] + "…"
