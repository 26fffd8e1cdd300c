"""Who runs in a race: the values of one key of the experiment, each with its lane."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.experiment.assignments import value_of
from core.printable import short

EXAMPLE = "decoder=transpose,untied"
FEWEST, MOST = 2, 26  # lanes
SHARED = ("dataset", "steps")  # by all lanes of a run
OPEN, CLOSED = "[{(", "]})"


@dataclass(frozen=True)
class Entries:
    """The lanes of a race in ``key``; each is called by its value."""

    key: str
    names: tuple[str, ...]
    experiments: tuple[Experiment, ...]

    def with_seed(self, seed: int) -> Entries:
        """The same race with other first weights and batches."""
        return Entries(self.key, self.names, tuple(each.with_values({"seed": seed}) for each in self.experiments))


def parse_race(text: str, values: Mapping[str, Any]) -> Entries:
    """The race that ``key=a,b,c`` asks for, where all lanes have ``values``.

    The values are as in TOML. Commas within brackets and quotation marks belong to a value, and where a ``|`` stands
    between values all of them do.

    Raises:
        TiescopeError: if that is no race, or an experiment is not allowed.
    """
    key, equals, rest = (part.strip() for part in text.partition("="))
    if not key or not equals:
        raise TiescopeError(f"--race takes key=value,value,…, such as {EXAMPLE}, not {short(text)}.", "--race")
    if key in SHARED:
        raise TiescopeError(f"{key} must be the same in all lanes of a race, or they can't be compared.", key)
    found = [_value(key, each) for each in _apart(rest)]
    if not FEWEST <= len(found) <= MOST:
        raise TiescopeError(
            f"--race takes {FEWEST} to {MOST} values of {key}, such as {EXAMPLE}, not {short(rest)}.", "--race"
        )
    experiments = tuple(parse({**values, key: each}) for each in found)
    names = tuple(named(getattr(each, key)) for each in experiments)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise TiescopeError(f"--race: {key} is {short(twice)} in two lanes; they must differ.", "--race")
    return Entries(key, names, experiments)


def named(value: Any) -> str:
    """What a lane with this value is called."""
    if isinstance(value, tuple):
        return ", ".join(map(named, value))
    return value if isinstance(value, str) else json.dumps(value).removesuffix(".0")


def _value(key: str, text: str) -> Any:
    """As in TOML; a list may be written without its brackets, and with a single number."""
    value = value_of(text)
    if not _is_list(key) or isinstance(value, list):
        return value
    inside = value_of(f"[{text}]")
    return inside if isinstance(inside, list) else value


def _is_list(key: str) -> bool:
    field = Experiment.model_fields.get(key)
    return field is not None and get_origin(field.annotation) is tuple


def _apart(text: str) -> list[str]:
    """The values that stand in ``text``."""
    pieces = list(_pieces(text))
    bars = any(mark == "|" for mark, _ in pieces)
    found: list[str] = []
    for mark, piece in pieces:
        if not found or mark == "|" or not bars:
            found.append(piece)
        else:
            found[-1] += mark + piece
    return [each.strip() for each in found if each.strip()]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What stands between commas and bars that are in no bracket and no quotation, each with the mark before it."""
    depth, quote, mark, start = 0, "", "", 0
    for where, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in ",|" and depth == 0:
            yield mark, text[start:where]
            mark, start = letter, where + 1
        else:
            depth = max(0, depth + (letter in OPEN) - (letter in CLOSED))
    yield mark, text[start:]
