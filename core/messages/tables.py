"""Commands and needs as plain tables, as they are written in TOML or JSON, and back, validated.

``{do = "change", values = {learning_rate = 0.01}}`` is ``Change.of(learning_rate=0.01)``, ``{need = "weights",
layer = 0}`` is ``Weights(0)``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from core.errors import TiescopeError
from core.experiment import parse
from core.messages.commands import Change, Command, Replace, Watch
from core.messages.needs import Need

Table = dict[str, Any]


def command_table(command: Command) -> Table:
    """``command`` as a table."""
    table: Table = {"do": _word(type(command))}
    match command:
        case Change(values):
            table["values"] = dict(values)
        case Replace(lanes, names):
            table |= {"lanes": [lane.model_dump(mode="json") for lane in lanes], "names": list(names)}
        case Watch(needs):
            table["needs"] = [{"of": list(map(need_table, each)), **_lane(lane)} for lane, each in needs]
        case _:
            table |= {field.name: getattr(command, field.name) for field in fields(command)}
    if isinstance(command, Change):
        table |= _lane(command.lane)
    return {key: value for key, value in table.items() if value is not None}


def command_from(table: Mapping[str, Any]) -> Command:
    """The command that ``table`` describes.

    Raises:
        TiescopeError: if it describes none.
    """
    known = {_word(kind): kind for kind in get_args(Command)}
    kind, values = _kind(table, "do", known)
    if kind is Change:
        pairs = values.get("values")
        if not isinstance(pairs, Mapping):
            raise TiescopeError(f"do = 'change' takes values = {{key = value}}, not {pairs!r}.")
        values["values"] = tuple(pairs.items())
    elif kind is Replace:
        values["lanes"] = tuple(map(parse, values.get("lanes", ())))
    elif kind is Watch:
        values["needs"] = tuple(
            (each.get("lane"), frozenset(map(need_from, each["of"]))) for each in values.get("needs", ())
        )
    command: Command = _validated(kind, values)
    return command


def need_table(need: Need[Any]) -> Table:
    """``need`` as a table."""
    return {"need": _word(type(need)), **{field.name: getattr(need, field.name) for field in fields(need)}}


def need_from(table: Mapping[str, Any]) -> Need[Any]:
    """The need that ``table`` describes, of those that are registered in ``core.parts``.

    Raises:
        TiescopeError: if it describes none.
    """
    kind, values = _kind(table, "need", {_word(each): each for each in _needs(Need)})
    need: Need[Any] = _validated(kind, values)
    return need


def _needs(kind: type[Any]) -> list[type[Any]]:
    """The kinds of needs that can be asked: classes without subclasses."""
    below = kind.__subclasses__()
    return [each for sub in below for each in _needs(sub)] if below else [kind]


def _kind(table: Mapping[str, Any], key: str, known: Mapping[str, type[Any]]) -> tuple[type[Any], Table]:
    values = dict(table)
    word = values.pop(key, None)
    if word not in known:
        raise TiescopeError(f"{key} must be one of {', '.join(sorted(known))}, not {word!r}.", key)
    return known[word], values


def _validated(kind: type[Any], values: Table) -> Any:
    unknown = values.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise TiescopeError(f"{_word(kind)} has no {min(unknown)}; it takes {_allowed(kind)}.")
    # Experiments and needs have been validated one by one.
    if kind in (Replace, Watch, Change):
        return kind(**values)
    try:
        return TypeAdapter(kind).validate_python(values, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise TiescopeError(f"{_word(kind)}: {where} can't be {first['input']!r}; {first['msg'].lower()}.") from error


def _allowed(kind: type[Any]) -> str:
    return ", ".join(field.name for field in fields(kind)) or "nothing"


def _lane(lane: str | None) -> Table:
    return {} if lane is None else {"lane": lane}


def _word(kind: type[Any]) -> str:
    """ValidationLoss: validation_loss."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
