"""``key=value`` as typed on a command line, the value as in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from core.errors import TiescopeError
from core.printable import short


def parse_assignments(texts: Iterable[str]) -> dict[str, Any]:
    """Keys and values, not yet validated, later ones winning.

    What is not a TOML value is taken as a string: ``decoder=untied`` needs no quotes, and a list with a bracket
    missing is refused by the experiment in the words of its key.

    Raises:
        TiescopeError: for a text without a key or without ``=``.
    """
    values: dict[str, Any] = {}
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not key or not equals:
            raise TiescopeError(
                f"--set takes key=value, such as layers=[16] or decoder=untied, not {short(text)}.", "--set"
            )
        values[key] = value_of(value)
    return values


def value_of(text: str) -> Any:
    """What ``text`` means in TOML; itself if it means nothing there."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        # A ValueError is also what Python says of a number of thousands of digits.
        return text
    # A line break could smuggle a second key in; then the text is no value.
    return table["value"] if len(table) == 1 else text
