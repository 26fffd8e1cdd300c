"""Numbers as people write them: with a point or a decimal comma, groups of digits, and a real minus.

A comma between digits is a decimal comma wherever it can be nothing else. In ``1,000`` it could set off the thousands:
nothing is guessed there, and the person is asked. In a list it stands between two numbers; who writes decimal commas
separates by semicolons.
"""

from __future__ import annotations

import re
from typing import Any

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+(?:[eE][+-]?\d+)?)")
_SPACED = re.compile(r"(?<=\d)[ _'\u2019\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})")  # more than one: no decimal sign
_ONE_GROUP = {False: re.compile(r"[+-]?[1-9]\d{0,2},\d{3}"), True: re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}")}


def ambiguous(text: str, *, whole: bool) -> bool:
    """Whether ``text`` might as well be a thousand times what it says; where the number must be ``whole``, with a point
    too."""
    return _ONE_GROUP[whole].fullmatch(text.strip()) is not None


def number(text: str, *, whole: bool = False) -> Any:
    """The number that was written, or ``text`` itself for the experiment to say what is wrong with it."""
    plain = _SPACED.sub("", text.strip().replace("−", "-"))
    if ambiguous(plain, whole=whole):
        return text
    if _GROUPS.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    comma = _DECIMAL_COMMA.fullmatch(plain)
    if comma:
        plain = f"{comma[1]}.{comma[2]}"
    try:
        if _WHOLE.fullmatch(plain):
            return int(plain)
        if _NUMBER.fullmatch(plain) or _NOT_FINITE.fullmatch(plain):
            return float(plain)
    except ValueError:
        # A whole number of more digits than Python reads.
        pass
    return text


def numbers(text: str) -> Any:
    """The numbers of a list, with or without brackets; ``text`` itself if one of them is none."""
    inside = text.strip().removeprefix("[").removesuffix("]").strip()
    separator = ";" if ";" in inside else ","
    pieces = inside.split(separator)
    if not pieces[-1].strip():
        pieces.pop()
    found = [number(piece) for piece in pieces]
    return text if any(isinstance(each, str) for each in found) else found


def written(value: Any) -> str:
    """A number, or several, as short as they can be read back."""
    if isinstance(value, (list, tuple)):
        return ", ".join(written(each) for each in value)
    if isinstance(value, float):
        return re.sub(r"e([+-])0*(\d)", lambda found: f"e{found[1].replace('+', '')}{found[2]}", f"{value:.10g}")
    return str(value)
