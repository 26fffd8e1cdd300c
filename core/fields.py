"""How a key of an experiment is declared: its default, its meaning, and what is allowed, for people and for pydantic.

Here, and not beside the experiment, because a data source declares its own options with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

#: Where a field keeps, for people, what is allowed: it completes the sentence "KEY must be …".
ALLOWED = "allowed"


def described(default: Any, meaning: str, allowed: str, **limits: Any) -> Any:
    """A pydantic field with what a person is told about it; ``limits`` are pydantic's."""
    return Field(default=default, description=meaning, json_schema_extra={ALLOWED: allowed}, **limits)


def one_of(names: Iterable[str]) -> AfterValidator:
    """Allows these names only."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError("unknown name")
        return value

    return AfterValidator(check)


def listed(names: Iterable[str]) -> str:
    """What is allowed where it is one of these names."""
    return "one of " + ", ".join(names)


def at_most(count: int) -> BeforeValidator:
    """Refuses a longer list at once, instead of an error for each of its items."""

    def check(value: Any) -> Any:
        if isinstance(value, Sized) and not 0 < len(value) <= count:
            raise ValueError("too long, or empty")
        return value

    return BeforeValidator(check)


def alone() -> BeforeValidator:
    """Takes a single whole number for the list of it: one layer needs no brackets."""

    def listed_alone(value: Any) -> Any:
        return (value,) if isinstance(value, int) and not isinstance(value, bool) else value

    return BeforeValidator(listed_alone)


def _number(value: Any) -> Any:
    # bool is an int in Python, and pydantic would read the string "3": neither is a number somebody meant.
    if isinstance(value, (bool, str)):
        raise ValueError("not a number")
    return value


Integer = Annotated[int, BeforeValidator(_number)]
Real = Annotated[float, BeforeValidator(_number)]
