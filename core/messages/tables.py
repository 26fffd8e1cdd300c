"""Commands and needs as plain tables, as they are written in TOML or JSON, and back, validated.

``{do = "change", values = {learning_rate = 0.01}}`` is ``Change.of(learning_rate=0.01)``, ``{need = "weights",
layer = 0}`` is ``Weights(0)``. Bytes are written as base64.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from core.errors import TiescopeError
from core.experiment import parse
from core.messages.commands import Change, Command, Fork, LaneId, LookAt, Replace, Split, Watch
from core.messages.needs import Need
from core.printable import short

Table = dict[str, Any]


def command_table(command: Command) -> Table:
    """``command`` as a table."""
    table = _plain(command)
    match command:
        case Change(values) | LookAt(values=values) | Fork(values=values):
            table["values"] = dict(values)
        case Split(lanes):
            table["lanes"] = [{"name": name, "values": dict(values)} for name, values in lanes]
        case Replace(lanes, names):
            table |= {"lanes": [lane.model_dump(mode="json") for lane in lanes], "names": list(names)}
        case Watch(needs):
            table["needs"] = [{"of": list(map(need_table, each)), **_lane(lane)} for lane, each in needs]
    return {"do": _word(type(command)), **table}


def command_from(table: Mapping[str, Any]) -> Command:
    """The command that ``table`` describes.

    Raises:
        TiescopeError: if it describes none.
    """
    known = {_word(kind): kind for kind in get_args(Command)}
    kind, values = _kind(table, "do", known)
    if "values" in values:
        values["values"] = tuple(_mapping(values["values"], f"{_word(kind)}: values").items())
    if kind is Split and "lanes" in values:
        values["lanes"] = tuple(map(_begun, _list(values["lanes"], "split: lanes")))
    elif "lanes" in values:
        lanes = _list(values["lanes"], f"{_word(kind)}: lanes")
        values["lanes"] = tuple(parse(_mapping(lane, f"{_word(kind)}: a lane")) for lane in lanes)
    if "names" in values:
        values["names"] = tuple(_list(values["names"], f"{_word(kind)}: names"))
    if "needs" in values:
        values["needs"] = tuple(map(_watched, _list(values["needs"], f"{_word(kind)}: needs")))
    command: Command = _made(kind, values)
    return command


def need_table(need: Need[Any]) -> Table:
    """``need`` as a table."""
    return {"need": _word(type(need)), **_plain(need)}


def need_from(table: Mapping[str, Any]) -> Need[Any]:
    """The need that ``table`` describes.

    Raises:
        TiescopeError: if it describes none.
    """
    kind, values = _kind(table, "need", {_word(each): each for each in _needs(Need)})
    hints = get_type_hints(kind)
    for key, value in values.items():
        if hints.get(key) is bytes and isinstance(value, str):
            values[key] = _from_text(value, f"{_word(kind)}: {key}")
    need: Need[Any] = _made(kind, values)
    return need


def _watched(entry: Any) -> tuple[LaneId | None, frozenset[Need[Any]]]:
    """Needs of one lane, or of all."""
    table = dict(_mapping(entry, "watch: an entry of needs"))
    lane = table.pop("lane", None)
    needs = _list(table.pop("of", None), "watch: of")
    if table:
        raise TiescopeError(f"watch: an entry of needs has no {short(min(table, key=str))}; it takes of and lane.")
    if not isinstance(lane, str | None):
        raise TiescopeError(f"watch: lane must be the name of a lane, not {short(lane)}.")
    return lane, frozenset(need_from(_mapping(need, "watch: a need")) for need in needs)


def _begun(entry: Any) -> tuple[LaneId, tuple[tuple[str, Any], ...]]:
    """A lane's name, and what is chosen for it."""
    table = dict(_mapping(entry, "split: a lane"))
    name, values = table.pop("name", None), _mapping(table.pop("values", {}), "split: values")
    if table or not isinstance(name, str):
        raise TiescopeError(f"split: a lane has a name and values, not {short(dict(_mapping(entry, '')))}.")
    return name, tuple(values.items())


def _needs(kind: type[Any]) -> list[type[Any]]:
    """The kinds of needs that can be asked: classes without subclasses."""
    below = kind.__subclasses__()
    return [each for sub in below for each in _needs(sub)] if below else [kind]


def _plain(message: Command | Need[Any]) -> Table:
    """Its fields, but for those that are not there."""
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    values = {key: b64encode(value).decode() if isinstance(value, bytes) else value for key, value in values.items()}
    return {key: value for key, value in values.items() if value is not None}


def _kind(table: Mapping[str, Any], key: str, known: Mapping[str, type[Any]]) -> tuple[type[Any], Table]:
    values = dict(table)
    word = values.pop(key, None)
    if not isinstance(word, str) or word not in known:
        raise TiescopeError(f"{key} must be one of {', '.join(sorted(known))}, not {short(word)}.", key)
    return known[word], values


def _made(kind: type[Any], values: Table) -> Any:
    """A ``kind`` with ``values``, each of which has the type that its field says."""
    word, allowed = _word(kind), {field.name: field for field in fields(kind)}
    for key in values:
        if key not in allowed:
            raise TiescopeError(f"{word} has no {short(key)}; it takes {', '.join(allowed) or 'nothing'}.")
    for name, field in allowed.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise TiescopeError(f"{word} needs {name}, and none is given.")
    for key, value in values.items():
        if kind is Watch:
            continue  # made of needs, each of which has been validated
        try:
            TypeAdapter(get_type_hints(kind)[key]).validate_python(value, strict=True)
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"]
            raise TiescopeError(f"{word}: {key} can't be {short(value)}: {reason[0].lower()}{reason[1:]}.") from error
    return kind(**values)


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TiescopeError(f"{what} must be a table of keys and values, not {short(value)}.")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise TiescopeError(f"{what} must be a list, not {short(value)}.")
    return value


def _from_text(value: str, what: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except ValueError as error:
        raise TiescopeError(f"{what} must be bytes in base64, not {short(value)}.") from error


def _lane(lane: LaneId | None) -> Table:
    return {} if lane is None else {"lane": lane}


def _word(kind: type[Any]) -> str:
    """ValidationLoss: validation_loss."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
